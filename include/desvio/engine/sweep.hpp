#pragma once

#include "desvio/engine/uncertainty.hpp"
#include "desvio/io/store.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/name_book.hpp"
#include "desvio/params/scenario.hpp"
#include "desvio/params/vary.hpp"

#include <functional>
#include <string>
#include <vector>

/// One scenario at many levels of some of its numbers (THEORY §6): every point solved and audited, in one file.
namespace desvio {

/// What a sweep is: the same plan gives the same numbers, whatever the number of threads.
struct SweepPlan {
    Scenario scenario;  ///< as written
    Base given;         ///< as read
    std::vector<SweepAxis> axes;
    std::vector<std::string> outcomes;  ///< further figures by name, see outcomes.hpp
    bool keep_trade = false;            ///< every flow and duty of every point, not only sums over sectors
    bool refine = true;                 ///< find optima and kinks between the levels
    double dead_share = 1e-6;           ///< a flow below this share of its base is dead; > 0
    double audit_tolerance = 1e-10;     ///< as RunOptions
    int draws = 0;                      ///< of the elasticities at every point; 0: no bands
};

/// The points of a grid, the last axis fastest: what the leading dimensions of the file are.
struct Grid {
    std::vector<Index> sizes;
    [[nodiscard]] Index size() const noexcept;
    [[nodiscard]] Index stride(std::size_t axis) const noexcept;  ///< between neighbours along the axis
    /// The first points of all lines along the axis, one for each combination of the other axes' levels.
    [[nodiscard]] std::vector<Index> line_starts(std::size_t axis) const;
    [[nodiscard]] Index at(Index point, std::size_t axis) const noexcept { return point / stride(axis) % sizes[axis]; }
};

/// One dataset over the grid. \tests unit/sweep_test.cpp
struct SweepTable {
    std::string path;
    std::vector<std::string> dimensions;  ///< after those of the axes
    std::string units, long_name;
    RowMatrix values;  ///< points x cells; NaN where not solved
};

/// What a point came to; as numbers in /diagnostics/state.
enum class PointState { not_solved = 0, solved = 1, not_converged = 2, audit_failed = 3 };

/// Of whom the maximum is.
enum class Objective { welfare, revenue };
char const* to_string(Objective objective);

/// The level of one axis, the others held, at which an objective of the market is largest.
struct Optimum {
    std::size_t axis = 0;
    Index line = 0;  ///< first point of the line
    Objective objective = Objective::welfare;
    double level = 0.0, value = 0.0;  ///< value in percent or numeraire million; NaN when the line has unsolved points
    bool is_at_end = false;           ///< at the first or last level: the maximum may lie beyond
};

/// dies, revives: a flow falls below, or rises above, dead_share of its base. loses, gains: a region's real income
/// changes its sign, downwards or upwards, as the level rises.
enum class KinkKind { dies, revives, loses, gains };
char const* to_string(KinkKind kind);

struct Kink {
    std::size_t axis = 0;
    Index line = 0;
    KinkKind kind = KinkKind::loses;
    double level = 0.0;
    Index region = 0;                ///< whose income; of a flow its importer
    Index exporter = 0, sector = 0;  ///< of a flow
    double base_trade = 0.0;         ///< of a flow, million
};

/// The level at which an objective is largest, over the draws.
struct LevelBand {
    Index line = 0;  ///< first point of a line along the first axis
    Objective objective = Objective::welfare;
    Spread level;
};

/// What the elasticities leave open: percentiles of figures over the same draws at every point of a line.
struct SweepBands {
    bool is_drawn = false;
    std::vector<SweepTable> tables;  ///< over the grid; three a figure, and how many draws failed
    std::vector<LevelBand> levels;   ///< by line, objective; empty when not refined
    int failed = 0;                  ///< the most draws that failed along one line
};

struct SweepResult {
    SweepPlan plan;
    Base base;  ///< labels of the equilibrium base (of the variant)
    std::string base_sha256;
    Grid grid;
    std::vector<GroupUse> groups;  ///< whom groups stood for
    std::vector<Index> focus;
    Index market = 0;
    std::string market_reason;
    Vector income_base;              ///< N, million
    std::vector<SweepTable> tables;  ///< over the grid
    std::vector<Table> base_tables;  ///< of the base, without the axes
    std::vector<Optimum> optima;     ///< by axis, line, objective; empty when not refined
    std::vector<Kink> kinks;         ///< by axis, line, level
    bool is_refined = false;         ///< whether the two above are there
    SweepBands bands;
    bool was_stopped = false;
    std::string first_failure;  ///< "rate = 0.9: stalled: ..."; empty when every point that was tried is solved
    int solves = 0;             ///< made this time
    int evaluations = 0;        ///< of the residual, by these
    double seconds = 0.0;

    [[nodiscard]] SweepTable const& table(std::string const& path) const;  ///< \pre there is one
    [[nodiscard]] PointState state(Index point) const;
    [[nodiscard]] Index count(PointState wanted) const;
    [[nodiscard]] std::vector<double> levels(Index point) const;
    /// "rate = 0.3, theta = 1"
    [[nodiscard]] std::string name(Index point) const;
};

struct SweepProgress {
    Index done = 0, of = 0;  ///< points, then lines
    char const* what = "";   ///< "levels", "optima and kinks", "elasticity draws"
    double seconds = 0.0;
};

struct SweepOptions {
    int jobs = 0;  ///< threads; 0: as many as there are processors
    /// Called by the calling thread; false stops after the stretches in work are done.
    std::function<bool(SweepProgress const&)> monitor;
    /// Given what there is so far, every `save_every` seconds, and before the search between the levels.
    std::function<void(SweepResult const&)> save;
    double save_every = 30.0;
};

/// Solves and audits every point, then looks between the levels for optima and kinks, and draws elasticities.
///
/// The unit of work is a stretch: at most 8 neighbouring levels of the first axis at given levels of the others, the
/// first of them solved from the base, the others from those before. Stretches depend on nothing else, so the numbers
/// do not depend on the number of threads, nor on where a sweep was stopped and taken up again.
/// \param begun  what an earlier run of the same plan has done; its stretches that are complete are kept
/// \throws InputError for what the user got wrong, with the point where it was met; a point that cannot be solved is
///         told by its state
/// \tests unit/sweep_test.cpp, cli/sweep_test.py
SweepResult run_sweep(SweepPlan const& plan, SweepOptions const& options = {}, SweepResult const* begun = nullptr);

/// The sweep as labelled tables (docs/formats/sweep.md). \param command_line  for the record; may be empty
LabelledFile to_tables(SweepResult const& result, std::string const& command_line);

/// A sweep as its file has it, complete or not. \throws FileError when the file is no sweep
SweepResult recorded_sweep(LabelledFile const& file);

/// Whether two plans ask the same; else in words what differs: "the base", "the axis rate".
std::string difference_of(SweepPlan const& a, SweepPlan const& b);

/// How a file says what it is.
inline constexpr char const* sweep_format = "desvio-sweep";

}  // namespace desvio
