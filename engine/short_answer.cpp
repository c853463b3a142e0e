#include "desvio/engine/short_answer.hpp"

#include "desvio/core/error.hpp"
#include "desvio/core/units.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace desvio {
namespace {

constexpr double not_drawn = std::numeric_limits<double>::quiet_NaN();

std::vector<std::string> split_words(std::string const& text) {
    std::istringstream words(text);
    std::vector<std::string> list;
    for (std::string word; words >> word;) list.push_back(word);
    return list;
}

/// One number of a table; NaN when the table is not there.
double number_at(LabelledFile const& result, std::string const& path, std::size_t place) {
    return result.find_table(path) == nullptr ? not_drawn : result.numbers(path).at(place);
}

/// The change of each region, by place in the base: real income, or value added where wages stay.
std::vector<double> region_changes(LabelledFile const& result, bool is_value_added) {
    if (!is_value_added) return result.numbers("/region/welfare_pct");
    std::vector<double> const& before = result.numbers("/region/value_added_base");
    std::vector<double> changes = result.numbers("/region/value_added_counterfactual");
    // 100 (V' / V - 1)
    for (std::size_t n = 0; n < changes.size(); ++n)
        changes[n] = before[n] > 0.0 ? percent * (changes[n] / before[n] - 1.0) : 0.0;
    return changes;
}

std::vector<std::string> const& region_codes(LabelledFile const& result) {
    auto const at = result.dimensions.find("region");
    auto const* const codes =
        at == result.dimensions.end() ? nullptr : std::get_if<std::vector<std::string>>(&at->second.labels);
    if (codes == nullptr)
        throw FileError({{result.origin}, "has no regions", "it is not a whole result", "Make it again."});
    return *codes;
}

}  // namespace

ShortAnswer short_answer(LabelledFile const& result) {
    ShortAnswer answer;
    answer.scenario = result.text_attribute("scenario_name");
    answer.title = result.text_attribute("title");
    if (result.find_attribute("scenario_reading") != nullptr)
        answer.reading = result.text_attribute("scenario_reading");
    answer.focus = split_words(result.text_attribute("focus"));
    answer.market = result.text_attribute("market");
    answer.is_value_added = result.text_attribute("closures").find("factors = rigid") != std::string::npos;

    std::string const what = answer.is_value_added ? "value_added_pct" : "welfare_pct";
    answer.together = {result.numbers("/focus/" + what).at(0), number_at(result, "/focus/" + what + "_p05", 0),
                       number_at(result, "/focus/" + what + "_p95", 0)};
    std::vector<std::string> const& codes = region_codes(result);
    std::vector<double> const changes = region_changes(result, answer.is_value_added);
    auto const change_of = [&](std::size_t place) {
        return ChangeWithInterval{changes.at(place), number_at(result, "/region/" + what + "_p05", place),
                                  number_at(result, "/region/" + what + "_p95", place)};
    };
    for (std::string const& code : answer.focus) {
        auto const place = static_cast<std::size_t>(std::find(codes.begin(), codes.end(), code) - codes.begin());
        ChangeWithInterval const change = change_of(place);
        if (answer.worst.empty() || change.pct < answer.worst_change.pct) {
            answer.worst = code;
            answer.worst_change = change;
        }
        if (answer.best.empty() || change.pct > answer.best_change.pct) {
            answer.best = code;
            answer.best_change = change;
        }
    }
    answer.loss = result.numbers("/focus/loss").at(0);
    answer.rate = result.numbers("/focus/rate").at(0);
    answer.residual = std::abs(result.numbers("/diagnostics/walras").at(0));
    for (double const residual : result.numbers("/diagnostics/residual_max"))
        answer.residual = std::max(answer.residual, residual);
    answer.seconds = result.numbers("/diagnostics/seconds").at(0);
    return answer;
}

}  // namespace desvio
