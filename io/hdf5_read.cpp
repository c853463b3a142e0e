#include "io/hdf5_read.hpp"

#include "desvio/core/error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace desvio {

bool has_attribute(hid_t object, char const* name) {
    return check_hdf5(H5Aexists(object, name), "looking for an attribute") > 0;
}

std::size_t count_cells(hid_t space) {
    return static_cast<std::size_t>(check_hdf5(H5Sget_simple_extent_npoints(space), "reading a shape"));
}

std::string read_text_attribute(hid_t object, char const* name) {
    if (!has_attribute(object, name)) return {};
    std::string const task = std::string("reading attribute ") + name;
    Hdf5Handle const attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, task);
    Hdf5Handle const type(H5Aget_type(attribute.get()), H5Tclose, task);
    Hdf5Handle const space(H5Aget_space(attribute.get()), H5Sclose, task);
    if (H5Tget_class(type.get()) != H5T_STRING || count_cells(space.get()) != 1) return {};
    return read_texts(type.get(), space.get(), task,
                      [&](hid_t memory_type, void* out) { return H5Aread(attribute.get(), memory_type, out); })[0];
}

void require_hdf5(std::string const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw FileError({{path}, "cannot be opened: " + std::generic_category().message(errno), {}, {}});
    ::close(descriptor);
    auto const status = H5Fis_hdf5(path.c_str());
    if (status <= 0)
        throw FileError({{path}, "is not an HDF5 file, or only the beginning of one", {}, "Write it again."});
}

}  // namespace desvio
