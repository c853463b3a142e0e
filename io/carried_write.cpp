#include "desvio/io/carried_tables.hpp"
#include "io/carried_layout.hpp"

#include <libdeflate.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>

namespace desvio {
namespace {

struct ShortDecimal {
    std::uint64_t significand = 0;
    int power = 0;
};

/// The shortest decimal of a number, where its significand and power are within bounds; a NaN has a power of its own.
std::optional<ShortDecimal> short_decimal(double value) {
    if (std::isnan(value)) return ShortDecimal{0, carried::missing_power};
    std::array<char, 40> text{};
    auto const [end, error] = std::to_chars(text.begin(), text.end(), value, std::chars_format::scientific);
    std::string_view const written(text.data(), static_cast<std::size_t>(end - text.data()));
    std::size_t const exponent = written.find('e');
    if (error != std::errc{} || exponent == std::string_view::npos || written.front() == '-') return std::nullopt;
    ShortDecimal found;
    int decimals = 0;
    bool is_past_point = false;
    for (char const c : written.substr(0, exponent)) {
        if (c == '.') {
            is_past_point = true;
            continue;
        }
        constexpr std::uint64_t ten = 10;
        found.significand = found.significand * ten + static_cast<std::uint64_t>(c - '0');
        decimals += is_past_point ? 1 : 0;
    }
    std::size_t const digits = exponent + (written[exponent + 1] == '+' ? 2 : 1);
    int power = 0;
    std::from_chars(written.data() + digits, written.data() + written.size(), power);
    found.power = power - decimals;
    if (found.significand >= carried::end_of_significands || std::abs(found.power) > carried::largest_power)
        return std::nullopt;
    bool const is_same = std::bit_cast<std::uint64_t>(carried::decimal(found.significand, found.power)) ==
                         std::bit_cast<std::uint64_t>(value);
    return is_same ? std::optional(found) : std::nullopt;
}

/// Puts one thing after the other.
class ByteWriter {
  public:
    void bytes(void const* data, std::size_t size) {
        auto const* const first = static_cast<std::byte const*>(data);
        out_.insert(out_.end(), first, first + size);
    }
    template <typename Value>
    void raw(Value value) {
        bytes(&value, sizeof value);
    }
    void length(std::size_t size) {
        if (size > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("too large to be carried");
        raw(static_cast<std::uint32_t>(size));
    }
    void text(std::string const& value) {
        length(value.size());
        bytes(value.data(), value.size());
    }
    void texts(std::vector<std::string> const& values) {
        length(values.size());
        for (std::string const& value : values) text(value);
    }
    void numbers(std::vector<double> const& values) {
        length(values.size());
        if (!decimals(values)) {
            raw(carried::NumberLayout::planes);
            planes(values.data(), values.size(), carried::number_bytes);
        }
    }
    void values(std::variant<std::vector<std::string>, std::vector<double>> const& either) {
        std::visit([this](auto const& list) { this->list(list); }, either);
    }
    void list(std::vector<std::string> const& values) {
        raw(carried::Kind::text);
        texts(values);
    }
    void list(std::vector<double> const& values) {
        raw(carried::Kind::number);
        numbers(values);
    }
    std::vector<std::byte> take() { return std::move(out_); }

  private:
    /// \param n_planes  of each eight-byte value, the low ones
    template <typename Word>
    void planes(Word const* words, std::size_t count, std::size_t n_planes) {
        static_assert(sizeof(Word) == carried::number_bytes);
        auto const* const first = reinterpret_cast<std::byte const*>(words);
        out_.reserve(out_.size() + count * n_planes);
        for (std::size_t plane = 0; plane < n_planes; ++plane)
            for (std::size_t k = 0; k < count; ++k) out_.push_back(first[k * carried::number_bytes + plane]);
    }

    /// \return false where one of the numbers is no short decimal
    bool decimals(std::vector<double> const& values) {
        std::vector<std::uint64_t> significands;
        std::vector<std::uint8_t> powers;
        std::uint64_t largest = 0;
        for (double const value : values) {
            auto const found = short_decimal(value);
            if (!found) return false;
            significands.push_back(found->significand);
            powers.push_back(static_cast<std::uint8_t>(found->power + carried::power_of_zero));
            largest = std::max(largest, found->significand);
        }
        constexpr unsigned bits_of_byte = 8;
        std::size_t n_bytes = 0;
        for (; largest > 0; largest >>= bits_of_byte) ++n_bytes;
        raw(carried::NumberLayout::decimals);
        raw(static_cast<std::uint8_t>(n_bytes));
        bytes(powers.data(), powers.size());
        planes(significands.data(), significands.size(), n_bytes);
        return true;
    }

    std::vector<std::byte> out_;
};

void write_attribute(ByteWriter& out, Attribute const& attribute) {
    out.text(attribute.name);
    if (auto const* const text = std::get_if<std::string>(&attribute.value)) {
        out.raw(carried::Kind::text);
        out.text(*text);
    } else if (auto const* const number = std::get_if<double>(&attribute.value)) {
        out.raw(carried::Kind::number);
        out.raw(*number);
    } else {
        out.raw(carried::Kind::integer);
        out.raw(std::get<std::int64_t>(attribute.value));
    }
}

}  // namespace

std::vector<std::byte> carry_tables(LabelledFile const& file) {
    ByteWriter out;
    out.bytes(carried::magic.data(), carried::magic.size());
    out.length(file.attributes.size());
    for (Attribute const& attribute : file.attributes) write_attribute(out, attribute);
    out.length(file.dimensions.size());
    for (auto const& [key, dimension] : file.dimensions) {
        out.text(key);
        out.text(dimension.name);
        out.text(dimension.long_name);
        out.values(dimension.labels);
    }
    out.length(file.tables.size());
    for (Table const& table : file.tables) {
        out.text(table.path);
        out.texts(table.dimensions);
        out.text(table.units);
        out.text(table.long_name);
        std::visit([&](auto const& values) { out.list(values); }, table.values);
    }
    return out.take();
}

std::vector<std::byte> deflate_bytes(std::span<std::byte const> bytes) {
    constexpr int smallest = 12;
    std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> const compressor(
        libdeflate_alloc_compressor(smallest), libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    std::vector<std::byte> packed(libdeflate_zlib_compress_bound(compressor.get(), bytes.size()));
    packed.resize(libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(), packed.data(), packed.size()));
    return packed;
}

}  // namespace desvio
