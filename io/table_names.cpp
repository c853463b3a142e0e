#include "io/table_names.hpp"

#include "desvio/core/error.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace desvio {

namespace {

constexpr int first_year = 1950;
constexpr int last_year = 2099;
constexpr std::size_t digits_of_year = 4;
constexpr double thousand = 1e-3;
constexpr double billion = 1e3;
constexpr double single = 1e-6;

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

bool holds_any(std::string const& text, std::initializer_list<char const*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](char const* word) { return text.find(word) != std::string::npos; });
}

}  // namespace

std::string folder_of(std::string const& name) {
    auto const slash = name.rfind('/');
    return slash == std::string::npos ? std::string() : name.substr(0, slash + 1);
}

std::string in_lower_case(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return folded;
}

int year_in(std::string_view text) {
    int found = 0;
    for (std::size_t k = 0; k < text.size();) {
        std::size_t end = k;
        while (end < text.size() && is_digit(text[end])) ++end;
        if (end - k == digits_of_year) {
            int const year = std::stoi(std::string(text.substr(k, digits_of_year)));
            if (year >= first_year && year <= last_year) found = year;
        }
        k = std::max(end, k + 1);
    }
    return found;
}

YearChoice choose_year(TableSource const& source, std::vector<std::string> const& names, int year,
                       std::vector<std::string>& notes) {
    std::vector<YearChoice> choices;
    choices.reserve(names.size());
    for (std::string const& name : names) choices.push_back({name, year_in(leaf_of(name))});
    auto const newest = std::max_element(choices.begin(), choices.end(),
                                         [](YearChoice const& a, YearChoice const& b) { return a.year < b.year; });
    if (choices.size() == 1 && (year == 0 || newest->year == 0)) return {newest->name, year == 0 ? newest->year : year};
    std::set<int> years;
    for (YearChoice const& choice : choices) years.insert(choice.year);
    std::string list;
    for (int const one : years) list += fmt::format("{}{}", list.empty() ? "" : ", ", one);
    auto const chosen = year == 0 ? newest
                                  : std::find_if(choices.begin(), choices.end(),
                                                 [year](YearChoice const& choice) { return choice.year == year; });
    if (chosen == choices.end())
        throw InputError({{source.path().string()},
                          fmt::format("there is no table of {}", year),
                          fmt::format("the years there are: {}", list),
                          "Ask for one of them."});
    if (choices.size() > 1)
        notes.push_back(fmt::format("Of {} tables ({}) that of {} was read.", choices.size(), list, chosen->year));
    return *chosen;
}

std::optional<MoneyUnit> money_unit(std::string_view text) {
    std::string const folded = in_lower_case(text);
    auto const slash = folded.find('/');
    std::string const upper = folded.substr(0, slash);
    MoneyUnit unit;
    if (holds_any(upper, {"eur"}))
        unit.currency = "EUR";
    else if (holds_any(upper, {"usd", "us$", "dollar", "$"}))
        unit.currency = "USD";
    else
        return std::nullopt;
    if (holds_any(upper, {"thous", "000", "keur", "kusd", "k.", "k€"}))
        unit.in_million = thousand;
    else if (holds_any(upper, {"bill", "bn"}))
        unit.in_million = billion;
    else if (!holds_any(upper, {"m.", "mill", "mio", "meur", "musd", "m eur", "m usd", "mn"}))
        unit.in_million = single;
    unit.is_per_output = slash != std::string::npos;
    return unit;
}

}  // namespace desvio
