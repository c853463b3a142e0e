#include "desvio/params/vary.hpp"

#include "desvio/core/contracts.hpp"
#include "desvio/core/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <type_traits>

namespace desvio {
namespace {

constexpr double without_end = std::numeric_limits<double>::infinity();

/// What a number may be; as the reader of scenarios has it (unit/vary_test.cpp holds the two against each other).
struct LevelBounds {
    char const* field;
    double low, high;
    bool is_low_allowed;
    char const* why;
};

constexpr std::array level_bounds{
    LevelBounds{"rate", -1.0, largest_rate, false, "rates are fractions: 0.25 is 25%"},
    LevelBounds{"add", -largest_rate, largest_rate, true, "rates are fractions: 0.25 is 25%"},
    LevelBounds{"factor", 0.0, without_end, true, "it scales a duty"},
    LevelBounds{"floor", -1.0, largest_rate, false, "rates are fractions: 0.25 is 25%"},
    LevelBounds{"cap", -1.0, largest_rate, false, "rates are fractions: 0.25 is 25%"},
    LevelBounds{"exempt_share", 0.0, 1.0, true, "it is the share of the trade that keeps its old duty"},
    LevelBounds{"change", -1.0, without_end, false, "1 + change is what the base is multiplied by"},
    LevelBounds{"days", -without_end, without_end, false, "it is by how many days the trip gets longer"},
    LevelBounds{"per_day", 0.0, 1.0, true, "it is the share of the value a day in transit costs"},
    LevelBounds{"demand_elasticity", 0.0, 100.0, true, "it is how quantities answer prices"},
    LevelBounds{"theta", 0.0, without_end, false, "every trade elasticity is multiplied by it"},
};

char const* block_word(VariedBlock block) {
    constexpr std::array words{"tariff", "trade_cost", "productivity", "retaliation", "schedule", "model", "theta"};
    return words[static_cast<std::size_t>(block)];
}

std::string units_of(std::string_view field) {
    if (field == "days") return "days";
    return field == "factor" || field == "demand_elasticity" || field == "theta" ? "1" : "fraction";
}

static_assert(std::variant_size_v<Rule> == static_cast<std::size_t>(VariedBlock::model), "a kind of rule has no block");
VariedBlock block_of(Rule const& rule) { return static_cast<VariedBlock>(rule.index()); }

std::string sector_words(Selector const& sector) { return sector.terms.empty() ? "every sector" : to_string(sector); }

std::string target_of(TariffRule const& rule) {
    return fmt::format("{} <- {}, {}", to_string(rule.importer), to_string(rule.exporter), sector_words(rule.sector));
}
std::string target_of(TradeCostRule const& rule) {
    return fmt::format("{} {} {}, {}", to_string(rule.importer), rule.both_ways ? "<->" : "<-",
                       to_string(rule.exporter), sector_words(rule.sector));
}
std::string target_of(ProductivityRule const& rule) {
    return fmt::format("{}, {}", to_string(rule.region), sector_words(rule.sector));
}
std::string target_of(ScheduleRule const& rule) { return rule.file; }
std::string target_of(RetaliationRule const& rule) {
    return fmt::format("{} <- {}, {}", to_string(rule.by), to_string(rule.against), sector_words(rule.sector));
}

struct WrittenField {
    std::string name;
    double value;
};

std::vector<WrittenField> fields_of(TariffRule const& rule) {
    std::vector<WrittenField> fields;
    if (rule.action != TariffAction::table) fields.push_back({to_string(rule.action), rule.value});
    fields.push_back({"exempt_share", rule.exempt_share});
    return fields;
}
std::vector<WrittenField> fields_of(TradeCostRule const& rule) {
    if (!rule.value_of_time.empty()) return {{"days", rule.days}};
    if (rule.days != 0.0 || rule.per_day != 0.0) return {{"days", rule.days}, {"per_day", rule.per_day}};
    return {{"change", rule.change}};
}
std::vector<WrittenField> fields_of(ProductivityRule const& rule) { return {{"change", rule.change}}; }
std::vector<WrittenField> fields_of(ScheduleRule const&) { return {}; }
std::vector<WrittenField> fields_of(RetaliationRule const& rule) {
    if (rule.mirror) return {};
    return {{"rate", rule.rate}};
}

/// Every key that a block of that kind may have, whether or not this one has it.
std::vector<std::string> possible_fields(VariedBlock block) {
    switch (block) {
        case VariedBlock::tariff:
            return {"rate", "add", "factor", "floor", "cap", "exempt_share"};
        case VariedBlock::trade_cost:
            return {"change", "days", "per_day"};
        case VariedBlock::productivity:
            return {"change"};
        case VariedBlock::retaliation:
            return {"rate"};
        case VariedBlock::model:
            return {"demand_elasticity"};
        case VariedBlock::schedule:
        case VariedBlock::theta:
            break;
    }
    return {};
}

std::string list_paths(std::vector<VariedNumber> const& numbers) {
    std::string list;
    for (std::size_t k = 0; k < numbers.size(); ++k) {
        if (k > 0) list += k + 1 == numbers.size() ? " and " : ", ";
        list += numbers[k].path;
    }
    return list;
}

/// "tariff[2].rate" -> tariff, 2, rate. Nothing when it is not of that form.
struct PathParts {
    std::string block, field;
    std::size_t index = 0;
};
std::optional<PathParts> split_path(std::string const& path) {
    std::size_t const open = path.find('['), close = path.find("].");
    if (open == std::string::npos || close == std::string::npos || close < open + 2) return std::nullopt;
    std::string const digits = path.substr(open + 1, close - open - 1);
    constexpr std::size_t most_digits = 6;
    bool const is_number = digits.find_first_not_of("0123456789") == std::string::npos && digits.size() <= most_digits;
    if (!is_number) return std::nullopt;
    return PathParts{path.substr(0, open), path.substr(close + 2), std::stoul(digits)};
}

/// Why a well-formed path of a known block and key names nothing in this scenario; empty when that is not the matter.
std::string explain_missing(PathParts const& parts, Scenario const& scenario,
                            std::vector<VariedNumber> const& numbers) {
    for (VariedBlock const block :
         {VariedBlock::tariff, VariedBlock::trade_cost, VariedBlock::productivity, VariedBlock::retaliation}) {
        if (parts.block != block_word(block)) continue;
        auto const n_blocks = static_cast<std::size_t>(std::count_if(
            scenario.rules.begin(), scenario.rules.end(), [&](Rule const& rule) { return block_of(rule) == block; }));
        if (n_blocks == 0) return fmt::format("the scenario has no [[{}]]", parts.block);
        if (parts.index >= n_blocks)
            return fmt::format("the scenario has {} [[{}]] block{}, counted from 0", n_blocks, parts.block,
                               n_blocks == 1 ? "" : "s");
        auto const possible = possible_fields(block);
        if (std::find(possible.begin(), possible.end(), parts.field) == possible.end()) return {};
        std::string const stem = fmt::format("{}[{}]", parts.block, parts.index);
        std::vector<VariedNumber> has;
        std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(has),
                     [&](VariedNumber const& number) { return number.path.starts_with(stem + "."); });
        if (has.empty()) return fmt::format("{} is a mirror: it follows the duties it answers", stem);
        return fmt::format("the block has {}", list_paths(has));
    }
    return {};
}

}  // namespace

