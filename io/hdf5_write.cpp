#include "io/hdf5_write.hpp"

namespace desvio {

Hdf5Handle make_properties(hid_t kind) { return {H5Pcreate(kind), H5Pclose, "making properties"}; }

Hdf5Handle make_dataset_properties() {
    Hdf5Handle properties = make_properties(H5P_DATASET_CREATE);
    check_hdf5(H5Pset_attr_creation_order(properties.get(), tracked_order), "making properties");
    return properties;
}

Hdf5Handle make_group_properties() {
    Hdf5Handle properties = make_properties(H5P_GROUP_CREATE);
    check_hdf5(H5Pset_attr_creation_order(properties.get(), tracked_order), "making properties");
    check_hdf5(H5Pset_link_creation_order(properties.get(), tracked_order), "making properties");
    return properties;
}

Hdf5Handle make_space(Shape const& shape) {
    if (shape.empty()) return make_scalar_space();
    return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, "making a space"};
}

hobj_ref_t make_reference(hid_t group, std::string const& name) {
    hobj_ref_t reference{};
    check_hdf5(H5Rcreate(&reference, group, name.c_str(), H5R_OBJECT, -1), "referring to " + name);
    return reference;
}

void write_attribute(hid_t object, std::string const& name, hid_t type, hid_t space, void const* value) {
    std::string const task = "writing attribute " + name;
    Hdf5Handle const attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, task);
    check_hdf5(H5Awrite(attribute.get(), type, value), task);
}

void write_text_attribute(hid_t object, std::string const& name, std::string const& value) {
    char const* const text = value.c_str();
    write_attribute(object, name, make_text_type().get(), make_scalar_space().get(), &text);
}

Hdf5Handle write_texts(hid_t group, std::string const& name, Shape const& shape, std::vector<std::string> const& texts,
                       hid_t properties) {
    std::string const task = "writing " + name;
    Hdf5Handle const type = make_text_type();
    Hdf5Handle const space = make_space(shape);
    Hdf5Handle dataset(H5Dcreate2(group, name.c_str(), type.get(), space.get(), H5P_DEFAULT, properties, H5P_DEFAULT),
                       H5Dclose, task);
    std::vector<char const*> pointers;
    pointers.reserve(texts.size());
    for (std::string const& text : texts) pointers.push_back(text.c_str());
    if (!pointers.empty())
        check_hdf5(H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, make_text_transfer().get(), pointers.data()),
                   task);
    return dataset;
}

void mark_as_scale(hid_t dataset, std::string const& name) {
    constexpr char const* scale_class = "DIMENSION_SCALE";
    Hdf5Handle const scalar = make_scalar_space();
    Hdf5Handle const class_type = make_fixed_text_type(std::char_traits<char>::length(scale_class) + 1);
    write_attribute(dataset, "CLASS", class_type.get(), scalar.get(), scale_class);
    Hdf5Handle const name_type = make_fixed_text_type(name.size() + 1);
    write_attribute(dataset, "NAME", name_type.get(), scalar.get(), name.c_str());
}

void attach_scales(hid_t dataset, std::vector<hobj_ref_t> const& scales) {
    std::vector<hobj_ref_t> references = scales;  // HDF5 asks for a place it may write to
    std::vector<hvl_t> list;
    list.reserve(references.size());
    for (hobj_ref_t& reference : references) list.push_back({1, &reference});
    Hdf5Handle const space = make_space({list.size()});
    Hdf5Handle const type(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "attaching dimensions");
    write_attribute(dataset, "DIMENSION_LIST", type.get(), space.get(), list.data());
}

void write_references(hid_t scale, std::span<AxisReference const> attached) {
    if (attached.empty()) return;
    std::string const task = "attaching dimensions";
    Hdf5Handle const type(H5Tcreate(H5T_COMPOUND, sizeof(AxisReference)), H5Tclose, task);
    check_hdf5(H5Tinsert(type.get(), "dataset", HOFFSET(AxisReference, dataset), H5T_STD_REF_OBJ), task);
    check_hdf5(H5Tinsert(type.get(), "dimension", HOFFSET(AxisReference, axis), H5T_NATIVE_INT), task);
    Hdf5Handle const space = make_space({attached.size()});
    write_attribute(scale, "REFERENCE_LIST", type.get(), space.get(), attached.data());
}

}  // namespace desvio
