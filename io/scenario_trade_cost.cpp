#include "io/scenario_trade_cost.hpp"

#include "desvio/core/labels.hpp"

#include <cmath>
#include <limits>

namespace desvio {
namespace {

void require_one_way_of_saying(TomlFields& block) {
    bool const is_by_days = block.has("days") || block.has("per_day");
    if (block.has("change") == is_by_days) {
        block.fault(block.where(), is_by_days ? "[[trade_cost]] has change and days" : "[[trade_cost]] says no change",
                    is_by_days ? "it is not clear which holds" : "it would change nothing",
                    "Give either change, or days and per_day.");
    } else if (is_by_days && block.has("days") != block.has("per_day")) {
        block.fault(block.where(), fmt::format("[[trade_cost]] has {} alone", block.has("days") ? "days" : "per_day"),
                    "the change is (1 + per_day)^days - 1", "Give both days and per_day.");
    }
}

/// per_day = "hummels-schaur" or, with its reading fixed, "hummels-schaur:central"
void read_value_of_time_name(TomlFields& block, TradeCostRule& rule, ReadingChoice& readings,
                             std::vector<std::pair<std::string, SourceLocation>>& time_value_places) {
    auto const written = block.filled_text("per_day");
    if (!written) return;
    SourceLocation const where = block.where("per_day");
    std::size_t const colon = written->rfind(':');
    std::string const name = written->substr(0, colon);
    rule.value_of_time_reading = readings.chosen;
    if (colon != std::string::npos) {
        std::string const reading = written->substr(colon + 1);
        auto const fixed = parse_option<ReadingLevel>(reading);
        if (!fixed) {
            block.fault(where, fmt::format("unknown reading '{}' of the value of time", reading),
                        "it has low, central and high", suggest_name(reading, option_names<ReadingLevel>()));
            return;
        }
        rule.value_of_time_reading = *fixed;
    }
    if (name.empty()) {
        block.fault(where, fmt::format("'{}' names no value of time", *written), "a day would have no cost",
                    "Write per_day = \"NAME\", or a number.");
        return;
    }
    rule.value_of_time = name;
    time_value_places.emplace_back(name, where);
    double const by_sector = std::numeric_limits<double>::quiet_NaN();
    if (colon == std::string::npos)
        readings.written.push_back(
            {fmt::format("per_day = {} of [[trade_cost]]", name), {by_sector, by_sector, by_sector}, where});
}

}  // namespace

NumberRange const& change_range() {
    static NumberRange const range{-1.0, std::numeric_limits<double>::infinity(), false,
                                   "1 + change is what the base is multiplied by",
                                   "Write the change as a fraction: -0.05 is 5% less."};
    return range;
}

TradeCostRule read_trade_cost(TomlFields block, ReadingChoice& readings,
                              std::vector<std::pair<std::string, SourceLocation>>& time_value_places) {
    TradeCostRule rule;
    rule.where = block.where();
    rule.exporter = block.selector("exporter");
    rule.importer = block.selector("importer");
    rule.sector = block.selector("sector");
    rule.both_ways = block.flag("both_ways").value_or(false);
    rule.change = block.number("change", change_range()).value_or(0.0);
    auto const days = block.number("days");
    require_one_way_of_saying(block);
    if (block.is_text("per_day")) {
        read_value_of_time_name(block, rule, readings, time_value_places);
        rule.days = days.value_or(0.0);
    } else {
        auto const per_day =
            block.number("per_day", {0.0, 1.0, true, "it is the share of the value a day in transit costs",
                                     "Write a fraction: 0.008 is 0.8% a day."});
        if (days && per_day && !block.has("change")) {
            rule.days = *days;
            rule.per_day = *per_day;
            // change = (1 + per_day)^days - 1
            rule.change = std::pow(1.0 + *per_day, *days) - 1.0;
            if (!std::isfinite(rule.change) || rule.change <= -1.0) {
                block.fault(block.where("days"), fmt::format("{} days at {} a day are no cost", *days, *per_day),
                            "the change is (1 + per_day)^days - 1", "Give fewer days.");
            }
        }
    }
    rule.allow_unmatched = block.flag("allow_unmatched").value_or(false);
    rule.note = block.text("note").value_or("");
    rule.measure = block.filled_text("measure").value_or("");
    block.refuse_unknown();
    return rule;
}

}  // namespace desvio
