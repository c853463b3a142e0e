#include "engine/compare_record.hpp"

#include "desvio/core/units.hpp"
#include "desvio/io/base_io.hpp"
#include "engine/figure_tables.hpp"
#include "engine/scenario_record.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace desvio {
namespace {

/// Options that are lists of words.
constexpr std::array<std::pair<char const*, std::vector<std::string> CompareOptions::*>, 5> listed_options{
    {{"asked_what", &CompareOptions::what},
     {"asked_regions", &CompareOptions::regions},
     {"asked_partners", &CompareOptions::partners},
     {"asked_sectors", &CompareOptions::sectors},
     {"asked_allowed", &CompareOptions::allowed}}};
constexpr std::array<std::pair<char const*, std::string CompareOptions::*>, 2> named_options{
    {{"asked_against", &CompareOptions::against}, {"asked_market", &CompareOptions::market}}};
constexpr std::array<std::pair<char const*, bool CompareOptions::*>, 3> switched_options{
    {{"asked_members", &CompareOptions::with_members},
     {"asked_by_sector", &CompareOptions::by_sector},
     {"asked_map", &CompareOptions::is_mapped}}};

/// Where the k-th base stands.
std::string base_prefix(std::size_t k) { return k == 0 ? "/input" : fmt::format("/input/base_{}", k + 1); }

}  // namespace

void add_compared_inputs(LabelledFile& file, ResultComparison const& comparison) {
    for (auto const& [name, list] : listed_options)
        file.attributes.push_back({name, fmt::format("{}", fmt::join(comparison.options.*list, "\n"))});
    for (auto const& [name, text] : named_options) file.attributes.push_back({name, comparison.options.*text});
    for (auto const& [name, flag] : switched_options)
        file.attributes.push_back({name, static_cast<std::int64_t>(comparison.options.*flag ? 1 : 0)});
    std::vector<NamedScenario> kept;
    std::vector<std::string> digests;
    std::vector<double> bases;
    for (ComparedResult const& result : comparison.results) {
        kept.emplace_back(result.name, result.record.scenario);
        auto const known = std::find(digests.begin(), digests.end(), result.base_sha256);
        bases.push_back(static_cast<double>(known - digests.begin()) + 1.0);
        if (known != digests.end()) continue;
        add_base_tables(result.record.base, base_prefix(digests.size()), file);
        digests.push_back(result.base_sha256);
    }
    add_scenario_set(file, kept);
    file.tables.push_back(
        {"/result/base", {"result"}, std::move(bases), units::one, "which of the bases kept, from 1"});
}

RecordedComparison recorded_comparison(LabelledFile const& file) {
    if (file.text_attribute("format") != comparison_format)
        throw FileError({{file.origin},
                         "is not a comparison",
                         "its format attribute says '" + file.text_attribute("format") + "'",
                         "Give a file that 'desvio compare -o' wrote."});
    RecordedComparison recorded;
    auto kept = recorded_scenario_set(file);
    auto const& bases = file.numbers("/result/base");
    for (std::size_t k = 0; k < kept.size(); ++k) {
        recorded.names.push_back(kept[k].first);
        recorded.runs.push_back({std::move(kept[k].second),
                                 base_from_tables(file, base_prefix(static_cast<std::size_t>(bases.at(k)) - 1))});
    }
    for (auto const& [name, list] : listed_options) {
        std::istringstream lines(file.text_attribute(name));
        for (std::string line; std::getline(lines, line);) (recorded.options.*list).push_back(line);
    }
    for (auto const& [name, text] : named_options) recorded.options.*text = file.text_attribute(name);
    for (auto const& [name, flag] : switched_options) recorded.options.*flag = recorded_count(file, name) != 0;
    return recorded;
}

}  // namespace desvio
