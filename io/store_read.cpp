#include "desvio/core/error.hpp"
#include "desvio/io/store.hpp"
#include "io/hdf5_handle.hpp"
#include "io/hdf5_read.hpp"
#include "io/table_path.hpp"

#include <new>

namespace desvio {

namespace {

constexpr int max_depth = 32;  // of groups in groups; a file may link a group into itself

class StoreReader {
  public:
    explicit StoreReader(std::string const& path);
    LabelledFile read();

  private:
    void read_attributes();
    void read_group(std::string const& path, int depth);
    void read_dataset(std::string const& path);
    void read_dimensions(hid_t dataset, std::vector<hsize_t> const& shape, Table& table);
    std::string read_scale(hid_t scale, Table const& table);

    Hdf5Handle file_;
    LabelledFile result_;
};

bool is_scale(hid_t dataset) { return read_text_attribute(dataset, "CLASS") == "DIMENSION_SCALE"; }

bool is_number(H5T_class_t kind) { return kind == H5T_INTEGER || kind == H5T_FLOAT; }

std::string path_of(hid_t object) {
    auto const length = check_hdf5(H5Iget_name(object, nullptr, 0), "reading a name");
    std::string path(static_cast<std::size_t>(length) + 1, '\0');
    check_hdf5(H5Iget_name(object, path.data(), path.size()), "reading a name");
    path.pop_back();
    return path;
}

/// Text or numbers of a dataset; an empty optional when it holds something else.
std::optional<std::variant<std::vector<double>, std::vector<std::string>>> read_values(hid_t dataset,
                                                                                       std::string const& path) {
    std::string const task = "reading " + path;
    Hdf5Handle const type(H5Dget_type(dataset), H5Tclose, task);
    Hdf5Handle const space(H5Dget_space(dataset), H5Sclose, task);
    auto const kind = H5Tget_class(type.get());
    if (kind == H5T_STRING) {
        Hdf5Handle const transfer = make_text_transfer();
        return read_texts(type.get(), space.get(), task, [&](hid_t memory_type, void* out) {
            return H5Dread(dataset, memory_type, H5S_ALL, H5S_ALL, transfer.get(), out);
        });
    }
    if (!is_number(kind)) return std::nullopt;
    std::vector<double> numbers(count_cells(space.get()));
    if (!numbers.empty())
        check_hdf5(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), task);
    return numbers;
}

/// Calls `visit(name)` for all members in the order they were made in, or by name where the file does not keep it.
template <typename Visit>
void for_each_link(hid_t group, std::string const& task, Visit const& visit) {
    Hdf5Handle const properties(H5Gget_create_plist(group), H5Pclose, task);
    unsigned order = 0;
    check_hdf5(H5Pget_link_creation_order(properties.get(), &order), task);
    H5_index_t const index = (order & H5P_CRT_ORDER_TRACKED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
    H5G_info_t info{};
    check_hdf5(H5Gget_info(group, &info), task);
    for (hsize_t k = 0; k < info.nlinks; ++k) {
        auto const length =
            check_hdf5(H5Lget_name_by_idx(group, ".", index, H5_ITER_INC, k, nullptr, 0, H5P_DEFAULT), task);
        std::string name(static_cast<std::size_t>(length) + 1, '\0');
        check_hdf5(H5Lget_name_by_idx(group, ".", index, H5_ITER_INC, k, name.data(), name.size(), H5P_DEFAULT), task);
        name.pop_back();
        visit(name);
    }
}

StoreReader::StoreReader(std::string const& path)
    : file_(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "opening the file") {
    result_.origin = path;
}

LabelledFile StoreReader::read() {
    read_attributes();
    read_group("", 0);
    return std::move(result_);
}

void StoreReader::read_attributes() {
    Hdf5Handle const root(H5Gopen2(file_.get(), "/", H5P_DEFAULT), H5Gclose, "reading the root group");
    Hdf5Handle const properties(H5Gget_create_plist(root.get()), H5Pclose, "reading the root group");
    unsigned order = 0;
    check_hdf5(H5Pget_attr_creation_order(properties.get(), &order), "reading the root group");
    H5_index_t const index = (order & H5P_CRT_ORDER_TRACKED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
    H5O_info_t info{};
    check_hdf5(H5Oget_info2(root.get(), &info, H5O_INFO_NUM_ATTRS), "reading the root group");
    for (hsize_t k = 0; k < info.num_attrs; ++k) {
        std::string const task = "reading the attributes";
        Hdf5Handle const attribute(H5Aopen_by_idx(root.get(), ".", index, H5_ITER_INC, k, H5P_DEFAULT, H5P_DEFAULT),
                                   H5Aclose, task);
        auto const length = check_hdf5(H5Aget_name(attribute.get(), 0, nullptr), task);
        std::string name(static_cast<std::size_t>(length) + 1, '\0');
        check_hdf5(H5Aget_name(attribute.get(), name.size(), name.data()), task);
        name.pop_back();

        Hdf5Handle const type(H5Aget_type(attribute.get()), H5Tclose, task);
        Hdf5Handle const space(H5Aget_space(attribute.get()), H5Sclose, task);
        auto const kind = H5Tget_class(type.get());
        if (count_cells(space.get()) != 1) continue;
        if (kind == H5T_STRING) {
            result_.attributes.push_back({name, read_text_attribute(root.get(), name.c_str())});
        } else if (kind == H5T_INTEGER) {
            std::int64_t value = 0;
            check_hdf5(H5Aread(attribute.get(), H5T_NATIVE_INT64, &value), task);
            result_.attributes.push_back({name, value});
        } else if (kind == H5T_FLOAT) {
            double value = 0.0;
            check_hdf5(H5Aread(attribute.get(), H5T_NATIVE_DOUBLE, &value), task);
            result_.attributes.push_back({name, value});
        }
    }
}

void StoreReader::read_group(std::string const& path, int depth) {
    if (depth > max_depth) throw Hdf5Failure(path + " is nested too deep");
    std::string const task = "reading group " + path + "/";
    Hdf5Handle const group(H5Gopen2(file_.get(), path.empty() ? "/" : path.c_str(), H5P_DEFAULT), H5Gclose, task);
    std::vector<std::string> groups;
    for_each_link(group.get(), task, [&](std::string const& name) {
        H5L_info_t link{};
        check_hdf5(H5Lget_info(group.get(), name.c_str(), &link, H5P_DEFAULT), task);
        if (link.type != H5L_TYPE_HARD) return;
        H5O_info_t object{};
        check_hdf5(H5Oget_info_by_name2(group.get(), name.c_str(), &object, H5O_INFO_BASIC, H5P_DEFAULT), task);
        std::string const member = path + '/' + name;
        if (object.type == H5O_TYPE_GROUP) groups.push_back(member);
        if (object.type == H5O_TYPE_DATASET) read_dataset(member);
    });
    for (std::string const& member : groups) read_group(member, depth + 1);
}

void StoreReader::read_dataset(std::string const& path) {
    std::string const task = "reading " + path;
    Hdf5Handle const dataset(H5Dopen2(file_.get(), path.c_str(), H5P_DEFAULT), H5Dclose, task);
    if (is_scale(dataset.get())) return;
    Hdf5Handle const space(H5Dget_space(dataset.get()), H5Sclose, task);
    std::vector<hsize_t> shape(static_cast<std::size_t>(check_hdf5(H5Sget_simple_extent_ndims(space.get()), task)));
    check_hdf5(H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr), task);
    auto values = read_values(dataset.get(), path);
    if (!values) return;
    Table table;
    table.path = path;
    table.values = std::move(*values);
    table.units = read_text_attribute(dataset.get(), "units");
    table.long_name = read_text_attribute(dataset.get(), "long_name");
    read_dimensions(dataset.get(), shape, table);
    result_.tables.push_back(std::move(table));
}

void StoreReader::read_dimensions(hid_t dataset, std::vector<hsize_t> const& shape, Table& table) {
    if (shape.empty()) return;
    std::string const task = "reading the dimensions of " + table.path;
    if (!has_attribute(dataset, "DIMENSION_LIST"))
        throw Hdf5Failure(fmt::format("the axes of {} have no dimension scales", table.path));
    Hdf5Handle const attribute(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), H5Aclose, task);
    Hdf5Handle const space(H5Aget_space(attribute.get()), H5Sclose, task);
    Hdf5Handle const type(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, task);
    std::vector<hvl_t> lists(count_cells(space.get()), hvl_t{});
    check_hdf5(H5Aread(attribute.get(), type.get(), lists.data()), task);
    std::vector<hobj_ref_t> references;
    for (hvl_t const& list : lists)
        if (list.len > 0) references.push_back(*static_cast<hobj_ref_t const*>(list.p));
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, lists.data());
    if (references.size() != shape.size())
        throw Hdf5Failure(fmt::format("an axis of {} has no dimension scale", table.path));

    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        Hdf5Handle const scale(H5Rdereference2(dataset, H5P_DEFAULT, H5R_OBJECT, &references[axis]), H5Oclose, task);
        table.dimensions.push_back(read_scale(scale.get(), table));
        if (result_.find_dimension(table, table.dimensions.back())->size() != shape[axis])
            throw Hdf5Failure(fmt::format("axis {} of {} is not as long as its dimension", axis + 1, table.path));
    }
}

