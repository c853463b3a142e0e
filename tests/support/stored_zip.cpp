#include "tests/support/stored_zip.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace desvio::test {

namespace {

constexpr std::uint32_t local_mark = 0x04034b50;    // APPNOTE.TXT 4.3.7
constexpr std::uint32_t central_mark = 0x02014b50;  // 4.3.12
constexpr std::uint32_t end_mark = 0x06054b50;      // 4.3.16
constexpr std::uint16_t needed_version = 10;

std::array<std::uint32_t, 256> make_remainders() {
    constexpr std::uint32_t polynomial = 0xEDB88320;
    constexpr int n_bits = 8;
    std::array<std::uint32_t, 256> remainders{};
    for (std::uint32_t byte = 0; byte < remainders.size(); ++byte) {
        std::uint32_t remainder = byte;
        for (int bit = 0; bit < n_bits; ++bit)
            remainder = (remainder & 1U) != 0 ? (remainder >> 1U) ^ polynomial : remainder >> 1U;
        remainders[byte] = remainder;
    }
    return remainders;
}

std::uint32_t crc32(std::string_view content) {
    static auto const remainders = make_remainders();
    std::uint32_t crc = ~std::uint32_t{0};
    for (char const c : content) crc = (crc >> 8U) ^ remainders[(crc ^ static_cast<unsigned char>(c)) & 0xFFU];
    return ~crc;
}

void append(std::string& out, std::uint32_t value, int n_bytes) {
    for (int k = 0; k < n_bytes; ++k, value >>= 8U) out += static_cast<char>(value & 0xFFU);
}

/// What the local and the central header of a file have in common: from the version needed to the length of extras.
std::string shared_fields(std::string const& name, std::string const& content) {
    auto const size = static_cast<std::uint32_t>(content.size());
    std::string out;
    append(out, needed_version, 2);
    append(out, 0, 2 + 2);  // flags; stored
    append(out, 0, 4);      // time and date
    append(out, crc32(content), 4);
    append(out, size, 4);
    append(out, size, 4);
    append(out, static_cast<std::uint32_t>(name.size()), 2);
    append(out, 0, 2);
    return out;
}

}  // namespace

std::string stored_zip(std::vector<std::pair<std::string, std::string>> const& files) {
    std::string out;
    std::string directory;
    for (auto const& [name, content] : files) {
        auto const offset = static_cast<std::uint32_t>(out.size());
        std::string const fields = shared_fields(name, content);
        append(out, local_mark, 4);
        out += fields + name + content;
        append(directory, central_mark, 4);
        append(directory, needed_version, 2);
        directory += fields;
        append(directory, 0, 2 + 2 + 2);  // comment, disk, internal attributes: three fields of two bytes
        append(directory, 0, 4);
        append(directory, offset, 4);
        directory += name;
    }
    auto const offset = static_cast<std::uint32_t>(out.size());
    auto const n_files = static_cast<std::uint32_t>(files.size());
    out += directory;
    append(out, end_mark, 4);
    append(out, 0, 2 + 2);
    append(out, n_files, 2);
    append(out, n_files, 2);
    append(out, static_cast<std::uint32_t>(directory.size()), 4);
    append(out, offset, 4);
    append(out, 0, 2);
    return out;
}

}  // namespace desvio::test
