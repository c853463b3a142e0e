#pragma once

#include "desvio/engine/audit.hpp"
#include "desvio/engine/figure.hpp"
#include "desvio/engine/risk.hpp"
#include "desvio/io/store.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace desvio {

struct ThreatOptions {
    std::vector<std::string> outcomes;  ///< as in outcomes.hpp; none: real income of the focus and of its regions
    double risk_aversion = 2.0;         ///< relative, of the certainty cost; >= 0
    std::optional<int> draws;  ///< of elasticities; without it the scenario's, else 40 where the worlds are few
    int threads = 0;           ///< 0: as many as there are processors
    Monitor monitor;
    double audit_tolerance = 1e-10;
};

/// Outcomes of every world that threats can lead to, weighed by their probabilities.
struct ThreatResult {
    Scenario scenario;
    std::map<std::string, Scenario> threatened;  ///< by name as the threats have it
    Base given;                                  ///< as it was read
    Base base;                                   ///< that outcomes are figures of
    std::string base_sha256;
    std::string market;  ///< of the redirection ledger: that of all threats together, unless the scenario names one
    std::vector<Figure> figures;
    Prospects prospects;
    std::vector<std::string> world_names;
    Matrix values;  ///< worlds x outcomes
    Risk risk;
    double risk_aversion = 0.0;
    Vector certainty_cost;  ///< O, percent of real income; NaN for outcomes that are not real income
    int draws = 0, failed_draws = 0;
    std::optional<SourcesOfVariance> sources;
    Summary summary;    ///< of the solve that did not converge, else of the last world
    AuditReport audit;  ///< of the world whose audit is worst
    double seconds = 0.0;
};

/// Solves every world: the rules of the scenario itself, then those of the threats that come, in the order written
/// (`otherwise` first); and at draws of the elasticities, which are the same in every world of a draw.
/// \param threatened  what read_threatened() found
/// \throws InputError when the scenario has no threat, and for whatever resolve_scenario() and parse_outcome() refuse
/// \tests unit/threat_run_test.cpp
ThreatResult weigh_threats(Scenario const& scenario, std::map<std::string, Scenario> const& threatened,
                           Base const& given, ThreatOptions const& options = {});

/// Gives a threat another probability. \throws InputError for an unknown label (empty: the only threat there is), one
/// out of 0..1, and a sum above 1 of threats that exclude one another
void set_probability(Scenario& scenario, std::string const& label, double probability);

/// Mean and variance of the outcomes when one threat has other probabilities; rows of NaN where, with the threats that
/// it excludes, they would be more than 1.
struct RiskOverProbability {
    std::vector<double> probabilities;
    Matrix expected, variance;  ///< probabilities x outcomes
};
RiskOverProbability vary_probability(ThreatResult const& result, std::size_t threat, std::vector<double> probabilities);

/// docs/formats/threat.md
LabelledFile to_tables(ThreatResult const& result, std::string const& command_line);

/// How a file says what it is.
inline constexpr char const* threat_format = "desvio-threat";

/// What threats were weighed with.
struct RecordedThreats {
    Scenario scenario;                           ///< with the probabilities that were taken
    std::map<std::string, Scenario> threatened;  ///< as read_threatened() found them
    Base base;
    ThreatOptions options;  ///< without threads and monitor
};
/// \throws FileError when the file is none, or is of a version that did not keep them
RecordedThreats recorded_threats(LabelledFile const& file);

}  // namespace desvio
