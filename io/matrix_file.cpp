#include "desvio/io/matrix_file.hpp"

#include "desvio/core/error.hpp"
#include "io/hdf5_read.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace desvio {

/// A table of numbers of an open matrix file.
struct MatrixTable {
    Hdf5Handle dataset;
    std::array<hsize_t, 2> shape{};
};

namespace {

constexpr char const* matrix_format = "desvio-matrix";
constexpr std::int64_t matrix_version = 1;

[[noreturn]] void refuse(std::string const& file, std::string const& problem, std::string const& why,
                         std::string const& remedy) {
    throw InputError({{file}, problem, why, remedy});
}

/// Runs what talks to HDF5; its failures become errors of the file.
template <typename Action>
auto reading(std::string const& file, Action const& action) {
    Hdf5Silence const silence;
    try {
        return action();
    } catch (Hdf5Failure const& failure) {
        throw FileError({{file},
                         fmt::format("cannot be read: {}", failure.what()),
                         "the file is truncated or damaged",
                         "Write it again."});
    }
}

MatrixTable open_table(std::string const& file, hid_t from, std::string const& path) {
    Hdf5Handle dataset(H5Dopen2(from, path.c_str(), H5P_DEFAULT), H5Dclose, "opening " + path);
    Hdf5Handle const space(H5Dget_space(dataset.get()), H5Sclose, "reading the shape of " + path);
    Hdf5Handle const type(H5Dget_type(dataset.get()), H5Tclose, "reading the type of " + path);
    auto const kind = H5Tget_class(type.get());
    if (H5Sget_simple_extent_ndims(space.get()) != 2 || (kind != H5T_FLOAT && kind != H5T_INTEGER))
        refuse(file, fmt::format("{} is not a table of numbers with two axes", path), "rows and columns are needed",
               "See docs/formats/matrix.md.");
    MatrixTable table{std::move(dataset), {}};
    check_hdf5(H5Sget_simple_extent_dims(space.get(), table.shape.data(), nullptr), "reading the shape of " + path);
    return table;
}

bool has_link(hid_t file, std::string const& path) {
    return check_hdf5(H5Lexists(file, "/leontief", H5P_DEFAULT), "looking for /leontief") > 0 &&
           check_hdf5(H5Lexists(file, path.c_str(), H5P_DEFAULT), "looking for " + path) > 0;
}

/// The texts of an axis, or "row 1", ... where the file has none.
std::vector<std::string> read_axis(hid_t file, std::string const& path, std::string const& noun, hsize_t size) {
    if (has_link(file, path)) {
        std::string const task = "reading " + path;
        Hdf5Handle const dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT), H5Dclose, task);
        Hdf5Handle const type(H5Dget_type(dataset.get()), H5Tclose, task);
        Hdf5Handle const space(H5Dget_space(dataset.get()), H5Sclose, task);
        if (H5Tget_class(type.get()) == H5T_STRING)
            return read_texts(type.get(), space.get(), task, [&](hid_t memory_type, void* out) {
                return H5Dread(dataset.get(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, out);
            });
    }
    std::vector<std::string> numbered;
    numbered.reserve(size);
    for (hsize_t k = 0; k < size; ++k) numbered.push_back(fmt::format("{} {}", noun, k + 1));
    return numbered;
}

std::int64_t read_whole_number(hid_t file, char const* name, std::int64_t otherwise) {
    if (!has_attribute(file, name)) return otherwise;
    std::string const task = std::string("reading attribute ") + name;
    Hdf5Handle const attribute(H5Aopen(file, name, H5P_DEFAULT), H5Aclose, task);
    Hdf5Handle const type(H5Aget_type(attribute.get()), H5Tclose, task);
    Hdf5Handle const space(H5Aget_space(attribute.get()), H5Sclose, task);
    if (H5Tget_class(type.get()) != H5T_INTEGER || count_cells(space.get()) != 1) return -1;
    std::int64_t value = 0;
    check_hdf5(H5Aread(attribute.get(), H5T_NATIVE_INT64, &value), task);
    return value;
}

void require_labels(std::string const& file, std::vector<std::string> const& labels, std::string const& axis,
                    hsize_t size) {
    if (labels.size() != size)
        refuse(file, fmt::format("{} has {} labels for {} of them", axis, labels.size(), size),
               "every row and column needs its own", "Write as many labels as rows.");
    std::unordered_map<std::string, std::size_t> seen;
    for (std::size_t k = 0; k < labels.size(); ++k) {
        auto const [at, is_new] = seen.emplace(labels[k], k);
        if (!is_new)
            refuse(file, fmt::format("'{}' is the label of both {} {} and {}", labels[k], axis, at->second + 1, k + 1),
                   "a figure could not be told from another", "Give each its own.");
    }
}

}  // namespace

