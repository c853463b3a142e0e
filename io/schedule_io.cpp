#include "desvio/io/schedule_io.hpp"

#include "desvio/io/builtin.hpp"
#include "desvio/io/concordance_io.hpp"
#include "io/csv.hpp"
#include "io/schedule_measures.hpp"
#include "io/schedule_parts.hpp"
#include "io/toml_fields.hpp"

#include <algorithm>
#include <tuple>

namespace desvio {
namespace {

constexpr std::string_view schedule_folder = "schedules/";

bool is_builtin_schedule(std::string const& name) {
    auto const names = builtin_schedules();
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Reads the parts of one schedule into `schedule_`.
class ScheduleReader {
  public:
    ScheduleReader(std::string name, ReadSchedulePart const& read, std::map<std::string, std::string>& texts)
        : name_(std::move(name)), read_(read), texts_(texts) {}

    Schedule read() {
        auto const text = part(heading_part);
        if (!text) refuse_absent();
        schedule_.file = place(heading_part);
        read_heading(*text);
        if (!cells_.name.empty()) read_cells();
        if (!measures_.name.empty()) read_measures();
        if (!schedule_.sectors.empty()) read_concordance();
        validate_schedule(schedule_, faults_);
        if (faults_.empty()) return std::move(schedule_);
        auto faults = faults_.faults();
        std::stable_sort(faults.begin(), faults.end(), [](Fault const& a, Fault const& b) {
            return std::tie(a.where.file, a.where.line, a.where.column) <
                   std::tie(b.where.file, b.where.line, b.where.column);
        });
        throw InputError(std::move(faults));
    }

  private:
    /// A file that the heading names.
    struct NamedPart {
        std::string name;
        SourceLocation where;
    };

    [[nodiscard]] std::string place(std::string const& part) const {
        std::string const folder = is_builtin_schedule(name_) ? "built-in " + name_ : name_;
        if (!folder.ends_with(".toml")) return fmt::format("{}/{}", folder, part);
        return part == heading_part ? folder : (std::filesystem::path(folder).parent_path() / part).string();
    }

    std::optional<std::string> part(std::string const& which) {
        auto text = read_(name_, which);
        if (text) texts_[fmt::format("{}/{}", name_, which)] = *text;
        return text;
    }

    [[noreturn]] void refuse_absent() const {
        if (name_.find_first_of("./") == std::string::npos)
            throw InputError({{},
                              fmt::format("unknown schedule '{}'", name_),
                              "it is no folder and no built-in name",
                              suggest_name(name_, builtin_schedules())});
        throw FileError({{name_},
                         "the schedule cannot be opened",
                         "its duties are not known",
                         fmt::format("Name a folder with {}, or such a file.", heading_part)});
    }

    void read_heading(std::string const& text) {
        toml::table const document = parse_toml(text, schedule_.file);
        TomlFields top(document, "", schedule_.file, faults_);
        if (toml::table const* block = top.table("schedule")) {
            read_block(TomlFields(*block, "[schedule]", schedule_.file, faults_));
        } else if (!top.has("schedule")) {
            faults_.add({schedule_.file, 1, 1}, "the block [schedule] is missing", "it says whose duties these are",
                        "Begin with [schedule], name, importer and measures.");
        }
        for (auto const* block : top.tables("authority")) {
            TomlFields fields(*block, "[[authority]]", schedule_.file, faults_);
            Authority authority;
            authority.where = fields.where();
            authority.name = fields.filled_text("name").value_or("");
            authority.title = fields.text("title").value_or("");
            if (!fields.has("name"))
                fields.fault(fields.where(), "[[authority]] has no name", "measures name it", "Write name = \"...\".");
            fields.refuse_unknown();
            schedule_.authorities.push_back(std::move(authority));
        }
        top.refuse_unknown();
    }

    void read_block(TomlFields fields) {
        for (char const* key : {"name", "importer", "measures"})
            if (!fields.has(key))
                fields.fault(fields.where(), fmt::format("'{}' is missing in [schedule]", key),
                             "the schedule says nothing without it", fmt::format("Write {} = \"...\".", key));
        schedule_.name = fields.filled_text("name").value_or(name_);
        schedule_.title = fields.text("title").value_or("");
        schedule_.note = fields.text("note").value_or("");
        schedule_.source = fields.text("source").value_or("");
        schedule_.licence = fields.text("licence").value_or("");
        schedule_.importer = fields.filled_text("importer").value_or("");
        schedule_.importer_where = fields.where("importer");
        if (auto const kind = fields.choice("kind", {"statutory", "collected"}))
            schedule_.kind = *kind == "collected" ? DutyKind::collected : DutyKind::statutory;
        schedule_.reference = fields.date("reference");
        schedule_.sectors = fields.filled_text("sectors").value_or("");
        sectors_where_ = fields.where("sectors");
        measures_ = {fields.filled_text("measures").value_or(""), fields.where("measures")};
        cells_ = {fields.filled_text("cells").value_or(""), fields.where("cells")};
        fields.refuse_unknown();
    }

    std::optional<std::string> named(NamedPart const& which) {
        auto text = part(which.name);
        if (!text)
            faults_.add(which.where, fmt::format("the table '{}' cannot be read", which.name),
                        "its path is relative to the schedule", "Check its name and place.");
        return text;
    }

    void read_cells() {
        if (auto const text = named(cells_)) schedule_.cells = read_schedule_cells(*text, place(cells_.name), faults_);
    }

    void read_measures() {
        if (auto const text = named(measures_))
            schedule_.measures = read_schedule_measures(*text, place(measures_.name), faults_);
    }

    void read_concordance() {
        std::string const which = std::string(concordance_part) + schedule_.sectors;
        auto const text = part(which);
        if (!text) {
            faults_.add(sectors_where_, fmt::format("unknown concordance '{}'", schedule_.sectors),
                        "its sector codes stand for nothing", suggest_name(schedule_.sectors, builtin_concordances()));
            return;
        }
        try {
            schedule_.concordance = parse_concordance(*text, place(which));
        } catch (InputError const& error) {
            for (Fault const& fault : error.faults()) faults_.add(fault.where, fault.problem, fault.why, fault.remedy);
        }
    }

    std::string name_;
    ReadSchedulePart const& read_;
    std::map<std::string, std::string>& texts_;
    Schedule schedule_;
    NamedPart measures_, cells_;
    SourceLocation sectors_where_;
    FaultList faults_;
};

}  // namespace

Schedule parse_schedule(std::string const& name, ReadSchedulePart const& read,
                        std::map<std::string, std::string>& texts) {
    return ScheduleReader(name, read, texts).read();
}

std::optional<std::string> builtin_schedule_part(std::string const& schedule, std::string const& part) {
    if (!is_builtin_schedule(schedule)) return std::nullopt;
    if (part.starts_with(concordance_part))
        return read_packed(fmt::format("concordances/{}.csv", part.substr(concordance_part.size())));
    return read_packed(fmt::format("{}{}/{}", schedule_folder, schedule, part));
}

std::vector<std::string> builtin_schedules() {
    std::vector<std::string> names;
    std::string const ending = fmt::format("/{}", heading_part);
    for (std::string const& path : packed_paths(schedule_folder))
        if (path.ends_with(ending))
            names.push_back(path.substr(schedule_folder.size(), path.size() - schedule_folder.size() - ending.size()));
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace desvio
