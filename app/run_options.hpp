#pragma once

#include "app/command.hpp"
#include "desvio/engine/run.hpp"

namespace desvio::app {

/// What `run` is asked about draws, threads and the audit, but for the monitor. \throws UsageError
RunOptions run_options(Invocation const& invocation);

/// `run` with several scenarios: a file each in the folder of -o, one table for all.
int run_many(Invocation const& invocation);

/// `run SCENARIO --reading all`: its three readings side by side, a file each beside that of -o.
int run_readings(Invocation const& invocation);

}  // namespace desvio::app
