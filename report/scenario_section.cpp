#include "desvio/report/short_answers.hpp"
#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"

#include <fmt/format.h>

#include <cmath>

namespace desvio {
namespace {

/// "+0.05% (-0.02% to +0.09%)"
std::string change_text(ChangeWithInterval const& change) {
    std::string text = text::format_signed(change.pct, 2) + "%";
    if (!std::isnan(change.lower))
        text +=
            fmt::format(" ({}% to {}%)", text::format_signed(change.lower, 2), text::format_signed(change.upper, 2));
    return text;
}

std::string name_of(Base const& base, std::string const& code) {
    auto const region = base.regions.find(code);
    return region ? text::name_in_sentence(text::short_name(base, *region)) : code;
}

std::string focus_name(Base const& base, std::vector<std::string> const& codes) {
    std::vector<Index> members;
    for (std::string const& code : codes)
        if (auto const region = base.regions.find(code)) members.push_back(*region);
    return text::name_in_sentence(text::set_label(base, members));
}

std::string sales_text(ShortAnswer const& answer, Base const& base) {
    std::string text =
        fmt::format("Sales in {}: {} {} {} a year", name_of(base, answer.market), answer.loss > 0.0 ? "minus" : "plus",
                    text::format_amount(answer.loss), text::currency_label(base));
    double const share = text::told_share(answer.rate, 1.0, 0.0);
    if (answer.loss > 0.0 && !std::isnan(share))
        text += fmt::format(", {} of it redirected to other countries", text::format_share(share));
    if (answer.loss > 0.0 && answer.rate < 0.0) text += "; other countries buy less too";
    return text + ".";
}

}  // namespace

std::string format_scenario_section(Scenario const& scenario, ShortAnswer const& answer,
                                    std::vector<ShortAnswer> const& readings, Base const& base) {
    constexpr std::size_t page_width = 120;
    std::string const figure = answer.is_value_added ? "Value added in the first year" : "Real income";
    std::string text =
        fmt::format("{} of {}: **{}**. Worst off: {} {}; best off: {} {}. {}", figure, focus_name(base, answer.focus),
                    change_text(answer.together), name_of(base, answer.worst), change_text(answer.worst_change),
                    name_of(base, answer.best), change_text(answer.best_change), sales_text(answer, base));
    for (ShortAnswer const& reading : readings)
        text += fmt::format(" In the {} reading: {}.", reading.reading, change_text(reading.together));
    return fmt::format("## {}\n\n{}\n\n{}\n\n{}\n", scenario.name, text::wrap(scenario.title, page_width),
                       text::wrap(text, page_width), text::wrap("Sources: " + scenario.source, page_width));
}

}  // namespace desvio
