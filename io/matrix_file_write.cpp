#include "desvio/core/error.hpp"
#include "desvio/io/matrix_file.hpp"
#include "io/atomic_write.hpp"
#include "io/hdf5_write.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace desvio {

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Numbers that are written as they come: no chunks, no fill, so that rows lie in the file as in memory.
Hdf5Handle make_plain_properties() {
    Hdf5Handle properties = make_dataset_properties();
    check_hdf5(H5Pset_layout(properties.get(), H5D_CONTIGUOUS), "making properties");
    check_hdf5(H5Pset_fill_value(properties.get(), H5T_NATIVE_DOUBLE, &no_number), "making properties");
    check_hdf5(H5Pset_fill_time(properties.get(), H5D_FILL_TIME_NEVER), "making properties");
    return properties;
}

Hdf5Handle make_matrix_file(std::filesystem::path const& path) {
    std::string const task = "making the file";
    Hdf5Handle const access = make_properties(H5P_FILE_ACCESS);
    check_hdf5(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), task);
    Hdf5Handle const creation = make_properties(H5P_FILE_CREATE);
    check_hdf5(H5Pset_link_creation_order(creation.get(), tracked_order), task);
    check_hdf5(H5Pset_attr_creation_order(creation.get(), tracked_order), task);
    return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), H5Fclose, task};
}

Hdf5Handle make_scale(hid_t group, std::string const& name, std::vector<std::string> const& labels,
                      std::string const& long_name) {
    Hdf5Handle scale = write_texts(group, name, {labels.size()}, labels, make_dataset_properties().get());
    mark_as_scale(scale.get(), name);
    write_text_attribute(scale.get(), "long_name", long_name);
    return scale;
}

Hdf5Handle make_numbers(hid_t group, std::string const& name, Shape const& shape, std::string const& long_name) {
    Hdf5Handle dataset(H5Dcreate2(group, name.c_str(), H5T_IEEE_F64LE, make_space(shape).get(), H5P_DEFAULT,
                                  make_plain_properties().get(), H5P_DEFAULT),
                       H5Dclose, "making " + name);
    write_text_attribute(dataset.get(), "units", "1");
    write_text_attribute(dataset.get(), "long_name", long_name);
    write_attribute(dataset.get(), "_FillValue", H5T_IEEE_F64LE, make_space({1}).get(), &no_number);
    return dataset;
}

}  // namespace

class MatrixFileWriter::Implementation {
  public:
    Implementation(std::filesystem::path const& path, MatrixFileHead const& head)
        : path_(path.string()), staged_(path), n_(head.labels.size()), m_(head.right_hand_sides.size()) {
        if (n_ == 0 || head.block < 0 || (head.block > 0 && n_ % static_cast<std::size_t>(head.block) != 0))
            throw std::logic_error("a matrix file needs labels, and blocks that divide them");
        guarded([&] { begin(head); });
    }
    void write(bool is_right, Index first, Index count, double const* rows) {
        guarded([&] { write_slab(is_right, static_cast<hsize_t>(first), static_cast<hsize_t>(count), rows); });
    }
    void commit() {
        if (std::find(is_written_[0].begin(), is_written_[0].end(), false) != is_written_[0].end() ||
            (m_ > 0 && std::find(is_written_[1].begin(), is_written_[1].end(), false) != is_written_[1].end()))
            throw std::logic_error("not every row of the matrix file was written");
        guarded([&] {
            tables_.clear();
            check_hdf5(H5Fflush(file_.front().get(), H5F_SCOPE_GLOBAL), "finishing the file");
            file_.clear();
        });
        staged_.commit();
    }

  private:
    template <typename Action>
    void guarded(Action const& action) {
        Hdf5Silence const silence;
        try {
            action();
        } catch (Hdf5Failure const& failure) {
            throw FileError({{path_},
                             fmt::format("cannot be written: {}", failure.what()),
                             "nothing of it is left",
                             "Is there room on the disk?"});
        }
    }
    void begin(MatrixFileHead const& head);
    void write_slab(bool is_right, hsize_t first, hsize_t count, double const* rows);

