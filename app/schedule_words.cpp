#include "app/schedule_words.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/params/shock.hpp"

namespace desvio::app {
namespace {

constexpr char const* schedule_base = "world-2023";

TiedSchedule tie(Schedule const& schedule, Base const& base) {
    FaultList faults;
    TiedSchedule tied(schedule, base, faults);
    faults.throw_if_any();
    return tied;
}

Selector selector_of(std::string const& list) {
    Selector selector;
    std::size_t begin = 0;
    while (begin < list.size()) {
        std::size_t const end = std::min(list.find(',', begin), list.size());
        if (end > begin) selector.terms.push_back({list.substr(begin, end - begin), {}});
        begin = end + 1;
    }
    return selector;
}

}  // namespace

std::string chosen_schedule(Invocation const& invocation) {
    auto const words = invocation.words("schedule");
    return words.empty() ? default_schedule : words.front();
}

LoadedSchedule::LoadedSchedule(Invocation const& invocation, std::string const& name)
    : schedule(read_schedule(name)),
      base(read_base(invocation.word("base", schedule_base))),
      tied(tie(schedule, base)) {}

ScheduleScope LoadedSchedule::scope(Invocation const& invocation) const {
    FaultList faults;
    ScheduleScope chosen{select_regions(selector_of(invocation.word("partner")), base, faults),
                         select_sectors(selector_of(invocation.word("sector", "@goods")), base, faults)};
    faults.throw_if_any();
    std::erase(chosen.partners, tied.importer());
    if (chosen.partners.empty()) throw UsageError("--partner names the importer itself, which bears no duty");
    return chosen;
}

}  // namespace desvio::app