class MatrixFileReader::Implementation {
  public:
    explicit Implementation(std::string file)
        : origin(std::move(file)),
          file_(H5Fopen(origin.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "opening the file"),
          coefficients_(open_coefficients()) {
        read_head();
    }
    void read(bool is_right, Index first, Index count, double* out) const;

    std::string origin;
    MatrixFileHead head;

  private:
    MatrixTable open_coefficients() const;
    void read_head();

    Hdf5Handle file_;
    MatrixTable coefficients_;
    std::vector<MatrixTable> right_hand_sides_;  // one or none
};

MatrixTable MatrixFileReader::Implementation::open_coefficients() const {
    if (std::string const format = read_text_attribute(file_.get(), "format"); format != matrix_format)
        refuse(origin,
               fmt::format("is not a matrix file: its attribute 'format' is {}",
                           format.empty() ? "missing" : '\'' + format + '\''),
               fmt::format("a matrix file says '{}'", matrix_format), "See docs/formats/matrix.md.");
    auto const version = read_whole_number(file_.get(), "version", -1);
    if (version != matrix_version)
        refuse(origin, fmt::format("is of version {} of matrix files", version),
               fmt::format("this program reads version {}", matrix_version), "See docs/formats/matrix.md.");
    std::string const path = "/leontief/coefficients";
    if (!has_link(file_.get(), path))
        refuse(origin, fmt::format("has no {}", path), "that is the matrix", "See docs/formats/matrix.md.");
    return open_table(origin, file_.get(), path);
}

void MatrixFileReader::Implementation::read_head() {
    auto const [n_rows, n_columns] = coefficients_.shape;
    if (n_rows != n_columns || n_rows == 0)
        refuse(origin, fmt::format("/leontief/coefficients has {} rows and {} columns", n_rows, n_columns),
               "inputs and users are the same sectors", "Write a square matrix.");
    head.labels = read_axis(file_.get(), "/leontief/row", "row", n_rows);
    require_labels(origin, head.labels, "/leontief/row", n_rows);
    auto const block = read_whole_number(file_.get(), "block", 0);
    if (block < 0 || (block > 0 && static_cast<std::int64_t>(n_rows) % block != 0))
        refuse(origin, fmt::format("its attribute 'block' is {} for {} rows", block, n_rows),
               "a region has as many rows as any other", "Write the sectors of one region, or 0.");
    head.block = static_cast<Index>(block);
    head.title = read_text_attribute(file_.get(), "title");
    head.source = read_text_attribute(file_.get(), "source");
    std::string const right = "/leontief/right_hand_sides";
    if (!has_link(file_.get(), right)) return;
    right_hand_sides_.push_back(open_table(origin, file_.get(), right));
    auto const [rows, columns] = right_hand_sides_.front().shape;
    if (rows != n_rows || columns == 0)
        refuse(origin,
               fmt::format("{} has {} rows and {} columns for {} rows of the matrix", right, rows, columns, n_rows),
               "a right-hand side has a number for every row", "Write one column for each right-hand side.");
    head.right_hand_sides = read_axis(file_.get(), "/leontief/right_hand_side", "right-hand side", columns);
    require_labels(origin, head.right_hand_sides, "/leontief/right_hand_side", columns);
}

void MatrixFileReader::Implementation::read(bool is_right, Index first, Index count, double* out) const {
    if (is_right && right_hand_sides_.empty()) throw std::logic_error("the file has no right-hand sides");
    MatrixTable const& table = is_right ? right_hand_sides_.front() : coefficients_;
    auto const n_columns = static_cast<Index>(table.shape[1]);
    if (first < 0 || count < 0 || first + count > static_cast<Index>(table.shape[0]))
        throw std::logic_error(fmt::format("rows {} to {} are outside the matrix", first, first + count));
    if (count == 0) return;
    std::string const path = is_right ? "/leontief/right_hand_sides" : "/leontief/coefficients";
    std::string const task = fmt::format("reading rows {} to {} of {}", first + 1, first + count, path);
    std::array<hsize_t, 2> const start{static_cast<hsize_t>(first), 0};
    std::array<hsize_t, 2> const extent{static_cast<hsize_t>(count), table.shape[1]};
    Hdf5Handle const space(H5Dget_space(table.dataset.get()), H5Sclose, task);
    check_hdf5(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr), task);
    Hdf5Handle const memory(H5Screate_simple(2, extent.data(), nullptr), H5Sclose, task);
    check_hdf5(H5Dread(table.dataset.get(), H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT, out), task);

    double const* const end = out + count * n_columns;
    double const* const odd =
        std::find_if_not<double const*>(out, end, [](double value) { return std::isfinite(value); });
    if (odd == end) return;
    auto const n_odd = std::count_if(odd, end, [](double value) { return !std::isfinite(value); });
    Index const row = first + (odd - out) / n_columns, column = (odd - out) % n_columns;
    auto const& columns = is_right ? head.right_hand_sides : head.labels;
    refuse(
        origin,
        fmt::format("{} is {} in row {} ({}), column {} ({}){}", path, *odd, row + 1,
                    head.labels[static_cast<std::size_t>(row)], column + 1, columns[static_cast<std::size_t>(column)],
                    n_odd > 1 ? fmt::format(" and not finite in {} other cells read with it", n_odd - 1) : ""),
        "nothing can be solved with it", "Write a number there.");
}

MatrixFileReader::MatrixFileReader(std::filesystem::path const& path) {
    std::string const name = path.string();
    Hdf5Silence const silence;
    require_hdf5(name);
    implementation_ = reading(name, [&] { return std::make_unique<Implementation>(name); });
}
MatrixFileReader::~MatrixFileReader() = default;
MatrixFileReader::MatrixFileReader(MatrixFileReader&&) noexcept = default;
MatrixFileReader& MatrixFileReader::operator=(MatrixFileReader&&) noexcept = default;

MatrixFileHead const& MatrixFileReader::head() const noexcept { return implementation_->head; }
std::string const& MatrixFileReader::origin() const noexcept { return implementation_->origin; }

void MatrixFileReader::read_rows(Index first, Index count, double* out) const {
    reading(origin(), [&] { implementation_->read(false, first, count, out); });
}
void MatrixFileReader::read_right_hand_sides(Index first, Index count, double* out) const {
    reading(origin(), [&] { implementation_->read(true, first, count, out); });
}

bool is_matrix_file(std::filesystem::path const& path) {
    Hdf5Silence const silence;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) || H5Fis_hdf5(path.c_str()) <= 0) return false;
    try {
        Hdf5Handle const file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "opening the file");
        return read_text_attribute(file.get(), "format") == matrix_format;
    } catch (Hdf5Failure const&) {
        return false;
    }
}

}  // namespace desvio
