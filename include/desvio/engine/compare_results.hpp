#pragma once

#include "desvio/engine/counterfactuals.hpp"
#include "desvio/engine/figure.hpp"
#include "desvio/engine/run.hpp"
#include "desvio/io/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// Answers side by side: any outcome of several results, with differences and ranks.
namespace desvio {

/// A result as a comparison reads it: what it was made with, and the answer itself put together again.
struct ComparedResult {
    std::string name;  ///< how the comparison calls it
    std::string title, base_name, base_sha256, model, closures, numeraire, elasticities;
    RecordedRun record;  ///< scenario and base as given
    Base base;           ///< the one it is reported against
    Accounts accounts;
    Closures closure;
    Counterfactual answer;  ///< without the parts that no outcome reads: states, short run
    Index market = 0;
    std::vector<Index> focus;
};

/// Reads a result file or what to_tables() makes of a run. \throws FileError when it is not one
ComparedResult compared_result(LabelledFile const& result, std::string const& name);

struct CompareOptions {
    /// Kinds of outcomes ("welfare_pct", "exports") or whole outcomes ("exports[BRA, CHN]"); "ledger" stands for the
    /// redirection ledger at base prices; none: real income, real wages (or value added), exports, the ledger's rate.
    std::vector<std::string> what;
    std::vector<std::string> regions;   ///< one line each: codes or @groups; none: the focus and its regions
    bool with_members = false;          ///< the regions of every group below it
    std::vector<std::string> partners;  ///< the other side of trade, one table each; none: everybody
    std::vector<std::string> sectors;   ///< summed, or with by_sector a line each; none: every sector
    bool by_sector = false;             ///< a line for each of the sectors instead of one sum
    std::string against;                ///< name of the result that differences are taken to; empty: the first
    std::string market;                 ///< of the redirection ledger; empty: each result's own, which must agree
    std::vector<std::string> allowed;   ///< what may differ: base, model, closures, numeraire, elasticities, market
    bool is_mapped = false;             ///< results on different bases, compared over the codes that all have
};

/// One line: figures of one subject in every result.
struct ComparedRow {
    std::string region, sector;  ///< as asked for; empty where the table has no such argument
    std::vector<Index> members;  ///< of the region, on the reference's base
    bool is_group = false;       ///< more than one region: has no rank
    Vector value, difference;    ///< by result; difference to the reference
    Vector rank;                 ///< 1 the largest among single regions (or sectors); NaN for groups and missing values
};

struct ComparedTable {
    std::string what, units, long_name;
    std::string partner, sector;  ///< selectors that hold for the whole table; empty: all
    std::vector<ComparedRow> rows;
};

struct ResultComparison {
    std::vector<ComparedResult> results;
    CompareOptions options;
    std::size_t against = 0;
    std::vector<ComparedTable> tables;
    std::vector<std::string> notes;  ///< sentences on what differs and what was left out
};

/// \throws InputError when results may not be compared (all reasons at once), for unknown names, and for an argument
///         that an outcome does not have
/// \tests unit/compare_results_test.cpp
ResultComparison compare_results(std::vector<ComparedResult> results, CompareOptions const& options = {});

/// docs/formats/comparison.md
LabelledFile to_tables(ResultComparison const& comparison, std::string const& command_line);

/// How a file says what it is.
inline constexpr char const* comparison_format = "desvio-comparison";

/// What a comparison was made of.
struct RecordedComparison {
    std::vector<std::string> names;
    std::vector<RecordedRun> runs;  ///< by result
    CompareOptions options;
};
/// \throws FileError when the file is none, or is of a version that did not keep them
RecordedComparison recorded_comparison(LabelledFile const& file);

/// The same as one long table: what, region, partner, sector, result, value, difference, rank, units.
std::string to_csv(ResultComparison const& comparison);

/// The names that CompareOptions::allowed takes.
std::vector<std::string> allowed_differences();

}  // namespace desvio
