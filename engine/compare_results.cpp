#include "desvio/engine/compare_results.hpp"

#include "desvio/core/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace desvio {
namespace {

/// A property that results share before they are compared.
struct SharedProperty {
    char const* name;
    std::string ComparedResult::*value;
    char const* why;
};
constexpr std::array<SharedProperty, 5> shared_properties{{
    {"base", &ComparedResult::base_sha256, "differences would be between two pictures of the world"},
    {"model", &ComparedResult::model, "differences would be between models"},
    {"closures", &ComparedResult::closures, "differences would come of what is held fixed"},
    {"numeraire", &ComparedResult::numeraire, "money would be in two units"},
    {"elasticities", &ComparedResult::elasticities, "differences would come of the elasticities"},
}};

bool contains(std::vector<std::string> const& list, std::string const& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string shown_property(ComparedResult const& result, SharedProperty const& property) {
    constexpr std::size_t shown_digits = 12;
    std::string const& value = result.*property.value;
    if (property.value != &ComparedResult::base_sha256) return value;
    return fmt::format("{} ({})", result.base_name, value.substr(0, shown_digits));
}

/// Refuses what may not differ; notes what was allowed to.
void check_shared(ResultComparison& comparison, CompareOptions const& options, FaultList& faults) {
    ComparedResult const& first = comparison.results[comparison.against];
    for (ComparedResult const& other : comparison.results) {
        for (SharedProperty const& property : shared_properties) {
            if (other.*property.value == first.*property.value) continue;
            bool const is_base = property.value == &ComparedResult::base_sha256;
            // What money is counted in follows from the closure; one permission is enough.
            bool const is_numeraire = property.value == &ComparedResult::numeraire;
            bool const is_allowed = contains(options.allowed, property.name) || (is_base && options.is_mapped) ||
                                    (is_numeraire && contains(options.allowed, "closures"));
            std::string const difference =
                fmt::format("{} {}, but {} in {}", property.name, shown_property(other, property),
                            shown_property(first, property), first.name);
            if (is_allowed) {
                comparison.notes.push_back(fmt::format("In {}: {}.", other.name, difference));
            } else {
                faults.add({other.name}, difference, property.why,
                           is_base
                               ? "--map compares over the codes that both have; --allow base takes them as they are."
                               : fmt::format("--allow {} compares them all the same.", property.name));
            }
        }
    }
}

/// Codes that every result has, in the order of the reference; notes the others.
Labels common_codes(ResultComparison& comparison, Labels Base::*axis, std::string const& noun) {
    std::vector<std::string> common;
    for (std::string const& code : (comparison.results[comparison.against].base.*axis).codes()) {
        bool const is_everywhere =
            std::all_of(comparison.results.begin(), comparison.results.end(),
                        [&](ComparedResult const& result) { return (result.base.*axis).find(code).has_value(); });
        if (is_everywhere) common.push_back(code);
    }
    Labels labels(common);
    for (ComparedResult const& result : comparison.results) {
        std::string dropped;
        for (std::string const& code : (result.base.*axis).codes())
            if (!labels.find(code)) dropped += (dropped.empty() ? "" : ", ") + code;
        if (!dropped.empty())
            comparison.notes.push_back(
                fmt::format("Left out, {} that not all have: {} of {}.", noun, dropped, result.name));
    }
    return labels;
}

/// Turns selectors into text for parse_outcome(): as written, or as the list of common codes they name.
class SubjectText {
  public:
    SubjectText(ResultComparison& comparison, bool is_mapped) : comparison_(comparison), is_mapped_(is_mapped) {
        if (!is_mapped) return;
        regions_ = common_codes(comparison, &Base::regions, "regions");
        sectors_ = common_codes(comparison, &Base::sectors, "sectors");
    }

    /// "" (everything) stays so: a total is defined on any base.
    std::string region(std::string const& written) {
        return is_mapped_ ? common(written, regions_, &Base::regions, named_regions) : written;
    }
    std::string sector(std::string const& written) {
        return is_mapped_ ? common(written, sectors_, &Base::sectors, named_sectors) : written;
    }
    [[nodiscard]] bool has_sector(std::string const& code) const {
        return !is_mapped_ || sectors_.find(code).has_value();
    }
    [[nodiscard]] bool has_region(std::string const& code) const {
        return !is_mapped_ || regions_.find(code).has_value();
    }

  private:
    template <typename Named>
    std::string common(std::string const& written, Labels const& labels, Labels Base::*axis, Named const& named) {
        if (written.empty()) return written;
        // A code that all have in the group of each.
        std::vector<std::string> in_all;
        bool is_first = true;
        for (ComparedResult const& result : comparison_.results) {
            std::vector<std::string> codes;
            for (Index const k : named(written, result.base)) {
                std::string const& code = (result.base.*axis)[k];
                if (labels.find(code) && (is_first || contains(in_all, code))) codes.push_back(code);
            }
            in_all = std::move(codes);
            is_first = false;
        }
        if (in_all.empty())
            throw InputError({{},
                              fmt::format("'{}' names nothing that all results have", written),
                              "they are compared over common codes",
                              "Name others."});
        return fmt::format("[{}]", fmt::join(in_all, ", "));
    }

    ResultComparison& comparison_;
    bool is_mapped_;
    Labels regions_, sectors_;
};

OutcomeKind const& kind_named(std::string const& name) {
    std::vector<std::string> names;
    for (OutcomeKind const& kind : outcome_kinds()) {
        if (kind.name == name) return kind;
        names.push_back(kind.name);
    }
    names.emplace_back("ledger");
    throw InputError(
        {{}, fmt::format("unknown outcome '{}'", name), "no answer has such a figure", suggest_name(name, names)});
}

bool is_of_ledger(std::string const& what) {
    std::string const plain = what.starts_with("volume_") ? what.substr(7) : what;
    return std::set<std::string>{"loss", "redirected", "absorbed", "output_cut", "redirection_rate"}.contains(
        plain.substr(0, plain.find('[')));
}

/// What is asked for, with "ledger" spelled out; the usual figures when nothing is.
std::vector<std::string> wanted_figures(ResultComparison& comparison, CompareOptions const& options) {
    std::vector<std::string> wanted;
    for (std::string const& what : options.what) {
        if (what != "ledger") {
            wanted.push_back(what);
            continue;
        }
        for (char const* part : {"loss", "redirected", "absorbed", "output_cut", "redirection_rate"})
            wanted.push_back(std::string("volume_") + part);
    }
    ComparedResult const& first = comparison.results[comparison.against];
    bool const is_one_market =
        std::all_of(comparison.results.begin(), comparison.results.end(), [&](ComparedResult const& result) {
            return result.base.regions[result.market] == first.base.regions[first.market];
        });
    if (wanted.empty()) {
        bool const is_rigid = first.closure.factors == Factors::rigid;
        wanted = {is_rigid ? "value_added_pct" : "welfare_pct", "export_volume_pct"};
        if (!is_rigid) wanted.insert(wanted.begin() + 1, "real_wage_pct");
        if (is_one_market) {
            wanted.emplace_back("volume_loss");
            wanted.emplace_back("volume_redirection_rate");
        } else {
            comparison.notes.emplace_back(
                "Sales lost and redirected are left out: the results follow different markets; --market names one.");
        }
    } else if (!is_one_market && std::any_of(wanted.begin(), wanted.end(), is_of_ledger) &&
               !contains(options.allowed, "market")) {
        throw InputError({{},
                          "the results follow redirection from different markets",
                          "their ledgers are about different losses",
                          "--market REGION follows one in all; --allow market compares them all the same."});
    }
    return wanted;
}

/// The lines of tables: selectors of regions.
std::vector<std::string> region_lines(ComparedResult const& first, CompareOptions const& options) {
    std::vector<std::string> lines = options.regions;
    bool const is_focus = lines.empty();
    if (is_focus) {
        // usual_figures() writes "welfare_pct[X]" for the focus together and each region.
        for (std::string const& text : usual_figures(first.focus, first.base)) {
            std::size_t const open = text.find('[');
            lines.push_back(text.substr(open + 1, text.size() - open - 2));
        }
        return lines;
    }
    if (!options.with_members) return lines;
    std::vector<std::string> longer;
    for (std::string const& line : lines) {
        longer.push_back(line);
        auto const members = named_regions(line, first.base);
        if (members.size() > 1)
            for (Index const n : members) longer.push_back(first.base.regions[n]);
    }
    return longer;
}

double figure_in(ComparedResult const& result, std::string const& text) {
    return value_of(parse_outcome(text, result.base), {result.accounts, result.market}, result.answer);
}

void rank_rows(std::vector<ComparedRow>& rows, Index n_results) {
    for (ComparedRow& row : rows) row.rank = Vector::Constant(n_results, std::numeric_limits<double>::quiet_NaN());
    for (Index r = 0; r < n_results; ++r)
        for (ComparedRow& row : rows) {
            if (row.is_group || std::isnan(row.value(r))) continue;
            double larger = 0.0;
            for (ComparedRow const& other : rows)
                if (!other.is_group && other.value(r) > row.value(r)) larger += 1.0;
            row.rank(r) = larger + 1.0;
        }
}

/// Makes the tables of one comparison.
class TableWriter {
  public:
    TableWriter(ResultComparison& comparison, CompareOptions const& options)
        : comparison_(comparison), options_(options), text_(comparison, options.is_mapped) {}

    void add(std::string const& what) {
        if (what.find('[') != std::string::npos) return add_single(what);
        OutcomeKind const& kind = kind_named(what);
        bool const has_partner = kind.arguments.size() == 3;
        bool const has_sector = kind.arguments.back() == "sector";
        if (!options_.partners.empty() && !has_partner) refuse(what, "partner", "--to");
        if ((options_.by_sector || !options_.sectors.empty()) && !has_sector) refuse(what, "sector", "--sector");
        std::vector<std::string> const everybody{""};
        auto const lines = region_lines(first(), options_);
        for (std::string const& partner : options_.partners.empty() ? everybody : options_.partners) {
            if (!options_.by_sector) {
                ComparedTable table = heading(kind, partner, sectors_together());
                for (std::string const& line : lines) add_row(table, line, table.sector, has_partner, has_sector);
                finish(std::move(table));
                continue;
            }
            for (std::string const& line : lines) {
                ComparedTable table = heading(kind, partner, "");
                for (std::string const& sector : chosen_sectors())
                    add_row(table, line, sector, has_partner, has_sector);
                for (ComparedRow& row : table.rows) {
                    row.sector = row.sector.empty() ? "*" : row.sector;
                    row.is_group = false;
                }
                finish(std::move(table));
            }
        }
    }

  private:
    [[nodiscard]] ComparedResult const& first() const { return comparison_.results[comparison_.against]; }

    [[noreturn]] static void refuse(std::string const& what, char const* argument, char const* option) {
        throw InputError({{},
                          fmt::format("{} has no {}", what, argument),
                          fmt::format("{} chooses among them", option),
                          "Leave it out, or ask for another outcome."});
    }

    /// "" for all, "MET", or "[MET, MIN]".
    [[nodiscard]] std::string sectors_together() const {
        if (options_.sectors.size() < 2) return options_.sectors.empty() ? "" : options_.sectors.front();
        return fmt::format("[{}]", fmt::join(options_.sectors, ", "));
    }

    [[nodiscard]] std::vector<std::string> sectors_or_all() const {
        return options_.sectors.empty() ? std::vector<std::string>{"*"} : options_.sectors;
    }

    [[nodiscard]] std::vector<std::string> chosen_sectors() const {
        std::vector<std::string> codes;
        for (Index const j : named_sectors(fmt::format("[{}]", fmt::join(sectors_or_all(), ", ")), first().base))
            if (text_.has_sector(first().base.sectors[j])) codes.push_back(first().base.sectors[j]);
        return codes;
    }

    [[nodiscard]] ComparedTable heading(OutcomeKind const& kind, std::string const& partner,
                                        std::string const& sector) const {
        return {kind.name, units_of(kind, first().base, first().closure), kind.long_name, partner, sector, {}};
    }

    void add_row(ComparedTable& table, std::string const& line, std::string const& sector, bool has_partner,
                 bool has_sector) {
        // A region of the focus that another base does not have is among the codes left out.
        if (first().base.regions.find(line) && !text_.has_region(line)) return;
        std::string text = table.what + "[" + text_.region(line);
        if (has_partner) text += "," + text_.region(table.partner);
        if (has_sector) text += "," + text_.sector(sector);
        ComparedRow row = row_of(text + "]");
        row.region = line;
        row.sector = options_.by_sector ? sector : "";
        row.members = named_regions(line, first().base);
        row.is_group = row.members.size() > 1;
        table.rows.push_back(std::move(row));
    }

    /// A whole outcome is one line of a table of its kind.
    void add_single(std::string const& what) {
        Outcome const outcome = parse_outcome(what, first().base);
        OutcomeKind const& kind = outcome_kinds()[outcome.kind];
        ComparedTable table = heading(kind, "", "");
        table.what = what;
        ComparedRow row = row_of(what);
        row.region = what;
        row.members = outcome.regions;
        row.is_group = true;
        table.rows.push_back(std::move(row));
        finish(std::move(table));
    }

    [[nodiscard]] ComparedRow row_of(std::string const& text) const {
        ComparedRow row;
        auto const n_results = static_cast<Index>(comparison_.results.size());
        row.value = Vector(n_results);
        for (Index r = 0; r < n_results; ++r)
            row.value(r) = figure_in(comparison_.results[static_cast<std::size_t>(r)], text);
        row.difference = row.value.array() - row.value(static_cast<Index>(comparison_.against));
        return row;
    }

    void finish(ComparedTable table) {
        rank_rows(table.rows, static_cast<Index>(comparison_.results.size()));
        comparison_.tables.push_back(std::move(table));
    }

    ResultComparison& comparison_;
    CompareOptions const& options_;
    SubjectText text_;
};

std::size_t position_of(std::string const& name, std::vector<ComparedResult> const& results) {
    std::vector<std::string> names(results.size());
    std::transform(results.begin(), results.end(), names.begin(), [](auto const& result) { return result.name; });
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        throw InputError({{},
                          fmt::format("no result is called '{}'", name),
                          "differences are taken to one of them",
                          suggest_name(name, names)});
    return static_cast<std::size_t>(found - names.begin());
}

/// The ledgers of all results follow this market.
void follow_market(std::string const& market, std::vector<ComparedResult>& results) {
    for (ComparedResult& result : results) {
        auto const region = result.base.regions.find(market);
        if (!region)
            throw InputError({{result.name},
                              fmt::format("unknown region '{}'", market),
                              "the base has no such code",
                              suggest_name(market, result.base.regions.codes())});
        result.market = *region;
    }
}

}  // namespace

std::vector<std::string> allowed_differences() {
    std::vector<std::string> names(shared_properties.size());
    std::transform(shared_properties.begin(), shared_properties.end(), names.begin(),
                   [](SharedProperty const& property) { return property.name; });
    names.emplace_back("market");
    return names;
}

ResultComparison compare_results(std::vector<ComparedResult> results, CompareOptions const& options) {
    ResultComparison comparison;
    comparison.results = std::move(results);
    comparison.options = options;
    if (!options.against.empty()) comparison.against = position_of(options.against, comparison.results);
    if (!options.market.empty()) follow_market(options.market, comparison.results);
    FaultList faults;
    check_shared(comparison, options, faults);
    faults.throw_if_any();
    std::vector<std::string> const wanted = wanted_figures(comparison, options);
    TableWriter writer(comparison, options);
    for (std::string const& what : wanted) writer.add(what);
    return comparison;
}

}  // namespace desvio
