#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/threat_io.hpp"
#include "desvio/report/threats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace desvio::app {
namespace {

std::vector<double> const shown_probabilities{0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0};

double number_in(std::string const& text, std::string const& option) {
    double value = 0.0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw UsageError(fmt::format("{} takes P or LABEL=P, not '{}'", option, text));
    return value;
}

/// "0.35" or "LABEL=0.35" in place of what the scenario says.
void change_probabilities(Scenario& scenario, Invocation const& invocation) {
    if (!invocation.has("probability")) return;
    for (std::string const& word : invocation.get<std::vector<std::string>>("probability")) {
        auto const at = word.rfind('=');
        std::string const label = at == std::string::npos ? "" : word.substr(0, at);
        set_probability(scenario, label,
                        number_in(at == std::string::npos ? word : word.substr(at + 1), "--probability"));
    }
}

ThreatOptions threat_options(Invocation const& invocation, Progress& progress) {
    ThreatOptions options;
    if (invocation.has("outcome")) options.outcomes = invocation.get<std::vector<std::string>>("outcome");
    options.risk_aversion = invocation.get<double>("risk-aversion");
    if (!(options.risk_aversion >= 0.0)) throw UsageError("--risk-aversion must be 0 or more");
    if (invocation.has("draws")) options.draws = invocation.get<int>("draws");
    if (options.draws && *options.draws < 0) throw UsageError("--draws must be 0 (elasticities as they are) or more");
    options.threads = invocation.get<int>("threads");
    if (options.threads < 0) throw UsageError("--threads must be 0 (as many as there are processors) or more");
    options.monitor = progress.monitor();
    return options;
}

/// The threat whose probability is varied: the one named, or the only one.
std::optional<std::size_t> varied_threat(Invocation const& invocation, Scenario const& scenario) {
    std::vector<std::string> labels;
    for (Threat const& threat : scenario.threats) labels.push_back(threat.label);
    if (!invocation.has("over")) return labels.size() == 1 ? std::optional<std::size_t>{0} : std::nullopt;
    std::string const wanted = invocation.word("over");
    auto const found = std::find(labels.begin(), labels.end(), wanted);
    if (found == labels.end())
        throw UsageError(fmt::format("--over: no threat is called '{}'. {}", wanted, suggest_name(wanted, labels)));
    return static_cast<std::size_t>(found - labels.begin());
}

int weigh(Invocation const& invocation) {
    bool const as_json = invocation.has("json"), is_quiet = invocation.has("quiet");
    if (as_json && is_quiet) throw UsageError("--json and --quiet exclude each other");
    std::string const target = invocation.word("output");
    if (!target.empty()) require_writable(target);
    Progress progress(is_quiet);
    ThreatOptions const options = threat_options(invocation, progress);
    ReadingChooser reading(invocation);
    Scenario scenario = reading.read(invocation.words("scenario").front());
    auto threatened = read_threatened(scenario, reading.level());
    for (auto const& [name, part] : threatened) reading.note(part);
    reading.require_use(invocation.words("scenario").front());
    if (invocation.has("date")) {
        Date const day = parse_day(invocation.word("date"));
        set_date(scenario, day);
        for (auto& [name, part] : threatened) set_date(part, day);
    }
    change_probabilities(scenario, invocation);
    auto const over = varied_threat(invocation, scenario);
    Base const base = read_base(invocation.word("base", scenario.base));
    ThreatResult const result = weigh_threats(scenario, threatened, base, options);
    if (int const code = judge(scenario.name, result.summary, result.audit); code != ok) return code;
    if (!target.empty()) write_store(to_tables(result, invocation.command_line), target);
    if (as_json) print(format_threats_json(result));
    if (as_json || is_quiet) return ok;
    print(format_threats(result, over, shown_probabilities, output_style()));
    if (!target.empty()) print(fmt::format("\nWritten to {}.\n", target));
    return ok;
}

}  // namespace

Command threat_command() {
    Command command{
        .name = "threat",
        .summary = "weigh what may happen: expected values, spread, who makes the risk",
        .usage = "SCENARIO [--probability [LABEL=]P]... [--outcome WHAT]... [-o FILE.h5]",
        .details =
            "SCENARIO holds [[threat]] blocks: scenarios that may come, each with its probability. Every world\n"
            "that they can lead to is solved; outcomes are weighed by the probabilities of the worlds.",
        .positionals = {{.name = "scenario", .most = 1, .least = 1, .shown = "a SCENARIO"}},
        .options = po::options_description(""),
        .examples = {"desvio threat dollar-threat", "desvio threat dollar-threat --probability 0.35",
                     "desvio threat mine.toml --over mirror --outcome 'tariff_revenue_change[USA]' -o risk.h5"},
        .completions = builtin_scenarios(),
        .run = weigh};
    command.options.add_options()("probability", po::value<std::vector<std::string>>()->value_name("P"),
                                  "in place of a threat's own: P, or LABEL=P where there are several");
    command.options.add_options()("outcome", po::value<std::vector<std::string>>()->value_name("WHAT"),
                                  "an outcome such as welfare_pct[BRA], may be repeated; real income of the focus");
    add_value<std::string>(command, "over", "LABEL", "a table over the probability of this threat; of the only one");
    add_value(command, "risk-aversion", "R", 2.0, "2", "relative risk aversion of the certainty cost");
    add_value<int>(command, "draws", "N", "draws of the elasticities in every world; 40 where the worlds are few");
    add_value<std::string>(command, "base", "BASE", "use this base: a built-in name, a folder or an .h5 file");
    add_value<std::string>(command, "date", "DAY", "the day the scenario is about, in place of its own: 2025-08-07");
    add_value<std::string>(command, "reading", "WHICH", "of numbers with three readings: low, central or high");
    add_value<std::string>(command, "output,o", "FILE.h5", "write every figure to an HDF5 file");
    add_value(command, "threads", "N", 0, "0", "threads; 0: one a processor");
    add_flag(command, "json", "print JSON");
    add_flag(command, "quiet,q", "print nothing but errors");
    return command;
}

}  // namespace desvio::app
