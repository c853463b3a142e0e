#include "io/base_files.hpp"
#include "io/csv.hpp"
#include "io/toml_fields.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

namespace desvio {

namespace {

constexpr char const* format_name = "desvio-base";
constexpr int format_version = 1;
constexpr int last_year = 9999;

/// A key that must be there; empty and a fault when it is not.
std::string required_text(TomlFields& fields, std::string const& key) {
    if (!fields.has(key)) {
        fields.know(key);
        fields.fault(fields.where(), fmt::format("'{}' is missing", key), {}, fmt::format("Add {} = \"...\".", key));
        return {};
    }
    return fields.filled_text(key).value_or("");
}

int required_integer(TomlFields& fields, std::string const& key, int low, int high) {
    if (!fields.has(key)) {
        fields.know(key);
        fields.fault(fields.where(), fmt::format("'{}' is missing", key), {}, fmt::format("Add {} = ...", key));
        return low;
    }
    return static_cast<int>(fields.integer(key, low, high).value_or(low));
}

void read_set_texts(toml::table const& sets, std::string const& file, FaultList& faults, Manifest& manifest) {
    for (auto const& [key, node] : sets) {
        std::string const name(key.str());
        SourceLocation const where{file, static_cast<int>(node.source().begin.line),
                                   static_cast<int>(node.source().begin.column)};
        toml::table const* const table = node.as_table();
        if (table == nullptr) {
            faults.add(where, fmt::format("'{}' in [elasticities] is not a table", name), {},
                       fmt::format("Write [elasticities.{}] with a title and a horizon.", name));
            continue;
        }
        TomlFields fields(*table, fmt::format("[elasticities.{}]", name), file, faults);
        Manifest::SetTexts texts{name, fields.text("title").value_or(""), fields.text("horizon").value_or(""), where};
        fields.refuse_unknown();
        manifest.sets.push_back(std::move(texts));
    }
}

void read_provenance(toml::node const& node, std::string const& file, FaultList& faults, Manifest& manifest) {
    toml::array const* const steps = node.as_array();
    if (steps == nullptr) {
        faults.add({file, static_cast<int>(node.source().begin.line), static_cast<int>(node.source().begin.column)},
                   "'provenance' is not a list of tables", {}, "Write [[provenance]] before each step.");
        return;
    }
    for (toml::node const& entry : *steps) {
        toml::table const* const table = entry.as_table();
        if (table == nullptr) continue;
        TomlFields fields(*table, "[[provenance]]", file, faults);
        ProvenanceStep step{fields.text("step").value_or(""), fields.text("detail").value_or(""),
                            fields.number("cells").value_or(0.0), fields.number("moved").value_or(0.0),
                            fields.text("worst").value_or("")};
        fields.refuse_unknown();
        manifest.provenance.push_back(std::move(step));
    }
}

/// A TOML basic string.
std::string quote_toml(std::string const& text) {
    std::string out = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20U || byte == 0x7FU) {
            out += fmt::format("\\u{:04X}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

}  // namespace

Manifest read_manifest(std::string const& toml_text, std::string const& file, FaultList& faults) {
    Manifest manifest;
    toml::table table;
    try {
        table = toml::parse(toml_text, file);
    } catch (toml::parse_error const& error) {
        faults.add({file, static_cast<int>(error.source().begin.line), static_cast<int>(error.source().begin.column)},
                   std::string(error.description()), "the manifest is not TOML");
        return manifest;
    }
    TomlFields fields(table, {}, file, faults);
    if (std::string const format = required_text(fields, "format"); !format.empty() && format != format_name)
        fields.fault(fields.where("format"), fmt::format("the format is '{}'", format), "this is not a base",
                     fmt::format("A base says format = \"{}\".", format_name));
    if (int const version = required_integer(fields, "version", 1, std::numeric_limits<int>::max());
        version > format_version)
        fields.fault(fields.where("version"), fmt::format("version {} is newer than this program", version),
                     fmt::format("it reads version {}", format_version), "Install a newer desvio.");
    manifest.name = required_text(fields, "name");
    manifest.year = required_integer(fields, "year", 1, last_year);
    manifest.currency = required_text(fields, "currency");
    manifest.unit = required_text(fields, "unit");
    manifest.title = fields.text("title").value_or("");
    manifest.source = fields.text("source").value_or("");
    manifest.licence = fields.text("licence").value_or("");
    if (toml::table const* const sets = fields.table("elasticities")) read_set_texts(*sets, file, faults, manifest);
    if (fields.has("provenance")) {
        fields.know("provenance");
        read_provenance(*table.get("provenance"), file, faults, manifest);
    }
    fields.refuse_unknown();
    return manifest;
}

std::string write_manifest(Base const& base) {
    std::string out = fmt::format("format = \"{}\"\nversion = {}\n", format_name, format_version);
    auto const add = [&](char const* key, std::string const& value) {
        if (!value.empty()) out += fmt::format("{} = {}\n", key, quote_toml(value));
    };
    add("name", base.name);
    add("title", base.title);
    out += fmt::format("year = {}\n", base.year);
    add("currency", base.currency);
    add("unit", base.unit);
    add("source", base.source);
    add("licence", base.licence);
    for (ElasticitySet const& set : base.elasticities) {
        if (set.title.empty() && set.horizon.empty()) continue;
        out += fmt::format("\n[elasticities.{}]\n", quote_toml(set.name));
        add("title", set.title);
        add("horizon", set.horizon);
    }
    for (ProvenanceStep const& step : base.provenance) {
        out += "\n[[provenance]]\n";
        add("step", step.step);
        add("detail", step.detail);
        if (step.cells != 0.0) out += fmt::format("cells = {:.0f}\n", step.cells);
        if (step.moved != 0.0) {
            out += "moved = ";
            append_number(out, step.moved);
            out += '\n';
        }
        add("worst", step.worst);
    }
    return out;
}

}  // namespace desvio
