#include "desvio/engine/outcomes.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/core/units.hpp"
#include "desvio/params/name_book.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace desvio {
namespace {

/// One question put to one answer: the sums that figures are made of.
class Reading {
  public:
    Reading(Outcome const& outcome, OutcomeContext const& context, Counterfactual const& answer)
        : outcome_(outcome), base_(context.accounts), market_(context.market), answer_(answer) {}

    [[nodiscard]] Accounts const& base() const { return base_; }
    [[nodiscard]] Equilibrium const& after() const { return answer_.equilibrium; }
    [[nodiscard]] ExactWelfare const& welfare() const { return answer_.welfare; }

    /// sum of a vector over the regions asked for
    [[nodiscard]] double over_regions(Vector const& values) const {
        double sum = 0.0;
        for (Index const n : outcome_.regions) sum += values[n];
        return sum;
    }
    /// sum of a J x N matrix over the sectors and regions asked for
    [[nodiscard]] double over_sectors(Matrix const& values) const {
        double sum = 0.0;
        for (Index const n : outcome_.regions)
            for (Index const j : outcome_.sectors) sum += values(j, n);
        return sum;
    }
    /// Sum of weight(j, n, i) over the flows across borders from exporters to importers.
    template <typename Weight>
    [[nodiscard]] double over_flows(bool is_import, Weight const& weight) const {
        auto const& importers = is_import ? outcome_.regions : outcome_.partners;
        auto const& exporters = is_import ? outcome_.partners : outcome_.regions;
        double sum = 0.0;
        for (Index const j : outcome_.sectors)
            for (Index const n : importers)
                for (Index const i : exporters)
                    if (n != i) sum += weight(j, n, i);
        return sum;
    }
    [[nodiscard]] double trade_base(bool is_import) const {
        return over_flows(is_import, [&](Index j, Index n, Index i) { return base_.trade(j, n, i); });
    }
    [[nodiscard]] double trade(bool is_import) const {
        return over_flows(is_import, [&](Index j, Index n, Index i) { return after().trade(j, n, i); });
    }
    /// M' / c_hat: at base prices of the origin
    [[nodiscard]] double volume(bool is_import) const {
        return over_flows(
            is_import, [&](Index j, Index n, Index i) { return after().trade(j, n, i) / after().unit_cost_hat(j, i); });
    }
    /// Trade with the partners asked for in trade with everybody.
    [[nodiscard]] double share(bool is_import) const {
        Outcome all = outcome_;
        all.partners.resize(static_cast<std::size_t>(base_.n_regions()));
        std::iota(all.partners.begin(), all.partners.end(), Index{0});
        return trade(is_import) / Reading(all, {base_, market_}, answer_).trade(is_import);
    }
    /// sum t' M / sum M: weights of the base, so that only duties move it
    [[nodiscard]] double average_tariff() const {
        return over_flows(true,
                          [&](Index j, Index n, Index i) { return after().tariff(j, n, i) * base_.trade(j, n, i); }) /
               trade_base(true);
    }

    /// Which part of the ledger of redirection a change of sales belongs to.
    enum class Entry { loss, redirected, absorbed, output_cut };
    /// The ledger of the exporters asked for, in values or at base prices. \source model/redirection.hpp
    [[nodiscard]] double ledger(Entry entry, bool is_volume) const {
        double sum = 0.0;
        for (Index const i : outcome_.regions)
            for (Index const j : outcome_.sectors)
                for (Index n = 0; n < base_.n_regions(); ++n) {
                    bool const is_home = n == i, is_market = n == market_ && !is_home;
                    double const price = is_volume ? after().unit_cost_hat(j, i) : 1.0;
                    double const change = after().trade(j, n, i) / price - base_.trade(j, n, i);
                    if (entry == Entry::loss && is_market) sum -= change;
                    if (entry == Entry::redirected && !is_market && !is_home) sum += change;
                    if (entry == Entry::absorbed && is_home) sum += change;
                    if (entry == Entry::output_cut) sum -= change;
                }
        return sum;
    }
    [[nodiscard]] double redirection_rate(bool is_volume) const {
        double const loss = ledger(Entry::loss, is_volume);
        return loss > 0.0 ? ledger(Entry::redirected, is_volume) / loss : std::numeric_limits<double>::quiet_NaN();
    }

