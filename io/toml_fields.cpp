#include "io/toml_fields.hpp"

#include "desvio/core/labels.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace desvio {
namespace {

char const* type_name(toml::node const& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return node.as_array()->is_array_of_tables() ? "a list of tables" : "a list";
        case toml::node_type::string:
            return "a text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time:
            return "a date or time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

SourceLocation locate_begin(toml::source_region const& source, std::string const& file) {
    return {file, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

}  // namespace

toml::table parse_toml(std::string const& text, std::string const& file) {
    try {
        return toml::parse(text);
    } catch (toml::parse_error const& error) {
        auto const& at = error.source().begin;
        throw InputError({{file, static_cast<int>(at.line), static_cast<int>(at.column)},
                          std::string(error.description()),
                          "the text is not TOML from here on",
                          "Mend this first; what follows has not been read."});
    }
}

TomlFields::TomlFields(toml::table const& table, std::string block, std::string const& file, FaultList& faults)
    : table_(table), block_(std::move(block)), file_(file), faults_(faults) {}

toml::node const* TomlFields::find(std::string const& key) {
    know(key);
    return table_.get(key);
}

SourceLocation TomlFields::locate(toml::node const& node) const { return locate_begin(node.source(), file_); }

SourceLocation TomlFields::where(std::string const& key) const {
    toml::node const* node = table_.get(key);
    return node != nullptr ? locate(*node) : where();
}

std::string TomlFields::quoted(std::string const& key) const {
    return block_.empty() ? fmt::format("'{}'", key) : fmt::format("'{}' in {}", key, block_);
}

void TomlFields::fault(SourceLocation const& where, std::string problem, std::string why, std::string remedy) {
    faults_.add(where, std::move(problem), std::move(why), std::move(remedy));
}

void TomlFields::refuse_type(std::string const& key, toml::node const& node, char const* wanted,
                             std::string const& remedy) {
    fault(locate(node), fmt::format("{} is {}", quoted(key), type_name(node)), fmt::format("it must be {}", wanted),
          remedy);
}

std::optional<std::string> TomlFields::text(std::string const& key) {
    toml::node const* node = find(key);
    if (node == nullptr) return std::nullopt;
    auto value = node->value_exact<std::string>();
    if (!value) refuse_type(key, *node, "a text", fmt::format("Write {} = \"...\".", key));
    return value;
}

std::optional<std::string> TomlFields::filled_text(std::string const& key) {
    auto value = text(key);
    if (!value || !value->empty()) return value;
    fault(where(key), fmt::format("{} is empty", quoted(key)), "it names nothing",
          "Write a name, or leave the key out.");
    return std::nullopt;
}

std::optional<double> TomlFields::number(std::string const& key, NumberRange const& range) {
    toml::node const* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (readings_ != nullptr && node->is_table()) return number_in_readings(key, *node->as_table(), range);
    std::optional<double> value;
    if (node->is_number()) value = node->value<double>();
    if (!value) {
        refuse_type(key, *node, "a number",
                    node->is_string() ? "Write it without quotes, as a fraction: 0.25 for 25%." : "Write a number.");
        return std::nullopt;
    }
    if (!std::isfinite(*value)) {
        fault(locate(*node), fmt::format("{} is {}", quoted(key), *value), "no result can come of it",
              "Write a finite number.");
        return std::nullopt;
    }
    bool const is_too_low = *value < range.low || (*value == range.low && !range.is_low_allowed);
    if (is_too_low || *value > range.high) {
        std::string const bound = is_too_low
                                      ? fmt::format("{} {}", range.is_low_allowed ? "at least" : "above", range.low)
                                      : fmt::format("at most {}", range.high);
        fault(locate(*node), fmt::format("{} is {} but must be {}", quoted(key), *value, bound), range.why,
              range.remedy);
        return std::nullopt;
    }
    return value;
}

std::optional<double> TomlFields::number_in_readings(std::string const& key, toml::table const& three,
                                                     NumberRange const& range) {
    // All three are checked, whichever is used: the other two are run another time.
    TomlFields fields(three, fmt::format("{} of {}", key, block_), file_, faults_);
    std::array<std::optional<double>, 3> values;
    std::string missing;
    std::vector<std::string> const names = option_names<ReadingLevel>();
    for (std::size_t k = 0; k < names.size(); ++k) {
        values[k] = fields.number(names[k], range);
        if (!three.contains(names[k])) missing += (missing.empty() ? "no " : " and no ") + names[k];
    }
    if (!missing.empty()) {
        fault(locate(three), fmt::format("{} has {} reading", quoted(key), missing),
              "each of the three is a run that may be asked for",
              fmt::format("Write {} = {{ low = ..., central = ..., high = ... }}, or one number.", key));
    }
    fields.refuse_unknown();
    if (!values[0] || !values[1] || !values[2]) return std::nullopt;
    readings_->written.push_back(
        {fmt::format("{} of {}", key, block_), {*values[0], *values[1], *values[2]}, locate(three)});
    return values[static_cast<std::size_t>(readings_->chosen)];
}

std::optional<long long> TomlFields::integer(std::string const& key, long long low, long long high) {
    toml::node const* node = find(key);
    if (node == nullptr) return std::nullopt;
    auto const value = node->value_exact<std::int64_t>();
    if (!value) {
        refuse_type(key, *node, "a whole number", "Write a whole number without quotes or point.");
        return std::nullopt;
    }
    if (*value < low || *value > high) {
        fault(locate(*node), fmt::format("{} is {} but must be from {} to {}", quoted(key), *value, low, high));
        return std::nullopt;
    }
    return *value;
}

std::optional<bool> TomlFields::flag(std::string const& key) {
    toml::node const* node = find(key);
    if (node == nullptr) return std::nullopt;
    auto const value = node->value_exact<bool>();
    if (!value) refuse_type(key, *node, "true or false", fmt::format("Write {} = true.", key));
    return value;
}

std::optional<Date> TomlFields::date(std::string const& key) {
    toml::node const* node = find(key);
    if (node == nullptr) return std::nullopt;
    std::string text;
    if (auto const* day = node->as_date())
        text = fmt::format("{:04}-{:02}-{:02}", day->get().year, day->get().month, day->get().day);
    else if (auto const written = node->value_exact<std::string>())
        text = *written;
    else
        refuse_type(key, *node, "a day", fmt::format("Write {} = \"2025-08-07\".", key));
    if (text.empty() && !node->is_string()) return std::nullopt;
    auto const date = parse_date(text);
    if (!date)
        fault(locate(*node), fmt::format("{} is '{}', which is no day", quoted(key), text), "days are year-month-day",
              "Write it like 2025-08-07.");
    return date;
}

Selector TomlFields::selector(std::string const& key) {
    toml::node const* node = find(key);
    if (node == nullptr) return {};
    Selector selector{{}, locate(*node)};
    auto const add = [&](toml::node const& term) {
        auto const name = term.value_exact<std::string>();
        if (!name) {
            refuse_type(key, term, "a code, \"@group\", \"*\", or a list of them", "Write names in quotes.");
        } else if (name->empty() || *name == "!" || *name == "@" || *name == "!@") {
            fault(locate(term), fmt::format("{} holds '{}', which names nothing", quoted(key), *name), {},
                  "Write a code, \"@group\", \"*\" or \"!CODE\".");
        } else {
            selector.terms.push_back({*name, locate(term)});
        }
    };
    toml::array const* list = node->as_array();
    if (list == nullptr) {
        add(*node);
        return selector;
    }
    if (list->empty()) {
        fault(locate(*node), fmt::format("{} is an empty list", quoted(key)), "it names nothing",
              "Leave the key out, or write \"*\", for everything.");
    }
    for (toml::node const& term : *list) add(term);
    return selector;
}

std::optional<std::string> TomlFields::choice(std::string const& key, std::vector<std::string> const& names) {
    auto value = text(key);
    if (!value) return std::nullopt;
    for (std::string const& name : names) {
        if (*value == name) return value;
    }
    fault(where(key), fmt::format("unknown {} '{}'", key, *value), fmt::format("it is not one {} offers", block_),
          suggest_name(*value, names));
    return std::nullopt;
}

toml::table const* TomlFields::table(std::string const& key) {
    toml::node const* node = find(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) refuse_type(key, *node, "one table", fmt::format("Write [{}].", key));
    return node->as_table();
}

std::vector<toml::table const*> TomlFields::tables(std::string const& key) {
    toml::node const* node = find(key);
    if (node == nullptr) return {};
    toml::array const* list = node->as_array();
    if (list == nullptr || !list->is_array_of_tables()) {
        refuse_type(key, *node, "a list of tables", fmt::format("Write [[{}]], in double brackets.", key));
        return {};
    }
    std::vector<toml::table const*> blocks;
    for (toml::node const& block : *list) blocks.push_back(block.as_table());
    return blocks;
}

void TomlFields::refuse_unknown() {
    for (auto const& [key, node] : table_) {
        std::string const name(key.str());
        auto const is_in = [&](std::vector<std::string> const& keys) {
            return std::find(keys.begin(), keys.end(), name) != keys.end();
        };
        if (is_in(known_) || is_in(passed_over_)) continue;
        fault(locate_begin(key.source(), file_),
              block_.empty() ? fmt::format("unknown block or key '{}'", name)
                             : fmt::format("unknown key {}", quoted(name)),
              "it would be passed over in silence", suggest_name(name, known_));
    }
}

}  // namespace desvio
