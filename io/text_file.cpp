#include "desvio/io/text_file.hpp"

#include "io/atomic_write.hpp"

namespace desvio {

void write_text_file(std::filesystem::path const& path, std::string_view text) {
    write_file_atomically(path, std::as_bytes(std::span(text)));
}

}  // namespace desvio
