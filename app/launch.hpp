#pragma once

#include "app/command.hpp"

namespace desvio::app {

/// What the environment says of the processes that mpirun started: 0 of 1 without it.
struct Launch {
    bool is_by_mpi = false;
    int size = 1;
    int rank = 0;
};
Launch launch();

/// \throws UsageError when several processes were started for a command that only one does: each would do the same work
void require_one_process_unless_shared(Command const& command, Invocation const& invocation);

}  // namespace desvio::app
