#include "report/headline.hpp"

#include "report/naming.hpp"
#include "report/numbers.hpp"
#include "report/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace desvio::text {
namespace {

/// "a", "a and b", "a, b and c"
std::string join_and(std::vector<std::string> const& parts) {
    std::string all;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        if (k > 0) all += k + 1 == parts.size() ? " and " : ", ";
        all += parts[k];
    }
    return all;
}

std::string sentence_start(std::string text) {
    if (text.starts_with("the ")) text[0] = 'T';
    return text;
}

/// Up to three members with the largest figure, as "Brazil 38.1 bn".
std::string name_largest(Answer const& answer, std::vector<Index> members, Vector const& figure) {
    std::stable_sort(members.begin(), members.end(),
                     [&](Index a, Index b) { return std::abs(figure[a]) > std::abs(figure[b]); });
    std::vector<std::string> parts;
    for (std::size_t k = 0; k < std::min<std::size_t>(3, members.size()); ++k) {
        parts.push_back(
            fmt::format("{} {}", short_name(answer.result.base, members[k]), format_amount(figure[members[k]])));
    }
    return join_and(parts);
}

/// A change in percent, signed: two decimals, or as many up to five as show that it is not nothing.
std::string format_change(double percent) {
    int decimals = 2;
    while (decimals < 5 && percent != 0.0 && std::abs(percent) < 0.5 * std::pow(10.0, -decimals)) ++decimals;
    constexpr double nothing = 0.5e-5;
    return format_signed(percent, std::abs(percent) < nothing ? 2 : decimals);
}

/// "minus 24.0 bn"
std::string signed_amount(double million) { return (million < 0.0 ? "minus " : "plus ") + format_amount(million); }

struct Sides {
    std::vector<Index> losers, gainers;
};

Sides split_by_loss(Answer const& answer) {
    Sides sides;
    for (Index const region : answer.result.resolved.focus) {
        double const loss = answer.ledger.loss[region];
        if (loss > 0.0) sides.losers.push_back(region);
        if (loss < 0.0) sides.gainers.push_back(region);
    }
    return sides;
}

/// "Latin America sells 12.3 bn US$ (4%) less in the United States: Brazil ... lose, Mexico ... gain."
std::string sales_sentence(Answer const& answer, LedgerRow const& total, Sides const& sides) {
    std::string const focus = name_in_sentence(set_label(answer.result.base, answer.result.resolved.focus));
    std::string const market = name_in_sentence(short_name(answer.result.base, answer.ledger.market));
    std::string sentence =
        fmt::format("{} sells {} {} a year ({}) {} in {}", sentence_start(focus), format_amount(total.loss),
                    currency_label(answer.result.base), format_share(std::abs(total.loss) / total.base_exports, 1),
                    total.loss >= 0.0 ? "less" : "more", market);
    if (answer.result.resolved.focus.size() == 1) return sentence + ".";
    std::vector<std::string> clauses;
    if (!sides.losers.empty()) {
        clauses.push_back("losses in " + name_largest(answer, sides.losers, answer.ledger.loss));
    }
    if (!sides.gainers.empty()) {
        clauses.push_back("gains in " + name_largest(answer, sides.gainers, answer.ledger.loss));
    }
    return sentence + (clauses.empty() ? "" : ": " + clauses.front()) +
           (clauses.size() > 1 ? "; " + clauses.back() : "") + ".";
}

/// " by Brazil", " by those who lose"; nothing when the focus is one region
std::string loser_clause(Answer const& answer, Sides const& sides) {
    if (answer.result.resolved.focus.size() == 1) return {};
    return " by " + (sides.losers.size() == 1 ? name_in_sentence(short_name(answer.result.base, sides.losers.front()))
                                              : std::string("those who lose"));
}

/// "While Brazil loses 38 bn there, its sales to other countries change by ...": where shares of the loss say nothing.
std::string amounts_sentence(Answer const& answer, Sides const& sides, LedgerRow const& lost) {
    bool const is_one = sides.losers.size() == 1;
    std::string const who = is_one ? name_in_sentence(short_name(answer.result.base, sides.losers.front()))
                                   : std::string("those who sell less");
    return fmt::format(
        "While {} lose{} {} there, {} sales to other countries change by {}, at home by {}, and {} output by {}.", who,
        is_one ? "s" : "", format_amount(lost.loss), is_one ? "its" : "their", signed_amount(lost.redirected()),
        signed_amount(lost.absorbed), is_one ? "its" : "their", signed_amount(-lost.output_cut));
}

