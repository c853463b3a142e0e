#include "desvio/params/scenario.hpp"

#include "desvio/core/contracts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace desvio {
namespace {

template <typename Option>
struct NamedOption {
    Option value;
    char const* name;
};

// One table an option: the only place where its names are written.
template <typename Option>
constexpr int named_options = 0;
template <>
constexpr std::array named_options<Deficits>{NamedOption<Deficits>{Deficits::fixed, "fixed"},
                                             NamedOption<Deficits>{Deficits::gdp_share, "gdp-share"},
                                             NamedOption<Deficits>{Deficits::balanced, "balanced"}};
template <>
constexpr std::array named_options<Factors>{NamedOption<Factors>{Factors::mobile, "mobile"},
                                            NamedOption<Factors>{Factors::rigid, "rigid"}};
template <>
constexpr std::array named_options<Revenue>{NamedOption<Revenue>{Revenue::rebate, "rebate"},
                                            NamedOption<Revenue>{Revenue::waste, "waste"}};
template <>
constexpr std::array named_options<Variant>{NamedOption<Variant>{Variant::full, "full"},
                                            NamedOption<Variant>{Variant::no_io, "no-io"},
                                            NamedOption<Variant>{Variant::one_sector, "one-sector"},
                                            NamedOption<Variant>{Variant::one_sector_no_io, "one-sector-no-io"}};
template <>
constexpr std::array named_options<TariffAction>{
    NamedOption<TariffAction>{TariffAction::rate, "rate"},     NamedOption<TariffAction>{TariffAction::add, "add"},
    NamedOption<TariffAction>{TariffAction::factor, "factor"}, NamedOption<TariffAction>{TariffAction::floor, "floor"},
    NamedOption<TariffAction>{TariffAction::cap, "cap"},       NamedOption<TariffAction>{TariffAction::table, "table"}};
template <>
constexpr std::array named_options<ReadingLevel>{NamedOption<ReadingLevel>{ReadingLevel::low, "low"},
                                                 NamedOption<ReadingLevel>{ReadingLevel::central, "central"},
                                                 NamedOption<ReadingLevel>{ReadingLevel::high, "high"}};

template <typename Option>
std::string name_of(Option value) {
    auto const& names = named_options<Option>;
    auto const at = std::find_if(names.begin(), names.end(), [&](auto const& entry) { return entry.value == value; });
    DESVIO_EXPECT(at != names.end());
    return at->name;
}

}  // namespace

std::string to_string(Deficits value) { return name_of(value); }
std::string to_string(Factors value) { return name_of(value); }
std::string to_string(Revenue value) { return name_of(value); }
std::string to_string(Variant value) { return name_of(value); }
std::string to_string(TariffAction value) { return name_of(value); }
std::string to_string(ReadingLevel value) { return name_of(value); }

std::string to_string(Selector const& selector) {
    if (selector.terms.empty()) return "*";
    if (selector.terms.size() == 1) return selector.terms.front().text;
    std::string list;
    for (SelectorTerm const& term : selector.terms) list += (list.empty() ? "[" : ", ") + term.text;
    return list + "]";
}

template <typename Option>
std::vector<std::string> option_names() {
    std::vector<std::string> names;
    names.reserve(named_options<Option>.size());
    for (auto const& entry : named_options<Option>) names.emplace_back(entry.name);
    return names;
}

template <typename Option>
std::optional<Option> parse_option(std::string_view name) {
    for (auto const& entry : named_options<Option>) {
        if (name == entry.name) return entry.value;
    }
    return std::nullopt;
}

template std::vector<std::string> option_names<Deficits>();
template std::vector<std::string> option_names<Factors>();
template std::vector<std::string> option_names<Revenue>();
template std::vector<std::string> option_names<Variant>();
template std::vector<std::string> option_names<TariffAction>();
template std::vector<std::string> option_names<ReadingLevel>();
template std::optional<Deficits> parse_option<Deficits>(std::string_view);
template std::optional<Factors> parse_option<Factors>(std::string_view);
template std::optional<Revenue> parse_option<Revenue>(std::string_view);
template std::optional<Variant> parse_option<Variant>(std::string_view);
template std::optional<TariffAction> parse_option<TariffAction>(std::string_view);
template std::optional<ReadingLevel> parse_option<ReadingLevel>(std::string_view);

std::string describe_closures(ModelOptions const& model) {
    // With rigid factors a deficit is what trade makes it.
    std::string const deficits =
        model.factors == Factors::rigid ? "outcome, final spending = fixed" : to_string(model.deficits);
    std::string text = fmt::format("variant = {}, deficits = {}, factors = {}, revenue = {}", to_string(model.variant),
                                   deficits, to_string(model.factors), to_string(model.revenue));
    if (model.theta_factor != 1.0) text += fmt::format(", theta_factor = {}", model.theta_factor);
    if (model.kind == input_output_kind) text += fmt::format(", demand_elasticity = {}", model.demand_elasticity);
    return text;
}

void set_date(Scenario& scenario, Date date) {
    scenario.date = date;
    scenario.is_date_given = true;
    for (Rule& rule : scenario.rules)
        if (auto* const schedule = std::get_if<ScheduleRule>(&rule)) schedule->date.reset();
}

std::vector<std::string> model_kinds() { return {"caliendo-parro", input_output_kind}; }
std::vector<std::string> solver_methods() { return {"auto", "anderson", "damped", "newton-krylov"}; }

}  // namespace desvio
