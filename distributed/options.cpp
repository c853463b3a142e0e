#include "desvio/core/error.hpp"
#include "desvio/distributed/leontief_petsc.hpp"

namespace desvio {

std::string to_string(RowStorage storage) {
    switch (storage) {
        case RowStorage::automatic: return "automatic";
        case RowStorage::dense: return "dense";
        case RowStorage::sparse: return "sparse";
    }
    return "unknown";
}

void DistributedOptions::validate() const {
    FaultList faults;
    if (!(tolerance > 0.0)) faults.add({}, "tolerance must be above 0");
    if (max_iterations < 1) faults.add({}, "max_iterations must be at least 1");
    if (block < 0) faults.add({}, "block must not be negative");
    if (!(memory_limit >= 0.0)) faults.add({}, "memory_limit must not be negative");
    faults.throw_if_any();
}

}  // namespace desvio
