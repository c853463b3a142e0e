#include "desvio/distributed/ranks.hpp"

#include "desvio/core/contracts.hpp"
#include "desvio/core/error.hpp"
#include "distributed/petsc/petsc_objects.hpp"

#include <new>
#include <string>

namespace desvio {
namespace {

enum FaultKind : int { no_fault, input_fault, file_fault, other_fault };

[[noreturn]] void throw_fault(int kind, std::string const& text) {
    if (kind == input_fault) throw InputError({{}, text, {}, {}});
    if (kind == file_fault) throw FileError({{}, text, {}, {}});
    throw std::runtime_error(text);
}

}  // namespace

Ranks::Ranks() {
    check(PetscInitialize(nullptr, nullptr, nullptr, nullptr));
    // Signals stay with the program, and faults become exceptions instead of pages of text from every rank.
    check(PetscPopSignalHandler());
    check(PetscPushErrorHandler(PetscReturnErrorHandler, nullptr));
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
}

Ranks::~Ranks() { static_cast<void>(PetscFinalize()); }

void Ranks::together(std::function<void()> const& work) {
    int kind = no_fault;
    std::string text;
    try {
        work();
    } catch (InputError const& error) {
        kind = input_fault;
        text = error.what();
    } catch (FileError const& error) {
        kind = file_fault;
        text = error.what();
    } catch (std::bad_alloc const&) {
        kind = input_fault;
        text = fmt::format("not enough memory on rank {} of {} (its rows do not fit) Use more ranks on more machines.",
                           rank_, size_);
    } catch (std::exception const& error) {
        kind = other_fault;
        text = error.what();
    }

    int const mine = kind == no_fault ? size_ : rank_;
    int first = size_;
    MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    if (first == size_) return;

    int length = static_cast<int>(text.size());
    MPI_Bcast(&kind, 1, MPI_INT, first, MPI_COMM_WORLD);
    MPI_Bcast(&length, 1, MPI_INT, first, MPI_COMM_WORLD);
    text.resize(static_cast<std::size_t>(length));
    MPI_Bcast(text.data(), length, MPI_CHAR, first, MPI_COMM_WORLD);
    have_failed_together_ = true;
    throw_fault(kind, text);
}

void Ranks::wait() const { MPI_Barrier(MPI_COMM_WORLD); }

void Ranks::end_all(int exit_code) const {
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    throw std::runtime_error("MPI_Abort came back");
}

}  // namespace desvio
