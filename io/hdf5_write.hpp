#pragma once

#include "io/hdf5_handle.hpp"
#include "io/packed_tables.hpp"

#include <span>
#include <string>
#include <vector>

/// The parts that labelled HDF5 files are written with. Private to this room.
namespace desvio {

/// An element of REFERENCE_LIST, the dimension scale convention's list of the axes a scale is attached to.
struct AxisReference {
    hobj_ref_t dataset;
    int axis;
};

inline constexpr unsigned tracked_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

Hdf5Handle make_properties(hid_t kind);
/// Properties of datasets and groups that keep the order in which their members were made.
Hdf5Handle make_dataset_properties();
Hdf5Handle make_group_properties();
Hdf5Handle make_space(Shape const& shape);
hobj_ref_t make_reference(hid_t group, std::string const& name);

void write_attribute(hid_t object, std::string const& name, hid_t type, hid_t space, void const* value);
void write_text_attribute(hid_t object, std::string const& name, std::string const& value);
Hdf5Handle write_texts(hid_t group, std::string const& name, Shape const& shape, std::vector<std::string> const& texts,
                       hid_t properties);

/// The attributes that make a dataset a dimension scale (HDF5 Dimension Scale Specification).
void mark_as_scale(hid_t dataset, std::string const& name);
/// The scales of a dataset's axes, slowest first; each scale then lists them back by write_references().
void attach_scales(hid_t dataset, std::vector<hobj_ref_t> const& scales);
void write_references(hid_t scale, std::span<AxisReference const> attached);

}  // namespace desvio