  private:
    Outcome const& outcome_;
    Accounts const& base_;
    Index market_;
    Counterfactual const& answer_;
};

double change_pct(double before, double after) { return percent * (after / before - 1.0); }

struct Definition {
    OutcomeKind kind;
    std::function<double(Reading const&)> value;
};

using Entry = Reading::Entry;

std::vector<Definition> make_definitions() {
    std::string const money = "million, base", numeraire = "million, numeraire";
    std::vector<std::string> const region{"region"}, region_sector{"region", "sector"}, exporter{"exporter", "sector"},
        sales{"exporter", "importer", "sector"}, purchases{"importer", "exporter", "sector"};
    std::vector<Definition> all{
        {{"welfare_pct", region, units::percent_name, "real income, change"},
         [](Reading const& r) {
             return percent * r.over_regions(r.welfare().equivalent_variation) / r.over_regions(r.base().income);
         }},
        {{"equivalent_variation", region, money, "change of real income in money of the base"},
         [](Reading const& r) { return r.over_regions(r.welfare().equivalent_variation); }},
        {{"real_wage_pct", region, units::percent_name, "wage over consumer prices, change"},
         [](Reading const& r) {
             return change_pct(r.over_regions(r.base().value_added),
                               r.over_regions(r.base().value_added.cwiseProduct(r.welfare().real_wage_hat)));
         }},
        {{"income", region, numeraire, "value added, duties and deficit"},
         [](Reading const& r) { return r.over_regions(r.after().income); }},
        {{"value_added", region, numeraire, "what factors earn"},
         [](Reading const& r) { return r.over_regions(r.after().factor_income); }},
        {{"value_added_pct", region, units::percent_name, "what factors earn, change"},
         [](Reading const& r) {
             return change_pct(r.over_regions(r.base().value_added), r.over_regions(r.after().factor_income));
         }},
        {{"tariff_revenue", region, numeraire, "duties collected"},
         [](Reading const& r) { return r.over_regions(r.after().tariff_revenue); }},
        {{"tariff_revenue_change", region, numeraire, "duties collected, change"},
         [](Reading const& r) {
             return r.over_regions(r.after().tariff_revenue) - r.over_regions(r.base().tariff_revenue);
         }},
        {{"deficit", region, numeraire, "imports less exports, basic prices"},
         [](Reading const& r) { return r.over_regions(r.after().deficit); }},
        {{"output", region_sector, numeraire, "gross output"},
         [](Reading const& r) { return r.over_sectors(r.after().gross_output); }},
        {{"output_volume_pct", region_sector, units::percent_name, "gross output at base prices, change"},
         [](Reading const& r) {
             Matrix const volume = r.after().gross_output.cwiseQuotient(r.after().unit_cost_hat);
             return change_pct(r.over_sectors(r.base().gross_output), r.over_sectors(volume));
         }},
        {{"average_tariff", purchases, units::fraction, "duty on imports, weights of the base"},
         [](Reading const& r) { return r.average_tariff(); }},
    };
    for (bool const is_import : {false, true}) {
        std::string const name = is_import ? "import" : "export", what = is_import ? "imports" : "exports";
        auto const& arguments = is_import ? purchases : sales;
        all.push_back({{name + "s", arguments, numeraire, what + " across borders, basic price"},
                       [=](Reading const& r) { return r.trade(is_import); }});
        all.push_back({{name + "s_change", arguments, numeraire, what + ", change"},
                       [=](Reading const& r) { return r.trade(is_import) - r.trade_base(is_import); }});
        all.push_back({{name + "s_pct", arguments, units::percent_name, what + ", change"},
                       [=](Reading const& r) { return change_pct(r.trade_base(is_import), r.trade(is_import)); }});
        all.push_back({{name + "_volume", arguments, money, what + " at base prices of the origin"},
                       [=](Reading const& r) { return r.volume(is_import); }});
        all.push_back({{name + "_volume_pct", arguments, units::percent_name, what + " at base prices, change"},
                       [=](Reading const& r) { return change_pct(r.trade_base(is_import), r.volume(is_import)); }});
        all.push_back({{name + "_share", arguments, units::one, "share of the partner in " + what},
                       [=](Reading const& r) { return r.share(is_import); }});
    }
    for (bool const is_volume : {false, true}) {
        std::string const prefix = is_volume ? "volume_" : "", of = is_volume ? ", at base prices" : "";
        std::string const& unit = is_volume ? money : numeraire;
        auto const add = [&](std::string const& name, Entry entry, std::string const& text) {
            all.push_back({{prefix + name, exporter, unit, text + of},
                           [=](Reading const& r) { return r.ledger(entry, is_volume); }});
        };
        add("loss", Entry::loss, "exports lost in the market");
        add("redirected", Entry::redirected, "exports gained in other foreign markets");
        add("absorbed", Entry::absorbed, "gain of own sales at home");
        add("output_cut", Entry::output_cut, "fall of gross output");
        all.push_back({{prefix + "redirection_rate", exporter, units::one, "redirected / loss" + of},
                       [=](Reading const& r) { return r.redirection_rate(is_volume); }});
    }
    return all;
}

std::vector<Definition> const& definitions() {
    static std::vector<Definition> const all = make_definitions();
    return all;
}

/// The text of a list cut at the commas that stand in no brackets, each piece with its place in the text.
struct Piece {
    std::string text;
    std::size_t at = 0;
};

std::vector<Piece> cut_at_commas(std::string const& text, std::size_t begin, std::size_t end) {
    std::vector<Piece> pieces;
    int depth = 0;
    std::size_t from = begin;
    auto const add = [&](std::size_t to) {
        std::size_t first = from, last = to;
        while (first < last && text[first] == ' ') ++first;
        while (last > first && text[last - 1] == ' ') --last;
        pieces.push_back({text.substr(first, last - first), first});
    };
    for (std::size_t k = begin; k < end; ++k) {
        if (text[k] == '[' || text[k] == '(') ++depth;
        if (text[k] == ']' || text[k] == ')') --depth;
        if (text[k] != ',' || depth != 0) continue;
        add(k);
        from = k + 1;
    }
    add(end);
    return pieces;
}

SourceLocation moved(SourceLocation where, std::size_t columns) {
    if (where.column > 0) where.column += static_cast<int>(columns);
    return where;
}

/// "BRA", "@brics" or "[BRA, ARG]" as a selector; empty text is everything.
Selector selector_of(std::string const& text, Piece const& piece, SourceLocation const& where) {
    Selector selector{{}, moved(where, piece.at)};
    if (piece.text.empty()) return selector;
    bool const is_list = piece.text.front() == '[' && piece.text.back() == ']';
    if (!is_list) return {{{piece.text, selector.where}}, selector.where};
    for (Piece const& term : cut_at_commas(text, piece.at + 1, piece.at + piece.text.size() - 1))
        selector.terms.push_back({term.text, moved(where, term.at)});
    return selector;
}

}  // namespace

