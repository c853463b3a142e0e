#pragma once

#include "desvio/core/error.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace desvio::test {

/// The message of the InputError that an action throws.
template <typename Action>
std::string fault_of(Action const& action) {
    try {
        action();
    } catch (InputError const& error) {
        return error.what();
    }
    return "no fault";
}

inline void expect_says(std::string const& message, std::vector<std::string> const& texts) {
    for (std::string const& text : texts)
        EXPECT_NE(message.find(text), std::string::npos) << message << "\nlacks " << text;
}

}  // namespace desvio::test
