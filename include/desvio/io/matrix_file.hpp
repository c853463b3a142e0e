#pragma once

#include "desvio/core/tensor.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// A coefficient matrix of any size in one HDF5 file, read and written by blocks of rows: never all of it at once.
/// docs/formats/matrix.md describes the file.
namespace desvio {

/// What a matrix file says beside its numbers.
struct MatrixFileHead {
    std::vector<std::string> labels;            ///< n, of rows and columns; distinct
    Index block = 0;                            ///< rows of one region (J); 0: none known
    std::vector<std::string> right_hand_sides;  ///< m, their labels; none: no right-hand sides in the file
    std::string title, source;                  ///< one line each, for people; may be empty
};

/// Writes a matrix file row block by row block under a temporary name; commit() syncs it and gives it its own.
///
/// | symbol | dataset                     | shape | unit                                               |
/// | A      | /leontief/coefficients      | n x n | value of input (row) per value of output (column)  |
/// | F      | /leontief/right_hand_sides  | n x m | any                                                |
/// \tests unit/matrix_file_test.cpp
class MatrixFileWriter {
  public:
    /// \throws FileError when the folder is missing or cannot be written to, or the disk is full
    ///         std::logic_error when there are no labels, or the block does not divide n (a mistake of the caller)
    MatrixFileWriter(std::filesystem::path const& path, MatrixFileHead const& head);
    ~MatrixFileWriter();  ///< what was not committed is gone
    MatrixFileWriter(MatrixFileWriter const&) = delete;
    MatrixFileWriter& operator=(MatrixFileWriter const&) = delete;

    /// Rows first ... first + count - 1 of A, n numbers each, one after another; in any order.
    /// \throws FileError when the disk is full; std::logic_error outside the matrix
    void write_rows(Index first, Index count, double const* rows);
    /// The same rows of F, m numbers each.
    void write_right_hand_sides(Index first, Index count, double const* rows);
    /// \throws FileError; std::logic_error when not as many rows were written as there are
    void commit();

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// Reads a matrix file by hyperslabs of whole rows: each of several processes opens it and reads its own rows.
/// Files that others made need only `format`, `version` and /leontief/coefficients; rows without labels are "row 1",
/// ... \tests unit/matrix_file_test.cpp
class MatrixFileReader {
  public:
    /// \throws FileError when it is missing, not HDF5 or truncated
    ///         InputError when it is no matrix file, the matrix is not square, or labels or block do not fit it
    explicit MatrixFileReader(std::filesystem::path const& path);
    ~MatrixFileReader();
    MatrixFileReader(MatrixFileReader&&) noexcept;
    MatrixFileReader& operator=(MatrixFileReader&&) noexcept;

    [[nodiscard]] MatrixFileHead const& head() const noexcept;
    [[nodiscard]] std::string const& origin() const noexcept;  ///< the path, for messages
    [[nodiscard]] Index n() const noexcept { return static_cast<Index>(head().labels.size()); }
    [[nodiscard]] Index block() const noexcept { return head().block; }
    [[nodiscard]] Index n_right_hand_sides() const noexcept {
        return static_cast<Index>(head().right_hand_sides.size());
    }
    [[nodiscard]] std::vector<std::string> const& labels() const noexcept { return head().labels; }

    /// Rows first ... first + count - 1 of A into out, count x n, row by row.
    /// \throws FileError when the file ends before; InputError naming row and column of a number that is not finite;
    ///         std::logic_error outside the matrix
    void read_rows(Index first, Index count, double* out) const;
    /// The same rows of F into out, count x m.
    void read_right_hand_sides(Index first, Index count, double* out) const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// Whether a file says of itself that it is a matrix file; false for whatever cannot be opened.
bool is_matrix_file(std::filesystem::path const& path);

}  // namespace desvio
