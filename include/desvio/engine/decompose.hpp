#pragma once

#include "desvio/engine/attribution.hpp"
#include "desvio/engine/audit.hpp"
#include "desvio/engine/counterfactuals.hpp"
#include "desvio/engine/figure.hpp"
#include "desvio/io/store.hpp"
#include "desvio/params/measures.hpp"

#include <string>
#include <vector>

namespace desvio {

/// What the parts are, between which the difference of two scenarios is split.
enum class SplitBy {
    measure,   ///< rules that share their key `measure`, and every other rule by itself
    rule,      ///< every rule by itself
    exporter,  ///< the cells of each exporter in which the two differ
    importer,  ///< of each importer
    sector,    ///< of each sector
};

struct DecomposeOptions {
    SplitBy by = SplitBy::measure;
    std::vector<std::string> outcomes;  ///< as in outcomes.hpp; none: real income of the focus and of its regions
    int pairs = 0;  ///< pairs of sampled orders; 0: every combination up to usual_exact_players parts, else 100
    unsigned seed = 20241130;
    int threads = 0;  ///< 0: as many as there are processors
    Monitor monitor;
    double audit_tolerance = 1e-10;
};

/// One part of the difference.
struct Part {
    std::string name;
    std::vector<SourceLocation> rules;  ///< where its rules stand; none when parts are cells
    bool is_removed = false;            ///< taking it takes a rule of the first scenario away
    bool is_mirror = false;             ///< a mirrored answer, which is nothing while its cause is absent
};

/// The difference between two scenarios, part by part.
struct Decomposition {
    Scenario from, scenario;
    SplitBy by = SplitBy::measure;
    Base given;  ///< as it was read
    Base base;   ///< that outcomes are figures of
    std::string base_sha256;
    std::vector<Part> parts;
    std::vector<Figure> figures;  ///< the outcomes
    AttributionPlan plan;
    Matrix values;  ///< combinations x outcomes
    Attribution split;
    unsigned seed = 0;
    Summary summary;    ///< of the solve that did not converge, else of the whole
    AuditReport audit;  ///< of the combination whose audit is worst
    double seconds = 0.0;
};

/// Solves every combination of the parts (or those that sampled orders pass through), each started from a smaller one,
/// and splits every outcome between them. The answer does not depend on the number of threads.
/// Combinations leave rules out and keep the order of those that stay: what a rule does then depends on what is left
/// before it, and mirrored retaliation answers what is left of its cause.
/// \param from  a scenario without rules for the base itself
/// \throws InputError when models, closures, dates or bases differ, for an outcome that is not known, when nothing
///         lies between the two, and for more parts than can be split
/// \tests unit/decompose_test.cpp
Decomposition decompose(Scenario const& from, Scenario const& scenario, Base const& given,
                        DecomposeOptions const& options = {});

/// docs/formats/decomposition.md
LabelledFile to_tables(Decomposition const& result, std::string const& command_line);

/// How a file says what it is.
inline constexpr char const* decomposition_format = "desvio-decomposition";

/// What a decomposition was made of.
struct RecordedDecomposition {
    Scenario from, scenario;
    Base base;
    DecomposeOptions options;  ///< without threads and monitor
};
/// \throws FileError when the file is none, or is of a version that did not keep them
RecordedDecomposition recorded_decomposition(LabelledFile const& file);

/// The scenario without its rules: where the way starts when no other one is named.
Scenario without_rules(Scenario scenario);

std::vector<std::string> split_names();
std::string to_string(SplitBy by);

}  // namespace desvio
