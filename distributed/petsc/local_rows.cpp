#include "distributed/petsc/local_rows.hpp"

#include "desvio/core/error.hpp"
#include "distributed/petsc/petsc_objects.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace desvio {
namespace {

constexpr Index default_block = 64;    // rows, where the regions are not known
constexpr Index largest_block = 2048;  // beyond it a block's factors cost more than the products they save
constexpr double sparse_below = 0.4;   // share of cells: 12 bytes and scattered reads against 8 bytes in a row
constexpr double cell_bytes = sizeof(double);
constexpr double sparse_cell_bytes = sizeof(double) + sizeof(PetscInt);
constexpr int krylov_vectors = 70;  // basis, and what the solver keeps beside it
constexpr Index n_looks = 8, rows_of_a_look = 8;
constexpr double gigabyte = 1e9;

Index rows_at_once(Index n) {
    constexpr Index cells = 8 * 1024 * 1024;
    return std::max<Index>(1, cells / std::max<Index>(1, n));
}

/// Share of cells that are not zero in some of the rows of all ranks.
double look_at_rows(Ranks& ranks, DistributedMatrix const& matrix, LocalRows const& local) {
    double nonzeros = 0.0, cells = 0.0;
    ranks.together([&] {
        RowMatrix rows(rows_of_a_look, matrix.n);
        for (Index look = 0; look < n_looks; ++look) {
            Index const first = local.count * look / n_looks;
            Index const count = std::min({rows_of_a_look, local.count - first, local.count * (look + 1) / n_looks - first});
            if (count <= 0) continue;
            matrix.read_rows(local.first + first, count, rows.data());
            nonzeros += static_cast<double>((rows.topRows(count).array() != 0.0).count());
            cells += static_cast<double>(count * matrix.n);
        }
    });
    double const all = reduced(cells, MPI_SUM);
    return all > 0.0 ? reduced(nonzeros, MPI_SUM) / all : 0.0;
}

double planned_bytes(LocalRows const& local, double nonzero_share, int ranks) {
    double const n = static_cast<double>(local.n), rows = static_cast<double>(local.count);
    double const block_rows = std::min(n, n / ranks + static_cast<double>(local.block));
    // A sparse matrix exists twice for a moment: as it was read, and as PETSc keeps it.
    double const cells = local.storage == RowStorage::dense
                             ? cell_bytes * rows * n
                             : 2.0 * sparse_cell_bytes * rows * (n * nonzero_share + 1.0);
    double const reading = cell_bytes * static_cast<double>(rows_at_once(local.n)) * n;
    return cells + (local.storage == RowStorage::dense ? 0.0 : reading) +
           cell_bytes * ((rows + block_rows) * static_cast<double>(local.block) + krylov_vectors * rows + 2.0 * n);
}

/// What the ranks of this rank's machine need together, against what it has.
void refuse_what_does_not_fit(Ranks& ranks, DistributedOptions const& options, double bytes) {
    MPI_Comm machine = MPI_COMM_NULL;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
    double needed = bytes;
    int ranks_here = 1;
    double const of_all = reduced(bytes, MPI_SUM);
    MPI_Allreduce(&bytes, &needed, 1, MPI_DOUBLE, MPI_SUM, machine);
    MPI_Comm_size(machine, &ranks_here);
    MPI_Comm_free(&machine);
    double const there = options.memory_limit > 0.0
                             ? options.memory_limit
                             : static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
    ranks.together([&] {
        if (needed <= there) return;
        throw InputError({{},
                          fmt::format("the {} ranks on one machine need {:.3f} GB together, and {:.3f} GB are there",
                                      ranks_here, needed / gigabyte, there / gigabyte),
                          "nothing was begun",
                          fmt::format("Spread the matrix over at least {:.0f} such machines.",
                                      std::ceil(of_all / there))});
    });
}

/// What is found while rows are read; a fault is thrown only when this rank has read them all or met one.
class RowReader {
  public:
    RowReader(DistributedMatrix const& matrix, LocalRows& local) : matrix_(matrix), local_(local) {
        column_sums_ = Vector::Zero(local.n);
    }

    void read_dense() {
        local_.dense.resize(local_.count, local_.n);
        if (local_.count > 0) matrix_.read_rows(local_.first, local_.count, local_.dense.data());
        for (Index i = 0; i < local_.count; ++i) take(i, local_.dense.row(i));
    }

    void read_sparse() {
        Index const at_once = std::min(rows_at_once(local_.n), std::max<Index>(1, local_.count));
        RowMatrix rows(at_once, local_.n);
        local_.row_starts.assign(1, 0);
        for (Index done = 0; done < local_.count; done += at_once) {
            Index const count = std::min(at_once, local_.count - done);
            matrix_.read_rows(local_.first + done, count, rows.data());
            for (Index i = 0; i < count; ++i) {
                take(done + i, rows.row(i));
                keep_nonzeros(done + i, rows.row(i));
            }
        }
    }

