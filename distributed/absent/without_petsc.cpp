#include "desvio/core/error.hpp"
#include "desvio/distributed/leontief_petsc.hpp"

/// What stands in the room when it is built without PETSc: a first step that says how to get it, and nothing behind it.
namespace desvio {
namespace {

[[noreturn]] void refuse() {
    throw InputError({{},
                      "this desvio was built without PETSc",
                      "only PETSc spreads a system over several processes",
                      "Build it with `cmake --preset petsc && cmake --build --preset petsc` (Debian: petsc-dev, "
                      "libopenmpi-dev, openmpi-bin), or choose another solver."});
}

}  // namespace

Ranks::Ranks() { refuse(); }
Ranks::~Ranks() { wait(); }
void Ranks::together(std::function<void()> const& /*work*/) { refuse(); }
void Ranks::wait() const {}
void Ranks::end_all(int /*exit_code*/) const { refuse(); }

class DistributedLeontief::Implementation {};

DistributedLeontief::DistributedLeontief(Ranks& /*ranks*/, DistributedMatrix const& /*matrix*/,
                                         DistributedOptions const& /*options*/) {
    refuse();
}
DistributedLeontief::~DistributedLeontief() = default;
Matrix DistributedLeontief::solve(RowSource const& /*f*/, Index /*m*/) { refuse(); }
Matrix DistributedLeontief::solve_transposed(RowSource const& /*f*/, Index /*m*/) { refuse(); }
DistributedSummary const& DistributedLeontief::summary() const { refuse(); }

}  // namespace desvio
