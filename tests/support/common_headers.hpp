#pragma once

// What nearly every test includes, compiled once for all of them. Tests still include what they use.
#include "desvio/desvio.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>
