#include "desvio/core/error.hpp"
#include "desvio/io/carried_tables.hpp"
#include "io/carried_layout.hpp"

#include <cstring>
#include <functional>
#include <limits>
#include <numeric>

namespace desvio {
namespace {

/// Takes one thing after the other, never beyond the end.
class ByteReader {
  public:
    ByteReader(std::span<std::byte const> bytes, std::string const& origin) : rest_(bytes), origin_(origin) {}

    [[noreturn]] void refuse(std::string const& problem) const {
        throw FileError({{origin_}, problem, "its tables cannot be had", "Make the page again."});
    }
    std::span<std::byte const> bytes(std::size_t size) {
        if (size > rest_.size()) refuse("the bytes end before the tables do");
        auto const taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }
    template <typename Value>
    Value raw() {
        Value value{};
        std::memcpy(&value, bytes(sizeof value).data(), sizeof value);
        return value;
    }
    /// Of a list whose elements have at least so many bytes: what is cut off promises no memory.
    std::size_t length(std::size_t least_bytes) {
        auto const size = static_cast<std::size_t>(raw<std::uint32_t>());
        if (size > rest_.size() / least_bytes) refuse("the bytes end before the tables do");
        return size;
    }
    std::string text() {
        auto const taken = bytes(length(1));
        return {reinterpret_cast<char const*>(taken.data()), taken.size()};
    }
    std::vector<std::string> texts() {
        std::vector<std::string> values(length(sizeof(std::uint32_t)));
        for (std::string& value : values) value = text();
        return values;
    }
    std::vector<double> numbers() {
        std::vector<double> values(length(1));
        auto const layout = raw<carried::NumberLayout>();
        if (layout == carried::NumberLayout::planes)
            read_planes(values.data(), values.size(), carried::number_bytes);
        else if (layout == carried::NumberLayout::decimals)
            read_decimals(values);
        else
            refuse("a table is laid out in an unknown way");
        return values;
    }
    template <typename Either>
    Either values() {
        auto const kind = raw<carried::Kind>();
        if (kind == carried::Kind::text) return texts();
        if (kind != carried::Kind::number) refuse("a table holds neither text nor numbers");
        return numbers();
    }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  private:
    template <typename Word>
    void read_planes(Word* words, std::size_t count, std::size_t n_planes) {
        static_assert(sizeof(Word) == carried::number_bytes);
        auto* const first = reinterpret_cast<std::byte*>(words);
        for (std::size_t plane = 0; plane < n_planes; ++plane) {
            auto const taken = bytes(count);
            for (std::size_t k = 0; k < count; ++k) first[k * carried::number_bytes + plane] = taken[k];
        }
    }

    void read_decimals(std::vector<double>& values) {
        auto const n_bytes = static_cast<std::size_t>(raw<std::uint8_t>());
        if (n_bytes > carried::number_bytes) refuse("a number has too many digits");
        auto const powers = bytes(values.size());
        std::vector<std::uint64_t> significands(values.size(), 0);
        read_planes(significands.data(), significands.size(), n_bytes);
        for (std::size_t k = 0; k < values.size(); ++k) {
            int const power = std::to_integer<int>(powers[k]) - carried::power_of_zero;
            if (power == carried::missing_power)
                values[k] = std::numeric_limits<double>::quiet_NaN();
            else if (power < -carried::largest_power || power > carried::largest_power)
                refuse("a number has a power of ten out of bounds");
            else
                values[k] = carried::decimal(significands[k], power);
        }
    }

    std::span<std::byte const> rest_;
    std::string const& origin_;
};

Attribute read_attribute(ByteReader& in) {
    Attribute attribute{in.text(), {}};
    switch (in.raw<carried::Kind>()) {
        case carried::Kind::text:
            attribute.value = in.text();
            return attribute;
        case carried::Kind::number:
            attribute.value = in.raw<double>();
            return attribute;
        case carried::Kind::integer:
            attribute.value = in.raw<std::int64_t>();
            return attribute;
    }
    in.refuse("an attribute is of no known kind");
}

/// Those who use tables rely on it that each has as many values as its dimensions say.
void require_shape(ByteReader const& in, LabelledFile const& file, Table const& table) {
    std::size_t cells = 1;
    for (std::string const& name : table.dimensions) {
        Dimension const* const dimension = file.find_dimension(table, name);
        if (dimension == nullptr) in.refuse(fmt::format("the dimension '{}' of {} is not there", name, table.path));
        cells *= dimension->size();
    }
    if (cells != std::visit([](auto const& values) { return values.size(); }, table.values))
        in.refuse(fmt::format("the table {} does not fit its dimensions", table.path));
}

}  // namespace

LabelledFile carried_tables(std::span<std::byte const> bytes, std::string const& origin) {
    ByteReader in(bytes, origin);
    LabelledFile file;
    file.origin = origin;
    if (bytes.size() < carried::magic.size() ||
        std::memcmp(in.bytes(carried::magic.size()).data(), carried::magic.data(), carried::magic.size()) != 0)
        in.refuse("these bytes are no tables of this version");
    constexpr std::size_t least_bytes = sizeof(std::uint32_t);
    file.attributes.resize(in.length(least_bytes));
    for (Attribute& attribute : file.attributes) attribute = read_attribute(in);
    for (std::size_t left = in.length(least_bytes); left > 0; --left) {
        std::string const key = in.text();
        Dimension& dimension = file.dimensions[key];
        dimension.name = in.text();
        dimension.long_name = in.text();
        dimension.labels = in.values<decltype(dimension.labels)>();
    }
    file.tables.resize(in.length(least_bytes));
    for (Table& table : file.tables) {
        table.path = in.text();
        table.dimensions = in.texts();
        table.units = in.text();
        table.long_name = in.text();
        table.values = in.values<decltype(table.values)>();
        require_shape(in, file, table);
    }
    if (!in.is_at_end()) in.refuse("there is more after the tables");
    return file;
}

}  // namespace desvio
