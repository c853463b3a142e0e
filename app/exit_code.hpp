#pragma once

namespace desvio::app {

/// What the program tells its caller. Scripts rely on these numbers.
enum ExitCode : int {
    ok = 0,
    bug = 1,            ///< a fault of the program itself
    usage = 2,          ///< the command line
    bad_input = 3,      ///< scenario, base or table
    not_converged = 4,  ///< no solution found, or stopped
    audit_failed = 5,   ///< a solution that does not satisfy an equation, or a repeat or a base that differs
    file_failed = 6,    ///< a file or the disk
};

}  // namespace desvio::app