    Vector column_sums_;  ///< of |a| over this rank's rows
    double nonzeros_ = 0.0;
    bool has_negative_ = false;

  private:
    using Row = Eigen::Ref<Eigen::RowVectorXd const>;

    void take(Index i, Row const& row) {
        if (!row.allFinite()) refuse_cell(i, row);
        column_sums_ += row.cwiseAbs().transpose();
        nonzeros_ += static_cast<double>((row.array() != 0.0).count());
        has_negative_ = has_negative_ || (local_.n > 0 && row.minCoeff() < 0.0);
        Index const start = block_start(local_.first + i, local_.block);
        Index const width = std::min(local_.block, local_.n - start);
        local_.diagonal_strip.row(i).head(width) = row.segment(start, width);
    }

    /// Row i of I - A.
    void keep_nonzeros(Index i, Row const& row) {
        Index const diagonal = local_.first + i;
        for (Index j = 0; j < local_.n; ++j) {
            if (row[j] == 0.0 && j != diagonal) continue;
            local_.columns.push_back(static_cast<PetscInt>(j));
            local_.values.push_back((j == diagonal ? 1.0 : 0.0) - row[j]);
        }
        if (local_.columns.size() > std::numeric_limits<PetscInt>::max()) {
            throw InputError({{},
                              "a rank has more cells that are not zero than PETSc counts here",
                              "its sparse rows are counted in 32 bits",
                              "Use more ranks."});
        }
        local_.row_starts.push_back(static_cast<PetscInt>(local_.columns.size()));
    }

    [[noreturn]] void refuse_cell(Index i, Row const& row) const {
        Index j = 0;
        while (std::isfinite(row[j])) ++j;
        throw InputError({{},
                          fmt::format("the coefficient in {}, column of {}, is not a number",
                                      row_name(matrix_, local_.first + i), row_name(matrix_, j)),
                          "nothing can be solved with it",
                          "Mend the matrix."});
    }

    DistributedMatrix const& matrix_;
    LocalRows& local_;
};

}  // namespace

std::string row_name(DistributedMatrix const& matrix, Index row) {
    return matrix.name ? matrix.name(row) : fmt::format("row {}", row + 1);
}

LocalRows read_local_rows(Ranks& ranks, DistributedMatrix const& matrix, DistributedOptions const& options) {
    ranks.together([&] {
        options.validate();
        if (matrix.n > std::numeric_limits<PetscInt>::max()) {
            throw InputError({{}, "the matrix has more rows than PETSc counts here", "it counts in 32 bits", "Use a "
                              "PETSc of 64-bit integers."});
        }
    });
    LocalRows local;
    local.n = matrix.n;
    local.first = first_of_share(matrix.n, ranks.size(), ranks.rank());
    local.count = first_of_share(matrix.n, ranks.size(), ranks.rank() + 1) - local.first;
    Index const wanted = options.block > 0 ? options.block : matrix.block > 0 ? matrix.block : default_block;
    local.block = std::max<Index>(1, std::min({wanted, largest_block, matrix.n}));

    double const share = look_at_rows(ranks, matrix, local);
    bool const is_sparse = options.storage == RowStorage::automatic ? share < sparse_below
                                                                    : options.storage == RowStorage::sparse;
    local.storage = is_sparse ? RowStorage::sparse : RowStorage::dense;
    double const bytes = planned_bytes(local, share, ranks.size());
    local.bytes_per_rank = reduced(bytes, MPI_MAX);
    refuse_what_does_not_fit(ranks, options, bytes);

    RowReader reader(matrix, local);
    ranks.together([&] {
        local.diagonal_strip = RowMatrix::Zero(local.count, local.block);
        is_sparse ? reader.read_sparse() : reader.read_dense();
    });

    double const n = static_cast<double>(matrix.n);
    local.nonzero_share = n > 0.0 ? reduced(reader.nonzeros_, MPI_SUM) / n / n : 0.0;
    local.has_negative = reduced(reader.has_negative_ ? 1.0 : 0.0, MPI_MAX) > 0.0;
    Vector column_sums(matrix.n);
    MPI_Allreduce(reader.column_sums_.data(), column_sums.data(), static_cast<int>(matrix.n), MPI_DOUBLE, MPI_SUM,
                  MPI_COMM_WORLD);
    if (matrix.n > 0) local.largest_column_sum = column_sums.maxCoeff(&local.largest_column);
    return local;
}

}  // namespace desvio