/// "Of the 38 bn that members lose there, 41% is sold in other countries (China 12%, ...), 5% at home, 54% not at all."
std::string destination_sentence(Answer const& answer, Sides const& sides) {
    if (sides.losers.empty()) return {};
    auto const blocs = destination_blocs(answer);
    LedgerRow const lost = sum_ledger(answer, blocs, sides.losers);
    if (is_short_run(answer.result))
        return fmt::format(
            "With the {} lost there{}, sales to other countries change by {}, at home by {}, since the suppliers of "
            "those "
            "who lose orders lose theirs, and output by {} in all.",
            format_amount(lost.loss), loser_clause(answer, sides), signed_amount(lost.redirected()),
            signed_amount(lost.absorbed), signed_amount(-lost.output_cut));
    for (double const part : {lost.redirected(), lost.absorbed, lost.output_cut})
        if (std::isnan(lost.share(part))) return amounts_sentence(answer, sides, lost);
    std::vector<std::string> parts;
    for (std::size_t b = 0; b < blocs.size(); ++b) {
        double const share = lost.share(lost.by_bloc[b]);
        parts.push_back(fmt::format("{} {}", blocs[b].label,
                                    std::isnan(share) ? signed_amount(lost.by_bloc[b]) : format_share(share)));
    }
    return fmt::format(
        "Of the {} lost there{}, {} finds buyers in other countries ({}), {} at home, and {} is not sold at all.",
        format_amount(lost.loss), loser_clause(answer, sides), format_share(lost.rate()), fmt::join(parts, ", "),
        format_share(lost.share(lost.absorbed)), format_share(lost.share(lost.output_cut)));
}

/// "Value added of Latin America changes by -0.40% (minus 24 bn US$ a year), ...; prices of final goods by +0.1% ..."
std::string value_added_sentence(Answer const& answer) {
    auto const& focus = answer.result.resolved.focus;
    GroupOutcome const outcome = sum_outcome(answer, focus);
    std::string sentence = fmt::format(
        "In the first year, before wages and incomes answer, value added of {} changes by {}% ({} {} a year)",
        name_in_sentence(set_label(answer.result.base, focus)), format_change(outcome.value_added_pct),
        signed_amount(outcome.value_added_change), currency_label(answer.result.base));
    if (answer.result.short_run)
        sentence += fmt::format(", {} of it directly", signed_amount(outcome.direct_value_added_change));
    if (answer.result.employment) sentence += fmt::format(", with {} jobs", format_signed(outcome.jobs_change));
    if (focus.size() == 1 && answer.result.uncertainty && answer.result.uncertainty->draws > 0) {
        Interval const& interval = answer.result.uncertainty->value_added_pct;
        sentence +=
            fmt::format("; 90% of elasticity draws lie between {}% and {}%",
                        format_change(interval.lower[focus.front()]), format_change(interval.upper[focus.front()]));
    }
    return sentence + ".";
}

std::string income_sentence(Answer const& answer) {
    auto const& focus = answer.result.resolved.focus;
    GroupOutcome const outcome = sum_outcome(answer, focus);
    std::string sentence =
        fmt::format("Real income of {} changes by {}% ({} {} {} a year), real wages by {}%",
                    name_in_sentence(set_label(answer.result.base, focus)), format_change(outcome.real_income_pct),
                    outcome.equivalent_variation < 0.0 ? "minus" : "plus", format_amount(outcome.equivalent_variation),
                    currency_label(answer.result.base), format_change(outcome.real_wage_pct));
    if (focus.size() == 1 && answer.result.uncertainty && answer.result.uncertainty->draws > 0) {
        Interval const& interval = answer.result.uncertainty->welfare_pct;
        sentence +=
            fmt::format("; 90% of elasticity draws lie between {}% and {}%",
                        format_change(interval.lower[focus.front()]), format_change(interval.upper[focus.front()]));
    }
    if (focus.size() > 1) {
        Vector const& welfare = answer.result.welfare.welfare_pct;
        auto const [worst, best] =
            std::minmax_element(focus.begin(), focus.end(), [&](Index a, Index b) { return welfare[a] < welfare[b]; });
        sentence += fmt::format("; from {}% in {} to {}% in {}", format_change(welfare[*worst]),
                                name_in_sentence(short_name(answer.result.base, *worst)), format_change(welfare[*best]),
                                name_in_sentence(short_name(answer.result.base, *best)));
    }
    return sentence + ".";
}

