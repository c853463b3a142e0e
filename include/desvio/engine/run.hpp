#pragma once

#include "desvio/engine/audit.hpp"
#include "desvio/engine/uncertainty.hpp"
#include "desvio/io/store.hpp"
#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/input_output.hpp"
#include "desvio/model/redirection.hpp"
#include "desvio/model/welfare.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"
#include "desvio/params/shock.hpp"

#include <optional>
#include <string>

namespace desvio {

struct RunOptions {
    int threads = 0;                 ///< 0: as many as there are processors
    Monitor monitor;                 ///< sees every evaluation of the main solve
    std::optional<int> draws;        ///< overrides the scenario's
    double audit_tolerance = 1e-10;  ///< on the largest relative residual of any equation
};

/// What the input-output model tells beside the equilibrium.
struct ShortRunResult {
    Buyers buyers;
    ShortRun parts;
};

/// Persons at work, with the base's jobs per unit of what factors earn: jobs' = jobs V'[j,n] / (V[j,n] w_hat[n]).
struct Employment {
    Matrix base, counterfactual;  ///< J x N, persons; NaN where not known
};

/// A run and everything found. Status other than converged, or a failed audit, means: do not use the numbers.
struct RunResult {
    Scenario scenario;
    Base given;  ///< the base as it was read
    Base base;   ///< the equilibrium base the result is reported against (differs for variants and `balanced`)
    std::string base_sha256;    ///< of `given`
    Accounts accounts;          ///< of `base`
    ResolvedScenario resolved;  ///< shock on `base`
    bool is_unchanged = false;  ///< the shock changes nothing: the answer is the base to the bit, without intervals
    Closures closures;
    Equilibrium equilibrium;
    std::optional<ShortRunResult> short_run;  ///< of the input-output model only
    std::optional<Employment> employment;     ///< where the base knows jobs
    Summary summary;
    Welfare welfare;
    Redirection redirection;         ///< in numeraire values: what the money flows did
    Redirection volume_redirection;  ///< the same ledger at base prices of the origin: what the goods did
    MarketShift market;
    AuditReport audit;
    std::optional<Uncertainty> uncertainty;
    double seconds = 0.0;  ///< the whole run, base reading and writing not counted
};

/// Resolves, solves, audits and reports one scenario on one base.
/// \throws InputError for what the user got wrong; numerical failure is in result.summary, a failed audit in
/// result.audit
RunResult run_scenario(Scenario const& scenario, Base const& given, RunOptions const& options = {});

/// How many elasticity draws a run makes: what the options or else the scenario ask for, or the program's number; none
/// where no elasticity has a standard error.
int count_draws(Scenario const& scenario, Base const& base, RunOptions const& options);

/// The result as labelled tables with the names of FORMATS §3.
LabelledFile to_tables(RunResult const& result, std::string const& command_line);

/// The scenario and the base a result file was made from. \throws FileError when it is not a desvio result
struct RecordedRun {
    Scenario scenario;
    Base base;
};
RecordedRun recorded_run(LabelledFile const& result);

/// Base without adjustment pending: the unshocked model solved, its solution as the new base, and how far things moved.
struct Settled {
    Base base;
    Summary summary;
    AuditReport audit;
    struct Movement {
        std::string quantity;  ///< "trade", "gross output", "value added", ...
        double largest_relative = 0.0;
        std::string where;  ///< labels of the cell that moved most
        double before = 0.0, after = 0.0;
    };
    std::vector<Movement> movements;
};
/// \param deficits  fixed keeps the base's, balanced removes them
Settled settle_base(Base const& given, Deficits deficits = Deficits::fixed, FixedPointOptions const& options = {});

}  // namespace desvio