std::vector<VariedNumber> varied_numbers(Scenario const& scenario) {
    std::vector<VariedNumber> numbers;
    std::array<std::size_t, std::variant_size_v<Rule>> counts{};
    for (std::size_t at = 0; at < scenario.rules.size(); ++at) {
        Rule const& rule = scenario.rules[at];
        std::string const stem = fmt::format("{}[{}]", block_word(block_of(rule)), counts[rule.index()]++);
        std::visit(
            [&](auto const& written) {
                for (WrittenField const& field : fields_of(written))
                    numbers.push_back({block_of(rule), at, stem + "." + field.name, field.name, units_of(field.name),
                                       fmt::format("{} of {}: {}", field.name, stem, target_of(written)), field.value});
            },
            rule);
    }
    if (scenario.model.kind == input_output_kind)
        numbers.push_back({VariedBlock::model, 0, "model.demand_elasticity", "demand_elasticity", "1",
                           "elasticity of demand", scenario.model.demand_elasticity});
    numbers.push_back({VariedBlock::theta, 0, "theta", "theta", "1", "multiplier on every trade elasticity",
                       scenario.model.theta_factor});
    return numbers;
}

std::optional<VariedNumber> find_varied_number(std::string const& path, Scenario const& scenario,
                                               SourceLocation const& where, FaultList& faults) {
    auto const numbers = varied_numbers(scenario);
    auto const at =
        std::find_if(numbers.begin(), numbers.end(), [&](VariedNumber const& number) { return number.path == path; });
    if (at != numbers.end()) return *at;
    std::vector<std::string> paths;
    paths.reserve(numbers.size());
    for (VariedNumber const& number : numbers) paths.push_back(number.path);
    std::string why;
    if (auto const parts = split_path(path)) why = explain_missing(*parts, scenario, numbers);
    if (path == "model.demand_elasticity") why = "it belongs to the input-output model";
    faults.add(where, fmt::format("there is no number '{}' to vary", path),
               why.empty() ? "the scenario has none of that name" : why,
               why.empty() ? suggest_name(path, paths) : fmt::format("What may be varied: {}.", list_paths(numbers)));
    return std::nullopt;
}

