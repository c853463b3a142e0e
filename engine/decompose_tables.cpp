#include "desvio/core/units.hpp"
#include "desvio/engine/decompose.hpp"
#include "desvio/io/base_io.hpp"
#include "engine/figure_tables.hpp"
#include "engine/scenario_record.hpp"

#include <algorithm>

namespace desvio {

LabelledFile to_tables(Decomposition const& result, std::string const& command_line) {
    LabelledFile file;
    FigureTables make(file, decomposition_format);
    make.text("title", result.scenario.title);
    make.text("scenario_name", result.scenario.name);
    make.text("scenario_toml", result.scenario.toml);
    make.text("from_name", result.from.name);
    make.text("from_toml", result.from.toml);
    make.model(result.scenario.model);
    make.text("base_name", result.base.name);
    make.text("base_sha256", result.base_sha256);
    make.text("by", to_string(result.by));
    make.text("method", result.plan.is_exact ? "exact" : "sampled");
    make.number("orders", static_cast<std::int64_t>(result.plan.orders.size()));
    make.number("seed", result.plan.is_exact ? 0 : result.seed);
    make.origin(command_line);

    std::vector<std::string> parts, combinations;
    for (Part const& part : result.parts) parts.push_back(part.name);
    std::vector<double> taken;
    for (Coalition const coalition : result.plan.coalitions) {
        std::string bits;
        for (std::size_t k = 0; k < parts.size(); ++k) {
            bool const is_in = ((coalition >> k) & 1U) != 0;
            bits += is_in ? '1' : '0';
            taken.push_back(is_in ? 1.0 : 0.0);
        }
        combinations.push_back(std::move(bits));
    }
    make.axis("part", parts, "part of the difference");
    make.axis("other_part", parts, "part of the difference");
    make.axis("combination", combinations, "one digit a part: 1 where it is taken");
    make.figures(result.figures);

    Attribution const& split = result.split;
    make.by_outcome("/outcome/from", split.start, "value without any part");
    make.by_outcome("/outcome/to", split.start + split.whole, "value with every part");
    make.by_outcome("/outcome/change", split.whole, "difference to be split");
    make.by_outcome("/outcome/interaction", split.interaction, "change less the sum of every part alone");
    make.by("/part/alone", "part", split.alone, "change by the part alone");
    make.by("/part/in_order", "part", split.in_order, "change by the part after those before it in the order written");
    make.by("/part/last", "part", split.last, "change by the part after all others");
    make.by("/part/shapley", "part", split.shapley, "mean change by the part over all orders");
    make.by("/part/standard_error", "part", split.standard_error,
            "standard error of shapley from sampled orders; 0 when exact");
    if (!split.pairs.empty()) {
        std::vector<double> pairs;
        for (Matrix const& pair : split.pairs)
            for (Index k = 0; k < pair.rows(); ++k)
                for (Index l = 0; l < pair.cols(); ++l) pairs.push_back(pair(k, l));
        make.add("/part/pair_interaction", {"outcome", "part", "other_part"}, std::move(pairs), figure_units,
                 "what two parts do together beyond each by itself, mean over all orders");
    }
    make.by("/combination/value", "combination", result.values, "value with the parts of the combination");
    make.add("/combination/taken", {"combination", "part"}, std::move(taken), units::one, "1 where the part is taken");
    make.add("/diagnostics/largest_gap", {}, {split.largest_gap}, units::one,
             "by how much parts do not add up, relative to the change");
    make.add("/diagnostics/residual_max", {}, {result.audit.largest()}, units::one,
             "largest residual of any equation in any combination");
    make.add("/diagnostics/seconds", {}, {result.seconds}, units::seconds, "time of all solves");
    add_base_tables(result.given, "/input", file);
    std::vector<NamedScenario> kept{{"scenario", result.scenario}};
    if (!result.from.toml.empty()) kept.emplace_back("from", result.from);
    add_scenario_set(file, kept);
    return file;
}

RecordedDecomposition recorded_decomposition(LabelledFile const& file) {
    if (file.text_attribute("format") != decomposition_format)
        throw FileError({{file.origin},
                         "is not a decomposition",
                         "its format attribute says '" + file.text_attribute("format") + "'",
                         "Give a file that 'desvio decompose -o' wrote."});
    auto const kept = recorded_scenario_set(file);
    RecordedDecomposition recorded{without_rules(kept.front().second), kept.front().second,
                                   base_from_tables(file, "/input"), DecomposeOptions{}};
    if (kept.size() > 1) recorded.from = kept[1].second;
    DecomposeOptions& options = recorded.options;
    for (SplitBy const by : {SplitBy::rule, SplitBy::exporter, SplitBy::importer, SplitBy::sector})
        if (file.text_attribute("by") == to_string(by)) options.by = by;
    options.outcomes = recorded_outcomes(file);
    if (file.text_attribute("method") == "exact") return recorded;
    options.pairs = static_cast<int>(recorded_count(file, "orders") / 2);
    options.seed = static_cast<unsigned>(recorded_count(file, "seed"));
    return recorded;
}

}  // namespace desvio
