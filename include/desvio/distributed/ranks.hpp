#pragma once

#include <functional>

namespace desvio {

/// The processes that `mpirun` started (ranks), as long as this object lives: one to a program, made before anything is
/// shared and ended by all ranks together. Without mpirun there is one rank.
///
/// An error that meets one rank alone would leave the others waiting for ever. So whatever can fail on a rank by itself
/// (its rows of a file, its memory) stands inside together(), after which all ranks go on or all have the same error.
/// \tests distributed/ranks_test.cpp
class Ranks {
  public:
    /// \throws InputError when desvio was built without PETSc, with what to do about it
    Ranks();
    ~Ranks();  ///< waits for the others
    Ranks(Ranks const&) = delete;
    Ranks& operator=(Ranks const&) = delete;

    [[nodiscard]] int rank() const noexcept { return rank_; }  ///< 0 .. size() - 1; rank 0 prints and writes
    [[nodiscard]] int size() const noexcept { return size_; }

    /// Does the work of this rank; returns when all ranks have done theirs.
    /// \throws InputError, FileError or std::runtime_error: on every rank that of the lowest rank that had one. Too
    /// little
    ///         memory on a rank is an InputError that names it.
    void together(std::function<void()> const& work);
    /// Whether the error thrown last came from together(): every rank has it, and all can end in order.
    [[nodiscard]] bool have_failed_together() const noexcept { return have_failed_together_; }

    /// Returns when all ranks have come here.
    void wait() const;
    /// Ends the processes of all ranks at once with this exit code: after an error the others do not know of.
    [[noreturn]] void end_all(int exit_code) const;

  private:
    int rank_ = 0;
    int size_ = 1;
    bool have_failed_together_ = false;
};

}  // namespace desvio
