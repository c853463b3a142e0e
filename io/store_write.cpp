#include "desvio/core/error.hpp"
#include "desvio/io/store.hpp"
#include "io/atomic_write.hpp"
#include "io/hdf5_handle.hpp"
#include "io/hdf5_write.hpp"
#include "io/packed_tables.hpp"
#include "io/table_path.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <span>

/// The file is built in memory and written in one go: only then does every failure of the disk come with its reason.
namespace desvio {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t memory_step = std::size_t{1} << 20U;  // the image grows by 1 MiB
constexpr hsize_t metadata_block = hsize_t{1} << 16U;
constexpr std::size_t smallest_packed = 512;  // numbers (4 KiB): below, packing saves nothing
constexpr unsigned deflate_level = 1;         // recorded in the file; readers do not need it

/// One group: its tables in order and the dimensions they use in order of first use.
struct GroupPlan {
    std::string path;
    std::vector<Table const*> tables;
    std::vector<Dimension const*> dimensions;
};

void require(bool holds, Table const& table, std::string const& problem) {
    if (!holds) throw std::logic_error(fmt::format("table {}: {}", table.path, problem));
}

std::vector<GroupPlan> plan_groups(LabelledFile const& file) {
    std::vector<GroupPlan> groups;
    std::set<std::string> paths;
    for (Table const& table : file.tables) {
        require(table.path.size() > 1 && table.path.front() == '/', table, "its path does not begin with /");
        require(paths.insert(table.path).second, table, "it is there twice");
        std::string const path = group_of(table.path);
        auto group = std::find_if(groups.begin(), groups.end(), [&](GroupPlan const& g) { return g.path == path; });
        if (group == groups.end()) group = groups.insert(groups.end(), GroupPlan{path, {}, {}});
        group->tables.push_back(&table);

        std::size_t cells = 1;
        for (std::string const& name : table.dimensions) {
            Dimension const* const dimension = file.find_dimension(table, name);
            require(dimension != nullptr, table, fmt::format("there is no dimension '{}'", name));
            require(dimension->name == name, table, fmt::format("the dimension '{}' has another name", name));
            cells *= dimension->size();
            auto& used = group->dimensions;
            if (std::find(used.begin(), used.end(), dimension) == used.end()) used.push_back(dimension);
        }
        auto const n_values = std::visit([](auto const& values) { return values.size(); }, table.values);
        require(n_values == cells, table, fmt::format("it has {} values for {} cells", n_values, cells));
    }
    for (GroupPlan const& group : groups)
        for (Dimension const* dimension : group.dimensions)
            for (Table const* table : group.tables)
                require(leaf_of(table->path) != dimension->name, *table, "a dimension of its group has its name");
    return groups;
}

Shape shape_of(LabelledFile const& file, Table const& table) {
    Shape shape;
    for (std::string const& axis : table.dimensions) shape.push_back(file.find_dimension(table, axis)->size());
    return shape;
}

/// The bytes of a file, not set to zero before they are filled.
struct FileImage {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
};

/// Everything that is the same for all objects of one file: types, spaces, creation properties.
class StoreWriter {
  public:
    explicit StoreWriter(StoreOptions const& options);
    void write(LabelledFile const& file);
    [[nodiscard]] FileImage image() const;

  private:
    struct Scale {
        Dimension const* dimension;
        Hdf5Handle dataset;
        hobj_ref_t reference;
        std::vector<AxisReference> attached;
    };

    void pack_ahead(LabelledFile const& file);
    void write_group(LabelledFile const& file, GroupPlan const& plan);
    Hdf5Handle open_group(std::string const& path);
    Scale write_scale(hid_t group, Dimension const& dimension);
    void write_table(hid_t group, LabelledFile const& file, Table const& table, std::vector<Scale>& scales);
    Hdf5Handle write_numbers(hid_t group, Table const& table, Shape const& shape);