    std::string path_;
    StagedFile staged_;
    std::size_t n_, m_;
    std::vector<Hdf5Handle> file_;                 // one until it is closed
    std::vector<Hdf5Handle> tables_;               // coefficients, right-hand sides
    std::array<std::vector<bool>, 2> is_written_;  // rows of each
};

void MatrixFileWriter::Implementation::begin(MatrixFileHead const& head) {
    file_.push_back(make_matrix_file(staged_.staged()));
    hid_t const file = file_.front().get();
    write_text_attribute(file, "format", "desvio-matrix");
    std::int64_t const version = 1, block = head.block;
    Hdf5Handle const scalar = make_scalar_space();
    write_attribute(file, "version", H5T_NATIVE_INT64, scalar.get(), &version);
    if (!head.title.empty()) write_text_attribute(file, "title", head.title);
    if (!head.source.empty()) write_text_attribute(file, "source", head.source);
    write_attribute(file, "block", H5T_NATIVE_INT64, scalar.get(), &block);

    Hdf5Handle const group(H5Gcreate2(file, "leontief", H5P_DEFAULT, make_group_properties().get(), H5P_DEFAULT),
                           H5Gclose, "making a group");
    Hdf5Handle const row = make_scale(group.get(), "row", head.labels, "input");
    Hdf5Handle const column = make_scale(group.get(), "column", head.labels, "user");
    tables_.push_back(make_numbers(group.get(), "coefficients", {n_, n_}, "value of input per value of output"));
    attach_scales(tables_[0].get(), {make_reference(group.get(), "row"), make_reference(group.get(), "column")});
    is_written_[0].assign(n_, false);
    std::vector<AxisReference> rows{{make_reference(group.get(), "coefficients"), 0}};
    write_references(column.get(), std::array{AxisReference{rows[0].dataset, 1}});
    if (m_ > 0) {
        Hdf5Handle const name = make_scale(group.get(), "right_hand_side", head.right_hand_sides, "right-hand side");
        tables_.push_back(make_numbers(group.get(), "right_hand_sides", {n_, m_}, "right-hand sides"));
        attach_scales(tables_[1].get(),
                      {make_reference(group.get(), "row"), make_reference(group.get(), "right_hand_side")});
        is_written_[1].assign(n_, false);
        rows.push_back({make_reference(group.get(), "right_hand_sides"), 0});
        write_references(name.get(), std::array{AxisReference{rows[1].dataset, 1}});
    }
    write_references(row.get(), rows);
}

void MatrixFileWriter::Implementation::write_slab(bool is_right, hsize_t first, hsize_t count, double const* rows) {
    if (first > n_ || count > n_ - first || (is_right && m_ == 0))
        throw std::logic_error(fmt::format("{} rows from {} are outside the matrix", count, first));
    if (count == 0) return;
    std::string const task = fmt::format("writing rows {} to {}", first + 1, first + count);
    hid_t const dataset = tables_[is_right ? 1 : 0].get();
    std::array<hsize_t, 2> const start{first, 0}, extent{count, is_right ? m_ : n_};
    Hdf5Handle const space(H5Dget_space(dataset), H5Sclose, task);
    check_hdf5(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr), task);
    Hdf5Handle const memory(H5Screate_simple(2, extent.data(), nullptr), H5Sclose, task);
    check_hdf5(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, memory.get(), space.get(), H5P_DEFAULT, rows), task);
    auto& written = is_written_[is_right ? 1 : 0];
    std::fill_n(written.begin() + static_cast<std::ptrdiff_t>(first), count, true);
}

MatrixFileWriter::MatrixFileWriter(std::filesystem::path const& path, MatrixFileHead const& head)
    : implementation_(std::make_unique<Implementation>(path, head)) {}
MatrixFileWriter::~MatrixFileWriter() {
    Hdf5Silence const silence;
    implementation_.reset();
}

void MatrixFileWriter::write_rows(Index first, Index count, double const* rows) {
    implementation_->write(false, first, count, rows);
}
void MatrixFileWriter::write_right_hand_sides(Index first, Index count, double const* rows) {
    implementation_->write(true, first, count, rows);
}
void MatrixFileWriter::commit() { implementation_->commit(); }

}  // namespace desvio
