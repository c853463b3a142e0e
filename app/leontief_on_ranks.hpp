#pragma once

#include "app/command.hpp"

namespace desvio::app {

/// `desvio leontief MATRIX --solver petsc`: all processes solve the system of a matrix file together; the first one
/// prints and writes, and tells of an error on any. Reads the options of that command that can be shared out and
/// refuses the others. \throws InputError when desvio was built without PETSc; UsageError   \returns an ExitCode
int solve_on_ranks(Invocation const& invocation);

}  // namespace desvio::app