    StoreOptions options_;
    Hdf5Handle scalar_ = make_scalar_space();
    Hdf5Handle dataset_properties_, group_properties_;
    Hdf5Handle file_;
    PackingAhead packing_;
    std::map<Table const*, std::size_t> packed_;  // numbers of the tables to pack
};

/// A dataset of numbers; without values it is only made.
Hdf5Handle write_plain(hid_t group, std::string const& name, Shape const& shape, hid_t properties,
                       std::span<double const> values) {
    std::string const task = "writing " + name;
    Hdf5Handle const space = make_space(shape);
    Hdf5Handle dataset(
        H5Dcreate2(group, name.c_str(), H5T_IEEE_F64LE, space.get(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
        task);
    if (!values.empty())
        check_hdf5(H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), task);
    return dataset;
}

/// \param owner  its address makes the name unique: HDF5 refuses to make a file that is open under the same name.
/// It also tries to open that name on disk, so this is one that cannot be there.
Hdf5Handle make_memory_file(void const* owner) {
    Hdf5Handle const access = make_properties(H5P_FILE_ACCESS);
    check_hdf5(H5Pset_fapl_core(access.get(), memory_step, false), "making a file in memory");
    // The earliest superblock has no checksum; H5Fget_file_image() clears its flags and would leave a wrong one.
    check_hdf5(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), "making a file in memory");
    check_hdf5(H5Pset_meta_block_size(access.get(), metadata_block), "making a file in memory");
    Hdf5Handle const creation = make_properties(H5P_FILE_CREATE);
    check_hdf5(H5Pset_link_creation_order(creation.get(), tracked_order), "making a file in memory");
    check_hdf5(H5Pset_attr_creation_order(creation.get(), tracked_order), "making a file in memory");
    return {H5Fcreate(fmt::format("/dev/null/store {}", owner).c_str(), H5F_ACC_TRUNC, creation.get(), access.get()),
            H5Fclose, "making a file in memory"};
}

StoreWriter::StoreWriter(StoreOptions const& options)
    : options_(options),
      dataset_properties_(make_dataset_properties()),
      group_properties_(make_group_properties()),
      file_(make_memory_file(this)) {}

void StoreWriter::write(LabelledFile const& file) {
    auto const groups = plan_groups(file);
    if (options_.compress) pack_ahead(file);
    for (Attribute const& attribute : file.attributes) {
        if (auto const* const text = std::get_if<std::string>(&attribute.value))
            write_text_attribute(file_.get(), attribute.name, *text);
        else if (auto const* const number = std::get_if<double>(&attribute.value))
            write_attribute(file_.get(), attribute.name, H5T_NATIVE_DOUBLE, scalar_.get(), number);
        else
            write_attribute(file_.get(), attribute.name, H5T_NATIVE_INT64, scalar_.get(),
                            &std::get<std::int64_t>(attribute.value));
    }
    for (GroupPlan const& group : groups) write_group(file, group);
}

/// HDF5 is handed chunks that are packed, and stores them as its own filters would have made them.
void StoreWriter::pack_ahead(LabelledFile const& file) {
    for (Table const& table : file.tables) {
        auto const* const values = std::get_if<std::vector<double>>(&table.values);
        if (values != nullptr && values->size() >= smallest_packed)
            packed_[&table] = packing_.add(*values, shape_of(file, table));
    }
    packing_.begin();
}

/// Makes the groups on the way too: HDF5's own way of making them does not track their creation order.
Hdf5Handle StoreWriter::open_group(std::string const& path) {
    std::string const task = "making group " + path;
    if (path.empty()) return {H5Gopen2(file_.get(), "/", H5P_DEFAULT), H5Gclose, task};
    Hdf5Handle const parent = open_group(group_of(path));
    std::string const name = leaf_of(path);
    if (check_hdf5(H5Lexists(parent.get(), name.c_str(), H5P_DEFAULT), task) > 0)
        return {H5Gopen2(parent.get(), name.c_str(), H5P_DEFAULT), H5Gclose, task};
    return {H5Gcreate2(parent.get(), name.c_str(), H5P_DEFAULT, group_properties_.get(), H5P_DEFAULT), H5Gclose, task};
}

void StoreWriter::write_group(LabelledFile const& file, GroupPlan const& plan) {
    Hdf5Handle const group = open_group(plan.path);
    std::vector<Scale> scales;
    for (Dimension const* dimension : plan.dimensions) scales.push_back(write_scale(group.get(), *dimension));
    for (Table const* table : plan.tables) write_table(group.get(), file, *table, scales);
    for (Scale const& scale : scales) write_references(scale.dataset.get(), scale.attached);
}

StoreWriter::Scale StoreWriter::write_scale(hid_t group, Dimension const& dimension) {
    std::string const task = "writing dimension " + dimension.name;
    Shape const shape{dimension.size()};
    auto const* const texts = std::get_if<std::vector<std::string>>(&dimension.labels);
    Hdf5Handle dataset = texts != nullptr ? write_texts(group, dimension.name, shape, *texts, dataset_properties_.get())
                                          : write_plain(group, dimension.name, shape, dataset_properties_.get(),
                                                        std::get<std::vector<double>>(dimension.labels));

    mark_as_scale(dataset.get(), dimension.name);
    if (!dimension.long_name.empty()) write_text_attribute(dataset.get(), "long_name", dimension.long_name);
    return {&dimension, std::move(dataset), make_reference(group, dimension.name), {}};
}

void StoreWriter::write_table(hid_t group, LabelledFile const& file, Table const& table, std::vector<Scale>& scales) {
    Shape const shape = shape_of(file, table);
    std::vector<Scale*> axes;
    for (std::string const& axis : table.dimensions) {
        Dimension const* const dimension = file.find_dimension(table, axis);
        axes.push_back(&*std::find_if(scales.begin(), scales.end(),
                                      [&](Scale const& scale) { return scale.dimension == dimension; }));
    }
    std::string const name = leaf_of(table.path);
    auto const* const texts = std::get_if<std::vector<std::string>>(&table.values);
    Hdf5Handle const dataset = texts != nullptr ? write_texts(group, name, shape, *texts, dataset_properties_.get())
                                                : write_numbers(group, table, shape);
    if (!table.units.empty()) write_text_attribute(dataset.get(), "units", table.units);
    if (!table.long_name.empty()) write_text_attribute(dataset.get(), "long_name", table.long_name);
    if (axes.empty()) return;
    std::vector<hobj_ref_t> references;
    references.reserve(axes.size());
    for (Scale const* axis : axes) references.push_back(axis->reference);
    attach_scales(dataset.get(), references);
    hobj_ref_t const reference = make_reference(group, name);
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
        axes[axis]->attached.push_back({reference, static_cast<int>(axis)});
}

Hdf5Handle StoreWriter::write_numbers(hid_t group, Table const& table, Shape const& shape) {
    std::string const task = "writing " + table.path;
    auto const& values = std::get<std::vector<double>>(table.values);
    auto const packed = packed_.find(&table);
    bool const is_packed = packed != packed_.end();
    PackedTable const content = is_packed ? packing_.take(packed->second) : PackedTable{};
    Hdf5Handle const properties(H5Pcopy(dataset_properties_.get()), H5Pclose, task);
    check_hdf5(H5Pset_fill_value(properties.get(), H5T_NATIVE_DOUBLE, &missing), task);
    if (is_packed) {
        check_hdf5(H5Pset_chunk(properties.get(), static_cast<int>(shape.size()), content.chunk.data()), task);
        check_hdf5(H5Pset_shuffle(properties.get()), task);
        check_hdf5(H5Pset_deflate(properties.get(), deflate_level), task);
    }
    Hdf5Handle dataset = write_plain(group, leaf_of(table.path), shape, properties.get(),
                                     is_packed ? std::span<double const>{} : values);
    for (PackedChunk const& chunk : content.chunks)
        check_hdf5(
            H5Dwrite_chunk(dataset.get(), H5P_DEFAULT, 0, chunk.corner.data(), chunk.bytes.size(), chunk.bytes.data()),
            task);

    hsize_t const one = 1;
    Hdf5Handle const single(H5Screate_simple(1, &one, nullptr), H5Sclose, task);
    write_attribute(dataset.get(), "_FillValue", H5T_IEEE_F64LE, single.get(), &missing);
    return dataset;
}

FileImage StoreWriter::image() const {
    check_hdf5(H5Fflush(file_.get(), H5F_SCOPE_GLOBAL), "finishing the file");
    auto const size = static_cast<std::size_t>(check_hdf5(H5Fget_file_image(file_.get(), nullptr, 0), "finishing"));
    FileImage image{std::make_unique_for_overwrite<std::byte[]>(size), size};
    check_hdf5(H5Fget_file_image(file_.get(), image.bytes.get(), size), "finishing the file");
    return image;
}

FileImage build_image(LabelledFile const& file, StoreOptions const& options) {
    StoreWriter writer(options);
    writer.write(file);
    return writer.image();
}

}  // namespace

namespace {

FileImage image_or_error(LabelledFile const& file, std::string const& name, StoreOptions const& options) {
    Hdf5Silence const silence;
    try {
        return build_image(file, options);
    } catch (Hdf5Failure const& failure) {
        throw FileError({{name}, fmt::format("cannot be written as HDF5: {}", failure.what()), {}, {}});
    }
}

}  // namespace

std::string store_image(LabelledFile const& file, StoreOptions const& options) {
    FileImage const image = image_or_error(file, "the result", options);
    return {reinterpret_cast<char const*>(image.bytes.get()), image.size};
}

void write_store(LabelledFile const& file, std::filesystem::path const& path, StoreOptions const& options) {
    FileImage const image = image_or_error(file, path.string(), options);
    write_file_atomically(path, {image.bytes.get(), image.size});
}

}  // namespace desvio
