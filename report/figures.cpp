#include "report/figures.hpp"

#include "desvio/core/units.hpp"
#include "report/naming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace desvio::text {

int decimals_of(std::string const& units) {
    constexpr int of_percent = 3, of_fraction = 4;
    if (units == desvio::units::percent_name) return of_percent;
    return units == desvio::units::one || units == desvio::units::fraction ? of_fraction : 0;
}

Cell figure_cell(double value, std::string const& units) { return signed_cell(value, decimals_of(units)); }

Cell level_cell(double value, std::string const& units, std::string const& long_name) {
    return long_name.ends_with("change") ? figure_cell(value, units) : Cell{format_number(value, decimals_of(units))};
}

std::string subject_of(Outcome const& outcome, Base const& base) {
    auto const open = outcome.text.find('[');
    std::string const arguments = open == std::string::npos ? "" : outcome.text.substr(open + 1);
    auto const is_all = [](std::vector<Index> const& chosen, Index n) {
        return chosen.empty() || static_cast<Index>(chosen.size()) == n;
    };
    bool const is_region_alone =
        is_all(outcome.partners, base.n_regions()) && is_all(outcome.sectors, base.n_sectors());
    return is_region_alone ? set_label(base, outcome.regions) : outcome.text;
}

std::string with_units(std::string const& long_name, std::string const& units) {
    return units == desvio::units::one ? long_name : long_name + ", " + units;
}

std::string title_of(std::string const& long_name, std::string const& units) {
    std::string title = with_units(long_name, units);
    if (!title.empty()) title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    return title;
}

std::vector<std::vector<std::size_t>> by_kind(std::vector<Figure> const& figures) {
    std::vector<std::vector<std::size_t>> kinds;
    for (std::size_t k = 0; k < figures.size(); ++k) {
        auto const same = std::find_if(kinds.begin(), kinds.end(), [&](auto const& members) {
            return figures[members.front()].outcome.kind == figures[k].outcome.kind;
        });
        if (same == kinds.end())
            kinds.push_back({k});
        else
            same->push_back(k);
    }
    return kinds;
}

std::string section(std::string const& title, TextStyle const& style) {
    auto const width = static_cast<std::size_t>(std::max(style.width, 1));
    return "\n" + paint(wrap(title, width), Tone::strong, style) + "\n";
}

std::string sentence_line(std::string const& sentence, TextStyle const& style, std::size_t indent) {
    return wrap(sentence, static_cast<std::size_t>(std::max(style.width, 1)), indent) + "\n";
}

std::string count_of(std::size_t number, std::string const& noun) {
    return fmt::format("{} {}{}", format_number(static_cast<double>(number)), noun, number == 1 ? "" : "s");
}

}  // namespace desvio::text
