#pragma once

/// All that a program needs to ask a question and read the answer:
///   read_base, read_scenario -> run_scenario -> RunResult -> format_summary, to_tables, write_store
#include "desvio/engine/run.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/store.hpp"
#include "desvio/report/summary.hpp"
