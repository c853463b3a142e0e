#include "desvio/io/scenario_edit.hpp"

#include "desvio/core/error.hpp"
#include "desvio/params/date.hpp"
#include "io/toml_fields.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace desvio {
namespace {

/// "tariff[0].rate" in its parts; no index where the block is no list.
struct EditPath {
    std::string block, key;
    std::optional<std::size_t> index;
};

[[noreturn]] void refuse_edit(SourceLocation where, std::string const& path, std::string problem, std::string remedy) {
    throw InputError(
        {std::move(where), std::move(problem), fmt::format("'{}' cannot be put there", path), std::move(remedy)});
}

EditPath read_edit_path(std::string const& path, std::string const& file) {
    constexpr char const* remedy = "Write BLOCK.key or BLOCK[number].key, like 'tariff[0].rate'.";
    EditPath parts;
    std::size_t const dot = path.find('.');
    if (dot == std::string::npos || dot + 1 == path.size())
        refuse_edit({file}, path, fmt::format("'{}' names no key", path), remedy);
    parts.block = path.substr(0, dot);
    parts.key = path.substr(dot + 1);
    std::size_t const open = parts.block.find('[');
    if (open == std::string::npos) return parts;
    std::size_t index = 0;
    char const* const end = parts.block.data() + parts.block.size();
    auto const [rest, error] = std::from_chars(parts.block.data() + open + 1, end, index);
    if (error != std::errc{} || rest + 1 != end || *rest != ']')
        refuse_edit({file}, path, fmt::format("'{}' has no number in its brackets", path), remedy);
    parts.index = index;
    parts.block.resize(open);
    return parts;
}

/// The shortest decimal that reads back as the same double, as TOML writes numbers.
std::string toml_number(double value) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
}

std::string toml_text(std::string const& text) {
    if (parse_date(text)) return text;
    std::string quoted = "\"";
    for (char const c : text) {
        constexpr unsigned char first_printable = 0x20, rubout = 0x7F;
        auto const code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') quoted += '\\';
        if (code < first_printable || code == rubout)
            quoted += fmt::format("\\u{:04X}", code);
        else
            quoted += c;
    }
    return quoted + '"';
}

std::string toml_value(ScenarioEdit const& edit) {
    if (auto const* const number = std::get_if<double>(&edit.value)) return toml_number(*number);
    return toml_text(std::get<std::string>(edit.value));
}

/// Where a place that the reader of TOML tells begins in the text: lines and characters from 1.
std::size_t offset_of(std::string const& text, toml::source_position const& place) {
    std::size_t at = 0;
    for (toml::source_index line = 1; line < place.line; ++line) {
        at = text.find('\n', at);
        if (at == std::string::npos) return text.size();
        ++at;
    }
    for (toml::source_index column = 1; column < place.column && at < text.size(); ++column) {
        constexpr unsigned char mark = 0xC0, continuation = 0x80;
        do ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & mark) == continuation);
    }
    return at;
}

/// The table that the block of a path is; null where there is none.
toml::table const* find_block(toml::table const& document, EditPath const& path) {
    toml::node const* const node = document.get(path.block);
    if (node == nullptr) return nullptr;
    if (!path.index) return node->as_table();
    toml::array const* const list = node->as_array();
    return list != nullptr && *path.index < list->size() ? list->get(*path.index)->as_table() : nullptr;
}

bool holds(toml::table const* block, std::string const& key, ScenarioEdit const& edit) {
    toml::node const* const node = block == nullptr ? nullptr : block->get(key);
    if (node == nullptr) return false;
    if (auto const* const number = std::get_if<double>(&edit.value))
        return node->value<double>() == std::optional<double>(*number);
    std::string const& text = std::get<std::string>(edit.value);
    if (toml::date const* const day = node->is_date() ? &node->as_date()->get() : nullptr)
        return fmt::format("{:04}-{:02}-{:02}", day->year, day->month, day->day) == text;
    return node->value<std::string>() == std::optional<std::string>(text);
}

std::string with_edit(std::string toml, ScenarioEdit const& edit, std::string const& file) {
    EditPath const path = read_edit_path(edit.path, file);
    toml::table const document = parse_toml(toml, file);
    toml::table const* const block = find_block(document, path);
    std::string const value = toml_value(edit);
    std::string const entry = fmt::format("{} = {}", path.key, value);
    if (block == nullptr) {
        if (path.index || document.contains(path.block))
            refuse_edit({file}, edit.path,
                        fmt::format("there is no block {}", edit.path.substr(0, edit.path.find('.'))),
                        "Write the block first.");
        if (!toml.empty() && toml.back() != '\n') toml += '\n';
        return fmt::format("{}\n[{}]\n{}\n", toml, path.block, entry);
    }
    if (toml::node const* const node = block->get(path.key)) {
        std::size_t const begin = offset_of(toml, node->source().begin), end = offset_of(toml, node->source().end);
        return toml.replace(begin, end - begin, value);
    }
    std::size_t const begin = offset_of(toml, block->source().begin);
    if (block->is_inline()) return toml.insert(begin + 1, fmt::format(" {}{}", entry, block->empty() ? " " : ","));
    std::size_t const line_end = std::min(toml.find('\n', begin), toml.size());
    return toml.insert(line_end, '\n' + entry);
}

}  // namespace

std::string edit_scenario(std::string const& toml, std::vector<ScenarioEdit> const& edits, std::string const& file) {
    std::string text = toml;
    for (ScenarioEdit const& edit : edits) {
        std::string edited = with_edit(text, edit, file);
        // TOML has more ways to write a block than are told apart above: what came of it is read again.
        EditPath const path = read_edit_path(edit.path, file);
        toml::table document;
        try {
            document = toml::parse(edited);
        } catch (toml::parse_error const&) {
            document.clear();
        }
        if (!holds(find_block(document, path), path.key, edit))
            refuse_edit({file}, edit.path, fmt::format("the block {} is written in an unusual way", path.block),
                        fmt::format("Write {} in a block of its own, [{}].", path.key, path.block));
        text = std::move(edited);
    }
    return text;
}

}  // namespace desvio