std::vector<OutcomeKind> const& outcome_kinds() {
    static std::vector<OutcomeKind> const kinds = [] {
        std::vector<OutcomeKind> all;
        for (Definition const& definition : definitions()) all.push_back(definition.kind);
        return all;
    }();
    return kinds;
}

Outcome parse_outcome(std::string const& text, Base const& base, SourceLocation const& where) {
    NameBook names(base);
    return parse_outcome(text, names, where);
}

Outcome parse_outcome(std::string const& text, NameBook& book, SourceLocation const& where) {
    FaultList faults;
    Outcome outcome;
    outcome.text = text;
    std::size_t const open = text.find('[');
    std::string name = text.substr(0, open);
    while (!name.empty() && name.back() == ' ') name.pop_back();
    std::vector<std::string> names;
    for (OutcomeKind const& kind : outcome_kinds()) names.push_back(kind.name);
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        faults.add(where, fmt::format("unknown outcome '{}'", name), "no answer has such a figure",
                   suggest_name(name, names));
    if (open != std::string::npos && text.back() != ']')
        faults.add(where, fmt::format("'{}' does not end with ']'", text), "its arguments stand in brackets",
                   "Write NAME[BRA] or NAME[BRA, CHN].");
    faults.throw_if_any();
    outcome.kind = static_cast<std::size_t>(found - names.begin());
    std::vector<std::string> const& wanted = outcome_kinds()[outcome.kind].arguments;
    std::vector<Piece> given;
    if (open != std::string::npos) given = cut_at_commas(text, open + 1, text.size() - 1);
    if (given.size() > wanted.size())
        faults.add(moved(where, given[wanted.size()].at), fmt::format("'{}' has {} arguments", text, given.size()),
                   fmt::format("{} takes {}", name, fmt::join(wanted, ", ")), "Take out what is too much.");
    given.resize(wanted.size());
    bool is_first_region = true;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        Selector const selector = selector_of(text, given[k], where);
        if (wanted[k] == "sector") {
            outcome.sectors = book.sectors(selector, faults);
        } else {
            (is_first_region ? outcome.regions : outcome.partners) = book.regions(selector, faults);
            is_first_region = false;
        }
    }
    faults.throw_if_any();
    return outcome;
}

double value_of(Outcome const& outcome, OutcomeContext const& context, Counterfactual const& answer) {
    return definitions()[outcome.kind].value({outcome, context, answer});
}

}  // namespace desvio
