#pragma once

#include <fmt/format.h>
#include <petscksp.h>

#include <exception>
#include <stdexcept>

namespace desvio {

/// A failure inside PETSc that only this rank may know of: whoever catches it ends all ranks.
inline void check(PetscErrorCode code) {
    if (code == 0) return;
    char const* text = nullptr;
    static_cast<void>(PetscErrorMessage(code, &text, nullptr));
    throw std::runtime_error(fmt::format("PETSc: {}", text == nullptr ? "an unknown fault" : text));
}

/// Owns a PETSc object. While an error passes through nothing is given back: giving back can wait for other ranks, which
/// may not come.
template <typename Object, PetscErrorCode (*destroy)(Object*)>
class Owned {
  public:
    Owned() = default;
    ~Owned() {
        if (object_ != nullptr && std::uncaught_exceptions() == 0) static_cast<void>(destroy(&object_));
    }
    Owned(Owned const&) = delete;
    Owned& operator=(Owned const&) = delete;

    [[nodiscard]] Object* address() { return &object_; }
    [[nodiscard]] Object get() const { return object_; }

  private:
    Object object_ = nullptr;
};

using OwnedMat = Owned<Mat, MatDestroy>;
using OwnedVec = Owned<Vec, VecDestroy>;
using OwnedKsp = Owned<KSP, KSPDestroy>;
using OwnedIs = Owned<IS, ISDestroy>;
using OwnedScatter = Owned<VecScatter, VecScatterDestroy>;

/// Calls `work` with the local numbers of a vector, to read or to write.
template <typename Work>
void with_numbers_of(Vec vector, Work const& work) {
    PetscScalar* numbers = nullptr;
    check(VecGetArray(vector, &numbers));
    work(numbers);
    check(VecRestoreArray(vector, &numbers));
}
template <typename Work>
void with_constant_numbers_of(Vec vector, Work const& work) {
    PetscScalar const* numbers = nullptr;
    check(VecGetArrayRead(vector, &numbers));
    work(numbers);
    check(VecRestoreArrayRead(vector, &numbers));
}

/// The sum, least or largest of one number of every rank, on every rank.
inline double reduced(double mine, MPI_Op operation) {
    double all = mine;
    MPI_Allreduce(&mine, &all, 1, MPI_DOUBLE, operation, MPI_COMM_WORLD);
    return all;
}

}  // namespace desvio