void check_level(VariedNumber const& number, double level, SourceLocation const& where, FaultList& faults) {
    auto const bounds = std::find_if(level_bounds.begin(), level_bounds.end(),
                                     [&](LevelBounds const& entry) { return number.field == entry.field; });
    DESVIO_EXPECT(bounds != level_bounds.end());
    // Written so that NaN is refused too.
    bool const is_above = bounds->is_low_allowed ? level >= bounds->low : level > bounds->low;
    if (std::isfinite(level) && is_above && level <= bounds->high) return;
    std::string limit = "finite";
    if (std::isfinite(level) && !is_above)
        limit = fmt::format("{} {}", bounds->is_low_allowed ? "at least" : "above", bounds->low);
    else if (std::isfinite(level))
        limit = fmt::format("at most {}", bounds->high);
    faults.add(where, fmt::format("{} cannot be {}: it must be {}", number.path, level, limit), bounds->why, {});
}

void set_level(Scenario& scenario, VariedNumber const& number, double level) {
    if (number.block == VariedBlock::theta) {
        scenario.model.theta_factor = level;
        return;
    }
    if (number.block == VariedBlock::model) {
        scenario.model.demand_elasticity = level;
        return;
    }
    Rule& rule = scenario.rules.at(number.rule);
    if (auto* const tariff = std::get_if<TariffRule>(&rule)) {
        (number.field == "exempt_share" ? tariff->exempt_share : tariff->value) = level;
    } else if (auto* const cost = std::get_if<TradeCostRule>(&rule)) {
        if (number.field == "change") {
            cost->change = level;
            return;
        }
        (number.field == "days" ? cost->days : cost->per_day) = level;
        if (!cost->value_of_time.empty()) return;  // by sector, when the rule is applied
        // change = (1 + per_day)^days - 1
        cost->change = std::pow(1.0 + cost->per_day, cost->days) - 1.0;
        if (!std::isfinite(cost->change) || cost->change <= -1.0)
            throw InputError({cost->where, fmt::format("{} days at {} a day are no cost", cost->days, cost->per_day),
                              "the change is (1 + per_day)^days - 1", "Give fewer days."});
    } else if (auto* const productivity = std::get_if<ProductivityRule>(&rule)) {
        productivity->change = level;
    } else {
        std::get<RetaliationRule>(rule).rate = level;
    }
}

void scale_elasticities(Base& base, double factor) {
    for (ElasticitySet& set : base.elasticities) {
        set.theta *= factor;
        set.standard_error *= factor;
    }
}

}  // namespace desvio
