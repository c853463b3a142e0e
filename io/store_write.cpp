#include "desvio/core/error.hpp"
#include "desvio/io/store.hpp"
#include "io/atomic_write.hpp"
#include "io/hdf5_handle.hpp"
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

void write_attribute(hid_t object, std::string const& name, hid_t type, hid_t space, void const* value) {
    std::string const task = "writing attribute " + name;
    Hdf5Handle const attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, task);
    check_hdf5(H5Awrite(attribute.get(), type, value), task);
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
    /// An element of REFERENCE_LIST, the dimension scale convention's list of the axes a scale is attached to.
    struct AxisReference {
        hobj_ref_t dataset;
        int axis;
    };
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
    Hdf5Handle write_texts(hid_t group, std::string const& name, Shape const& shape,
                           std::vector<std::string> const& texts) const;
    void attach_scales(hid_t dataset, std::vector<Scale*> const& scales) const;
    void write_references(Scale const& scale) const;
    void write_text_attribute(hid_t object, std::string const& name, std::string const& value) const;

    StoreOptions options_;
    Hdf5Handle text_type_ = make_text_type();
    Hdf5Handle text_transfer_ = make_text_transfer();
    Hdf5Handle scalar_ = make_scalar_space();
    Hdf5Handle dataset_properties_, group_properties_;
    Hdf5Handle list_type_, reference_type_;
    Hdf5Handle file_;
    PackingAhead packing_;
    std::map<Table const*, std::size_t> packed_;  // numbers of the tables to pack
};

constexpr unsigned tracked = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

Hdf5Handle make_properties(hid_t kind) { return {H5Pcreate(kind), H5Pclose, "making properties"}; }

Hdf5Handle make_space(Shape const& shape) {
    if (shape.empty()) return make_scalar_space();
    return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, "making a space"};
}

hobj_ref_t make_reference(hid_t group, std::string const& name) {
    hobj_ref_t reference{};
    check_hdf5(H5Rcreate(&reference, group, name.c_str(), H5R_OBJECT, -1), "referring to " + name);
    return reference;
}

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
    check_hdf5(H5Pset_link_creation_order(creation.get(), tracked), "making a file in memory");
    check_hdf5(H5Pset_attr_creation_order(creation.get(), tracked), "making a file in memory");
    return {H5Fcreate(fmt::format("/dev/null/store {}", owner).c_str(), H5F_ACC_TRUNC, creation.get(), access.get()),
            H5Fclose, "making a file in memory"};
}

StoreWriter::StoreWriter(StoreOptions const& options)
    : options_(options),
      dataset_properties_(make_properties(H5P_DATASET_CREATE)),
      group_properties_(make_properties(H5P_GROUP_CREATE)),
      list_type_(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "making a list type"),
      reference_type_(H5Tcreate(H5T_COMPOUND, sizeof(AxisReference)), H5Tclose, "making a reference type"),
      file_(make_memory_file(this)) {
    check_hdf5(H5Pset_attr_creation_order(dataset_properties_.get(), tracked), "making properties");
    check_hdf5(H5Pset_attr_creation_order(group_properties_.get(), tracked), "making properties");
    check_hdf5(H5Pset_link_creation_order(group_properties_.get(), tracked), "making properties");
    check_hdf5(H5Tinsert(reference_type_.get(), "dataset", HOFFSET(AxisReference, dataset), H5T_STD_REF_OBJ),
               "making a reference type");
    check_hdf5(H5Tinsert(reference_type_.get(), "dimension", HOFFSET(AxisReference, axis), H5T_NATIVE_INT),
               "making a reference type");
}

void StoreWriter::write_text_attribute(hid_t object, std::string const& name, std::string const& value) const {
    char const* const text = value.c_str();
    write_attribute(object, name, text_type_.get(), scalar_.get(), &text);
}

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
    for (Scale const& scale : scales) write_references(scale);
}

Hdf5Handle StoreWriter::write_texts(hid_t group, std::string const& name, Shape const& shape,
                                    std::vector<std::string> const& texts) const {
    std::string const task = "writing " + name;
    Hdf5Handle const space = make_space(shape);
    Hdf5Handle dataset(H5Dcreate2(group, name.c_str(), text_type_.get(), space.get(), H5P_DEFAULT,
                                  dataset_properties_.get(), H5P_DEFAULT),
                       H5Dclose, task);
    std::vector<char const*> pointers;
    pointers.reserve(texts.size());
    for (std::string const& text : texts) pointers.push_back(text.c_str());
    if (!pointers.empty())
        check_hdf5(H5Dwrite(dataset.get(), text_type_.get(), H5S_ALL, H5S_ALL, text_transfer_.get(), pointers.data()),
                   task);
    return dataset;
}

StoreWriter::Scale StoreWriter::write_scale(hid_t group, Dimension const& dimension) {
    std::string const task = "writing dimension " + dimension.name;
    Shape const shape{dimension.size()};
    auto const* const texts = std::get_if<std::vector<std::string>>(&dimension.labels);
    Hdf5Handle dataset = texts != nullptr ? write_texts(group, dimension.name, shape, *texts)
                                          : write_plain(group, dimension.name, shape, dataset_properties_.get(),
                                                        std::get<std::vector<double>>(dimension.labels));

    // The attributes that make a dataset a dimension scale (HDF5 Dimension Scale Specification).
    constexpr char const* scale_class = "DIMENSION_SCALE";
    Hdf5Handle const class_type = make_fixed_text_type(std::char_traits<char>::length(scale_class) + 1);
    write_attribute(dataset.get(), "CLASS", class_type.get(), scalar_.get(), scale_class);
    Hdf5Handle const name_type = make_fixed_text_type(dimension.name.size() + 1);
    write_attribute(dataset.get(), "NAME", name_type.get(), scalar_.get(), dimension.name.c_str());
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
    Hdf5Handle const dataset =
        texts != nullptr ? write_texts(group, name, shape, *texts) : write_numbers(group, table, shape);
    if (!table.units.empty()) write_text_attribute(dataset.get(), "units", table.units);
    if (!table.long_name.empty()) write_text_attribute(dataset.get(), "long_name", table.long_name);
    if (axes.empty()) return;
    attach_scales(dataset.get(), axes);
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

void StoreWriter::attach_scales(hid_t dataset, std::vector<Scale*> const& scales) const {
    std::vector<hvl_t> list;
    list.reserve(scales.size());
    for (Scale* scale : scales) list.push_back({1, &scale->reference});
    hsize_t const rank = list.size();
    Hdf5Handle const space(H5Screate_simple(1, &rank, nullptr), H5Sclose, "attaching dimensions");
    write_attribute(dataset, "DIMENSION_LIST", list_type_.get(), space.get(), list.data());
}

void StoreWriter::write_references(Scale const& scale) const {
    if (scale.attached.empty()) return;
    hsize_t const length = scale.attached.size();
    Hdf5Handle const space(H5Screate_simple(1, &length, nullptr), H5Sclose, "attaching dimensions");
    write_attribute(scale.dataset.get(), "REFERENCE_LIST", reference_type_.get(), space.get(), scale.attached.data());
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

void write_store(LabelledFile const& file, std::filesystem::path const& path, StoreOptions const& options) {
    Hdf5Silence const silence;
    FileImage image;
    try {
        image = build_image(file, options);
    } catch (Hdf5Failure const& failure) {
        throw FileError({{path.string()}, fmt::format("cannot be written as HDF5: {}", failure.what()), {}, {}});
    }
    write_file_atomically(path, {image.bytes.get(), image.size});
}

}  // namespace desvio