/// Notes the dimension a table uses: under its plain name, or for the table's group when the plain name has other
/// labels.
std::string StoreReader::read_scale(hid_t scale, Table const& table) {
    std::string const path = path_of(scale);
    auto values = read_values(scale, path);
    if (!values) throw Hdf5Failure(fmt::format("the dimension {} is neither text nor numbers", path));
    Dimension dimension{leaf_of(path), {}, read_text_attribute(scale, "long_name")};
    std::visit([&](auto& labels) { dimension.labels = std::move(labels); }, *values);

    std::string name = dimension.name;
    Dimension const* const known = result_.find_dimension(table, name);
    if (known == nullptr) {
        result_.dimensions.emplace(name, std::move(dimension));
    } else if (known->labels != dimension.labels) {
        auto const [at, is_new] = result_.dimensions.emplace(group_of(table.path) + '/' + name, std::move(dimension));
        if (!is_new) throw Hdf5Failure(fmt::format("{} and a table beside it use different '{}'", table.path, name));
    }
    return name;
}

}  // namespace

LabelledFile read_store(std::filesystem::path const& path) {
    Hdf5Silence const silence;
    std::string const name = path.string();
    require_hdf5(name);
    std::string reason;
    try {
        return StoreReader(name).read();
    } catch (Hdf5Failure const& failure) {
        reason = failure.what();
    } catch (std::bad_alloc const&) {
        reason = "its tables do not fit in memory";
    } catch (std::length_error const&) {
        reason = "its tables do not fit in memory";
    }
    throw FileError({{name},
                     fmt::format("cannot be read: {}", reason),
                     "the file is truncated, damaged or not made of labelled tables",
                     "Write it again."});
}

}  // namespace desvio
