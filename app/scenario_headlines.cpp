#include "app/scenario_headlines.hpp"

#include "app/batch.hpp"
#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/report/short_answers.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

/// The answers of the scenarios in one reading, by place in `items`.
std::vector<BatchItem> solve_all(std::vector<std::string> const& names, ReadingLevel reading) {
    std::vector<BatchItem> items = read_batch(names, "", reading, std::nullopt);
    BatchOptions options;
    options.jobs = 0;
    run_batch(items, options);
    for (BatchItem const& item : items)
        if (item.state == BatchState::failed)
            throw InputError(
                {{}, fmt::format("{} could not be answered", item.asked), "the page would leave it out", ""});
    return items;
}

}  // namespace

void print_scenario_headlines(std::string const& name, bool as_json) {
    std::vector<std::string> const names = name.empty() ? builtin_scenarios() : std::vector<std::string>{name};
    std::vector<BatchItem> const central = solve_all(names, ReadingLevel::central);
    std::vector<std::string> with_readings;
    for (BatchItem const& item : central)
        if (item.answer && !item.scenario.readings.empty()) with_readings.push_back(item.asked);
    std::vector<BatchItem> const low = solve_all(with_readings, ReadingLevel::low);
    std::vector<BatchItem> const high = solve_all(with_readings, ReadingLevel::high);

    std::vector<ShortAnswer> all;
    std::string page;
    std::size_t next = 0;
    for (BatchItem const& item : central) {
        if (!item.answer) continue;
        all.push_back(*item.answer);
        std::vector<ShortAnswer> readings;
        if (!item.scenario.readings.empty()) {
            readings = {*low[next].answer, *high[next].answer};
            ++next;
            all.insert(all.end(), readings.begin(), readings.end());
        }
        page += (page.empty() ? "" : "\n") + format_scenario_section(item.scenario, *item.answer, readings, *item.base);
    }
    print(as_json ? format_short_answers_json(all) : page);
}

}  // namespace desvio::app
