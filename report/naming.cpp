#include "report/naming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace desvio::text {
namespace {

/// Groups whose names are written in capitals.
constexpr std::array<std::string_view, 8> acronyms{"brics", "usmca", "eu", "asean", "oecd", "opec", "efta", "g7"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 2> currency_signs{{{"USD", "US$"}, {"EUR", "€"}}};

std::string capitalise(std::string word) {
    bool const is_acronym = std::find(acronyms.begin(), acronyms.end(), word) != acronyms.end();
    for (std::size_t k = 0; k < word.size() && (k == 0 || is_acronym); ++k) {
        word[k] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[k])));
    }
    return word;
}

}  // namespace

std::string short_name(Base const& base, Index region) {
    Region const& entry = base.region_table[static_cast<std::size_t>(region)];
    std::string name = entry.name.empty() ? entry.code : entry.name;
    if (auto const bracket = name.find(" ("); bracket != std::string::npos && bracket > 0) name.erase(bracket);
    return name;
}

std::string name_in_sentence(std::string const& name) {
    for (std::string_view const start : {"United ", "European ", "Rest of "}) {
        if (name.starts_with(start)) return "the " + name;
    }
    return name;
}

std::string group_label(std::string const& group) {
    std::string label, word;
    for (char const c : group + "_") {
        if (c != '_') {
            word += c;
            continue;
        }
        if (!label.empty() && !word.empty()) label += ' ';
        label += capitalise(std::exchange(word, {}));
    }
    return label;
}

std::string set_label(Base const& base, std::vector<Index> const& members) {
    if (members.size() == 1) return short_name(base, members.front());
    for (std::string const& group : base.region_groups()) {
        if (base.region_members(group) == members) return group_label(group);
    }
    if (static_cast<Index>(members.size()) == base.n_regions()) return "All regions";
    std::string codes;
    for (Index const member : members) codes += (codes.empty() ? "" : ", ") + base.regions[member];
    return codes;
}

std::string currency_label(Base const& base) {
    for (auto const& [code, sign] : currency_signs) {
        if (base.currency == code) return std::string(sign);
    }
    return base.currency.empty() ? "US$" : base.currency;
}

std::string money_unit(Base const& base) {
    if (base.unit.find(' ') != std::string::npos) return base.unit;
    return (base.unit.empty() ? "million" : base.unit) + " " + currency_label(base);
}

std::string reading_text(Scenario const& scenario) {
    if (scenario.readings.empty()) return {};
    std::size_t const count = scenario.readings.size();
    return fmt::format("{}, of low, central and high for {} number{}", to_string(scenario.reading), count,
                       count == 1 ? "" : "s");
}

}  // namespace desvio::text
