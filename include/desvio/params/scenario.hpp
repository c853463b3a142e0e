#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/date.hpp"
#include "desvio/params/groups.hpp"
#include "desvio/params/value_of_time.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// A scenario as it was written (FORMATS §2): rules over names, not yet tied to a base. resolve_scenario() ties them.
namespace desvio {

struct Schedule;

/// One name in a selector, with the place where it was written.
struct SelectorTerm {
    std::string text;  ///< "BRA", "@brics", "*", "!BRA", "@latin_america & !@usmca"
    SourceLocation where;
};

/// Which regions or sectors a rule is about: a code, a list of codes, "@group", "*", set algebra over these; "!X" takes
/// X out of the list (NameBook says more).
/// An empty selector means everything; so does one of exclusions only, less what they take out. An exclusion holds
/// wherever in the list it stands.
struct Selector {
    std::vector<SelectorTerm> terms;
    SourceLocation where;
};

/// rate replaces; add stacks on what is there; factor scales it; floor and cap bound it; table reads rates from a file.
enum class TariffAction { rate, add, factor, floor, cap, table };

/// Duties above this are refused where scenarios are read: such a figure is a percentage where a fraction is meant.
inline constexpr double largest_rate = 20.0;

struct TariffRule {
    Selector importer, exporter, sector;
    TariffAction action = TariffAction::rate;
    double value = 0.0;            ///< fraction (1.00 = 100%); for factor a multiplier; unused for table
    double exempt_share = 0.0;     ///< share of the trade in each cell that keeps its old duty, 0..1
    std::string table;             ///< file name as written; its rows are in Scenario::tables
    bool allow_unmatched = false;  ///< what meets no trade in the base is noted, not refused
    std::string note, measure;     ///< measure: rules with one text are one, for `decompose`
    SourceLocation where;
};

/// Iceberg cost of moving goods, as a change: d_hat = 1 + change; by days: change = (1 + per_day)^days - 1
struct TradeCostRule {
    Selector exporter, importer, sector;
    bool both_ways = false;
    double change = 0.0;               ///< fraction, > -1; already computed when days and per_day were given as numbers
    double days = 0.0, per_day = 0.0;  ///< as written, 0 when `change` was written
    std::string value_of_time;  ///< per_day by sector: name in Scenario::values_of_time; empty when it is a number
    ReadingLevel value_of_time_reading = ReadingLevel::central;  ///< which of its figures
    bool allow_unmatched = false;
    std::string note, measure;
    SourceLocation where;
};

/// A_hat = 1 + change
struct ProductivityRule {
    Selector region, sector;
    double change = 0.0;  ///< fraction, > -1
    bool allow_unmatched = false;
    std::string note, measure;
    SourceLocation where;
};

/// Duties that `by` lays on goods of `against` in answer. Mirror: adds to by's duty on each good of `against` what
/// `against` added to its duty on the same good of `by` (t' - t, where positive), else the flat rate is added.
struct RetaliationRule {
    Selector by, against, sector;
    bool mirror = false;
    double rate = 0.0;  ///< fraction, added
    bool allow_unmatched = false;
    std::string note, measure;
    SourceLocation where;
};

/// The duties of a schedule in force on a day (schedule.hpp), laid on the base's before any [[tariff]].
struct ScheduleRule {
    std::string file;          ///< built-in name or path, as written
    std::optional<Date> date;  ///< none: Scenario::date
    Selector only, without;    ///< authorities it is taken for, and those left out; no groups, no "*"
    std::string note, measure;
    std::shared_ptr<Schedule const> schedule;
    bool is_part = false;  ///< of a block whose authorities stand in rules of their own (params/measures.hpp)
    SourceLocation where;
};

using Rule = std::variant<TariffRule, TradeCostRule, ProductivityRule, RetaliationRule, ScheduleRule>;

enum class Deficits { fixed, gdp_share, balanced };
/// mobile: one wage a region, which clears its labour market. rigid: factor prices stay, employment adjusts, and final
/// spending stays at the base's, since incomes that followed output would have no level to settle at.
enum class Factors { mobile, rigid };
enum class Revenue { rebate, waste };
/// full: as the base is; no_io: gamma = 0; one_sector: all sectors summed into one; one_sector_no_io: both.
enum class Variant { full, no_io, one_sector, one_sector_no_io };

inline constexpr char const* input_output_kind = "input-output";

struct ModelOptions {
    std::string kind = "caliendo-parro";  ///< "input-output": first-year answer, always with rigid factors
    Variant variant = Variant::full;
    Deficits deficits = Deficits::fixed;
    Factors factors = Factors::mobile;
    Revenue revenue = Revenue::rebate;
    double demand_elasticity = 1.0;  ///< eta of the input-output model, >= 0: 1 fixed spending, 0 fixed quantities
    std::string elasticities = "default";
    double theta_factor = 1.0;          ///< > 0: every trade elasticity and its standard error are multiplied by it
    SourceLocation elasticities_where;  ///< for messages; empty when not written
};

struct SolverChoice {
    double tolerance = 1e-11;     ///< on the largest scaled residual; > 0
    int max_iterations = 500;     ///< >= 1
    std::string method = "auto";  ///< auto | anderson | damped | newton-krylov
};

struct ReportOptions {
    Selector focus;      ///< whose exports the summary is about; default "@latin_america", else everybody
    std::string market;  ///< the market whose loss the redirection ledger is about; empty: found from the duties
    int draws = -1;      ///< elasticity draws behind the intervals; 0 none, -1 the program's default
    unsigned seed = 20241130;
    SourceLocation market_where;  ///< for messages; empty when not written
};

/// A scenario that may come about. Threats that are not independent exclude one another.
struct Threat {
    std::string scenario;      ///< a built-in name or a path, as written
    double probability = 0.0;  ///< 0..1; where `given` is written, once that one has come about
    std::string label;         ///< the scenario as written, unless a label is
    std::string given;         ///< label of an earlier threat without which this one does not come; empty: none
    bool independent = false;
    std::string note;
    SourceLocation where;
};

/// One row of a table of rates (columns sector, exporter, importer, rate).
struct RateRow {
    std::string sector, exporter, importer;
    double rate = 0.0;  ///< fraction
    SourceLocation where;
};

/// A table of rates that a [[tariff]] names: its text (kept, so that a run can be repeated from its file) and its rows.
struct RateTable {
    std::string text;
    std::vector<RateRow> rows;
};

/// A group that a scenario defines under [groups], of regions or of sectors.
struct GroupDefinition {
    std::string name;  ///< "my_tier"
    Selector members;
};

/// A number of a rule with its three readings, { low = ..., central = ..., high = ... }.
struct WrittenReadings {
    std::string what;              ///< "days of [[trade_cost]]"
    std::array<double, 3> values;  ///< low, central, high; NaN where they differ by sector (a value of time)
    SourceLocation where;
};

struct Scenario {
    std::string name, title, note, source, base = "world-2023";
    std::optional<Date> date;  ///< the day it is about
    SourceLocation date_where;
    bool is_date_given = false;  ///< by the command line, which puts every schedule's own date aside
    ModelOptions model;
    SolverChoice solver;
    std::vector<Rule> rules;       ///< by kind, each kind in the order written
    std::vector<Threat> threats;   ///< [[threat]]: what may happen; `rules` hold in any case
    std::string otherwise;         ///< scenario when none of the excluding threats comes; empty: nothing more happens
    SourceLocation threats_where;  ///< of the block that says `otherwise`
    ReportOptions report;
    std::string file;  ///< path or "built-in NAME", for messages
    std::string toml;  ///< the whole text as read
    /// By file name as written in the scenario; the parts of a schedule, without rows, by "SCHEDULE/PART".
    std::map<std::string, RateTable> tables;
    std::vector<GroupDefinition> groups;                ///< of [groups], in the order of their names
    std::string group_file;                             ///< of [groups], as written; empty when there is none
    std::map<std::string, GroupTable> group_tables;     ///< by file name; the program's own under registry_name
    std::map<std::string, ValueOfTime> values_of_time;  ///< by name as written in the scenario
    ReadingLevel reading = ReadingLevel::central;       ///< which figure stands for each number that has three
    std::vector<WrittenReadings> readings;              ///< those numbers; empty when every number is one figure
    bool allow_unmatched = false;                       ///< as if every rule said so
    /// The number that was given another level after reading, by path (params/vary.hpp); one at most.
    std::optional<std::pair<std::string, double>> varied;
};

/// The same scenario on another day: its own date and those of its schedules are put aside.
void set_date(Scenario& scenario, Date date);

/// Names as written in TOML: "gdp-share", "one-sector", ...
std::string to_string(Deficits value);
std::string to_string(Factors value);
std::string to_string(Revenue value);
std::string to_string(Variant value);
std::string to_string(TariffAction value);
std::string to_string(ReadingLevel value);
/// A selector as a person would write it: "USA", "[@brics, !BRA]", "*" when empty.
std::string to_string(Selector const& selector);

/// Every name of an option in the order of its values, for messages and `describe models`.
/// Defined for Deficits, Factors, Revenue, Variant, TariffAction and ReadingLevel.
template <typename Option>
std::vector<std::string> option_names();

/// The value of that name, or nothing. Defined for the same types. \tests unit/scenario_toml_test.cpp
template <typename Option>
std::optional<Option> parse_option(std::string_view name);

/// The closures in words, for results and pages: "variant = full, deficits = fixed, factors = mobile, ...".
std::string describe_closures(ModelOptions const& model);

/// Names that [model] kind and [solver] method accept.
std::vector<std::string> model_kinds();
std::vector<std::string> solver_methods();

}  // namespace desvio
