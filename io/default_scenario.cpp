#include "desvio/io/scenario_io.hpp"

#include "desvio/core/labels.hpp"

namespace desvio {
namespace {

/// "fixed | gdp-share | balanced"
std::string join_names(std::vector<std::string> const& names) { return fmt::format("{}", fmt::join(names, " | ")); }

// Rules stand as comments: the default scenario changes nothing.
constexpr char const* commented_rules = R"toml(
# Rules. Regions and sectors: a code "BRA", a list ["BRA", "ARG"], a group "@brics", everything "*"; "!BRA" takes one
# out, "@a & !@b" is set algebra. A key left out means everything. Rates and changes are fractions: 0.25 is 25%.

# [groups]                        # of your own; with a date the groups of the registry are those of that day
# open_lac = "@latin_america & !@usmca"
# file     = "groups.csv"         # columns group, region, role, status, start, end, source, note

# [[schedule]]                    # before all tariffs: the duties in force on a day
# file = "us-2025-2026"           # a built-in schedule, a folder or its schedule.toml
# date = 2025-08-07               # in place of [scenario] date
# authorities = ["s122"]          # only these; without = [...]: not these

# [[tariff]]                      # in the order written; exactly one of rate, add, factor, floor, cap, table
# importer     = "USA"
# exporter     = ["@brics", "!SAU"]
# sector       = "@goods"
# rate         = 1.00             # replaces; add stacks on what is there; factor scales; floor and cap bound
# exempt_share = 0.0              # share of the trade in each cell that keeps its old duty
# note         = "where the figure is from"
# measure      = "the 40%"        # rules of any kind with one text are one measure of 'desvio decompose'

# [[tariff]]
# table = "my_rates.csv"          # columns sector, exporter, importer, rate; path relative to this file

# [[trade_cost]]                  # iceberg cost; changes multiply
# exporter  = ["PER", "CHL"]
# importer  = "CHN"
# both_ways = true
# sector    = "@goods"
# change    = -0.08               # or days = -15 and per_day = 0.008: change = (1 + per_day)^days - 1; by sector:
#                                 # per_day = "hummels-schaur", or a table of your own

# [[productivity]]
# region = "BRA"
# sector = "AGR"
# change = { low = 0.01, central = 0.02, high = 0.04 }   # any number of a rule; 'desvio run --reading high' chooses

# [[retaliation]]                 # after all tariffs
# by      = "CHN"
# against = "USA"
# sector  = "@goods"
# mirror  = true                  # or rate = 0.25

# [[threat]]                      # what may happen, for 'desvio threat'; threats exclude one another unless
# scenario    = "brics-100"       # independent = true; given = "label" waits for an earlier one
# probability = 0.2
)toml";

}  // namespace

std::string default_scenario_toml() {
    Scenario const scenario;
    ModelOptions const& model = scenario.model;
    std::string text = "# Every key at its default. A '#' before a key: not set.\n\n[scenario]\n";
    text += "name = \"my-scenario\"        # the only key that must be there\n";
    text += "# title = \"...\"\n# note = \"...\"\n# source = \"...\"\n";
    text += fmt::format("base = \"{}\"         # a built-in base, or a folder or .h5 file\n", scenario.base);
    text += "# date = \"2025-08-07\"        # the day it is about\n";

    text += "\n[model]\n";
    text += fmt::format("kind = \"{}\"     # {}\n", model.kind, join_names(model_kinds()));
    text += fmt::format("variant = \"{}\"            # {}\n", to_string(model.variant),
                        join_names(option_names<Variant>()));
    text += fmt::format("deficits = \"{}\"          # {}\n", to_string(model.deficits),
                        join_names(option_names<Deficits>()));
    text +=
        fmt::format("factors = \"{}\"          # {}\n", to_string(model.factors), join_names(option_names<Factors>()));
    text +=
        fmt::format("revenue = \"{}\"          # {}\n", to_string(model.revenue), join_names(option_names<Revenue>()));
    text += fmt::format("elasticities = \"{}\"    # a set of the base\n", model.elasticities);
    text += "# theta_factor = 1.0           # every trade elasticity is multiplied by it\n";
    text += "# demand_elasticity = 1.0      # input-output only: 1 fixed spending, 0 fixed quantities\n";

    text += "\n[solver]\n";
    text += fmt::format("tolerance = {}          # on the largest scaled residual\n", scenario.solver.tolerance);
    text += fmt::format("max_iterations = {}\n", scenario.solver.max_iterations);
    text += fmt::format("method = \"{}\"             # {}\n", scenario.solver.method, join_names(solver_methods()));

    text += "\n[report]\n";
    text +=
        "# focus = \"@latin_america\"   # whose exports the summary is about; everybody where there is no such group\n";
    text += "# market = \"USA\"             # whose imports the ledger follows; found from the duties\n";
    text += "# draws = 200                # elasticity draws behind the intervals; 0 for none; the program's default\n";
    text += fmt::format("seed = {}             # of the draws\n", scenario.report.seed);
    return text + commented_rules;
}

}  // namespace desvio