std::string closures_text(RunResult const& result) {
    ModelOptions const& model = result.scenario.model;
    bool const is_by_user = result.short_run && result.short_run->buyers.is_by_user();
    std::string text =
        fmt::format("{} ({}); {}; factors {}; revenue {}", model.kind, to_string(model.variant),
                    is_short_run(result) ? "final spending fixed" : "deficits " + to_string(model.deficits),
                    to_string(model.factors), to_string(model.revenue));
    if (result.short_run) text += fmt::format("; demand elasticity {}", format_compact(model.demand_elasticity));
    return text + (is_by_user ? "; every user buys for itself" : "");
}

std::string elasticities_text(RunResult const& result) {
    ModelOptions const& model = result.scenario.model;
    ElasticitySet const& set = result.given.elasticity_set(model.elasticities);
    std::string text = set.name;
    if (model.theta_factor != 1.0) text += fmt::format(", times {}", format_compact(model.theta_factor));
    if (!set.title.empty()) text += ": " + set.title;
    return text + "; horizon: " + (set.horizon.empty() ? "not stated" : set.horizon);
}

std::string audit_text(RunResult const& result) {
    auto const& equations = result.audit.equations;
    auto const worst = std::max_element(equations.begin(), equations.end(),
                                        [](auto const& a, auto const& b) { return a.residual < b.residual; });
    std::string text = fmt::format("largest residual of any equation {}", format_residual(result.audit.largest()));
    if (worst != equations.end() && worst->residual >= std::abs(result.audit.walras)) {
        text += fmt::format(" ({}{})", worst->equation, worst->worst.empty() ? "" : ", " + worst->worst);
    } else {
        text += " (Walras)";
    }
    if (result.is_unchanged) return text + "; there was nothing to solve";
    return fmt::format("{}; {} evaluations by {}{}, {} s in all", text, result.summary.evaluations,
                       result.summary.method,
                       result.summary.sub_steps > 0 ? fmt::format(" in {} sub-steps", result.summary.sub_steps) : "",
                       format_compact(result.seconds));
}

}  // namespace

std::string format_headline(Answer const& answer, TextStyle const& style) {
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 1));
    std::string const& title =
        answer.result.scenario.title.empty() ? answer.result.scenario.name : answer.result.scenario.title;
    std::string const heading = paint(shorten(title, width), Tone::strong, style) + "\n";
    if (answer.result.is_unchanged)
        return heading + wrap("Nothing changes: the duties and costs are those of the base.", width) + "\n";
    Sides const sides = split_by_loss(answer);
    LedgerRow const total = sum_ledger(answer, destination_blocs(answer), answer.result.resolved.focus);
    std::string text = sales_sentence(answer, total, sides);
    if (std::string const where = destination_sentence(answer, sides); !where.empty()) text += " " + where;
    text += " " + (is_short_run(answer.result) ? value_added_sentence(answer) : income_sentence(answer));
    return heading + wrap(text, width) + "\n";
}

std::string format_footer(RunResult const& result, TextStyle const& style) {
    std::size_t const width = static_cast<std::size_t>(std::max(style.width, 1));
    constexpr std::size_t indent = 14;
    std::string text = "\n";
    auto const add = [&](std::string_view label, std::string const& what) {
        std::string const padded = fmt::format("{:<{}}", label, indent);
        text += paint(padded, Tone::faint, style);
        text += wrap(what, width, indent, indent) + "\n";
    };
    Base const& base = result.given;
    add("Units",
        fmt::format(
            "{} of {} a year, before duty. Sales are quantities, at base prices; the file has them in values too. "
            "Numeraire: {}. % are changes on the base",
            money_unit(base), base.year,
            is_short_run(result) ? "wages stay as in the base" : "world value added stays as in the base"));
    add("Model", closures_text(result));
    add("Elasticities", elasticities_text(result));
    if (std::string const reading = reading_text(result.scenario); !reading.empty()) add("Reading", reading);
    if (result.uncertainty) {
        add("Intervals",
            fmt::format(
                "5th to 95th percentile of {} elasticity draws{}, seed {}", result.uncertainty->draws,
                result.uncertainty->failed > 0 ? fmt::format(" ({} more failed)", result.uncertainty->failed) : "",
                result.uncertainty->seed));
    }
    add("Base", fmt::format("{}, {} regions x {} sectors, sha256 {}", base.name, base.n_regions(), base.n_sectors(),
                            result.base_sha256.substr(0, 12)));
    add("Market",
        fmt::format("{} ({})", short_name(result.base, result.redirection.market), result.resolved.market_reason));
    for (GroupUse const& use : result.resolved.groups) add("Group", describe_use(use, base));
    add("Audit", audit_text(result));
    return text;
}

}  // namespace desvio::text
