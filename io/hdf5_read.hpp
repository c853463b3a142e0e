#pragma once

#include "io/hdf5_handle.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The parts that labelled HDF5 files are read with. Private to this room.
namespace desvio {

bool has_attribute(hid_t object, char const* name);
std::size_t count_cells(hid_t space);
/// Empty when there is none, or when it is not one text.
std::string read_text_attribute(hid_t object, char const* name);
/// \throws FileError when there is no such file, or it is not HDF5 or only its beginning
void require_hdf5(std::string const& path);

/// Reads text of any length or of a fixed one; `read` is called with the memory type and the place to read to.
template <typename Read>
std::vector<std::string> read_texts(hid_t type, hid_t space, std::string const& task, Read const& read) {
    std::vector<std::string> texts(count_cells(space));
    if (texts.empty()) return texts;
    if (check_hdf5(H5Tis_variable_str(type), task) > 0) {
        Hdf5Handle const memory_type(H5Tcopy(type), H5Tclose, task);
        std::vector<char*> pointers(texts.size(), nullptr);
        check_hdf5(read(memory_type.get(), pointers.data()), task);
        for (std::size_t k = 0; k < texts.size(); ++k)
            if (pointers[k] != nullptr) texts[k] = pointers[k];
        H5Dvlen_reclaim(memory_type.get(), space, H5P_DEFAULT, pointers.data());
        return texts;
    }
    std::size_t const size = H5Tget_size(type);
    std::vector<char> characters(texts.size() * size);
    check_hdf5(read(type, characters.data()), task);
    for (std::size_t k = 0; k < texts.size(); ++k) {
        std::string_view text(characters.data() + k * size, size);
        text = text.substr(0, text.find('\0'));
        if (H5Tget_strpad(type) == H5T_STR_SPACEPAD) text = text.substr(0, text.find_last_not_of(' ') + 1);
        texts[k] = text;
    }
    return texts;
}

}  // namespace desvio
