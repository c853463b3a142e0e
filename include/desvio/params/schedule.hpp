#pragma once

#include "desvio/core/tensor.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/concordance.hpp"
#include "desvio/params/date.hpp"
#include "desvio/params/scenario.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Dated duties of one importer (docs/formats/schedule.md): which measures are in force on a day, how they stack, and
/// what a base's duties become by them.
namespace desvio {

/// How a measure joins what its authority lays on a cell already (docs/theory/schedules.md).
enum class Stacking {
    replace,  ///< in place of it
    add,      ///< on top of it
    max,      ///< where it is higher
    floor,    ///< in place of it: as much as brings the ordinary duty and this one together to the rate
};
/// What the rates are: written in the law, or collected at the border. One schedule holds one kind.
enum class DutyKind { statutory, collected };

struct DatedMeasure {
    std::string id, authority, instrument;
    Selector partner;   ///< whose goods, in the codes and groups of the base
    Selector sector;    ///< which goods, in the schedule's own codes; "@CODE": all that go to that sector
    double rate = 0.0;  ///< fraction; unused where `rates` names a column
    std::string rates;  ///< column of cells that holds the rates; empty: `rate` everywhere
    Stacking stack = Stacking::replace;
    double exempt_share = 0.0;             ///< share of the trade of each cell that the measure leaves out
    std::string exempt, covered;           ///< columns of cells with the share left out, or the share reached
    std::vector<SelectorTerm> in_lieu_of;  ///< authorities whose duties the goods this one reaches do not bear
    std::optional<Date> start, end;        ///< first and last day in force; none: always, until further notice
    std::string source, note;
    SourceLocation where, authority_where, rates_where, exempt_where, covered_where, end_where;

    [[nodiscard]] bool is_in_force(Date date) const { return (!start || *start <= date) && (!end || date <= *end); }
    /// Whether it puts aside what its authority laid on a cell before.
    [[nodiscard]] bool is_replacing() const { return stack == Stacking::replace || stack == Stacking::floor; }
};

struct Authority {
    std::string name, title;
    SourceLocation where;
};

/// Figures by partner and sector that measures name as columns.
struct ScheduleCells {
    struct Row {
        std::string partner, sector;  ///< "*": every partner without a row of its own
        std::vector<double> values;   ///< one a column
        SourceLocation where;
    };
    std::vector<std::string> columns;  ///< "weight": trade of the cell, for means; any others
    std::vector<Row> rows;
    [[nodiscard]] std::optional<std::size_t> find_column(std::string const& name) const;
};

struct Schedule {
    std::string name, title, note, source, licence;
    std::string file;  ///< for messages
    std::string importer;
    SourceLocation importer_where;
    DutyKind kind = DutyKind::statutory;
    std::optional<Date> reference;       ///< the day whose measures are in the base's own duties already
    std::vector<Authority> authorities;  ///< in the order in which they stack
    std::vector<DatedMeasure> measures;  ///< in the order written
    ScheduleCells cells;
    std::string sectors;  ///< concordance from its sector codes to those of bases; empty: a base's own codes
    Concordance concordance;
};

/// Rates above this are refused: such a figure is a percentage where a fraction is meant.
inline constexpr double largest_scheduled_rate = 3.0;

/// What is at fault in a schedule by itself: an authority or a column that is not there, dates the wrong way round,
/// shares and rates out of range, an id given twice, authorities that stand in lieu of each other in a circle. \tests
/// unit/schedule_faults_test.cpp
void validate_schedule(Schedule const& schedule, FaultList& faults);

/// What one measure did to the duties of a day.
struct ScheduleStep {
    std::optional<std::size_t> measure;  ///< in Schedule::measures; none: the end of what the base still holds
    std::size_t authority = 0;           ///< in Schedule::authorities
    Matrix share;                        ///< J x N, of the trade of each cell that it reaches
    Matrix before, after;                ///< J x N, fraction: the duty before and after it
};

/// Duties of one importer on one day, by sector of the base and partner.
struct DutiesOnDate {
    Index importer = 0;
    Matrix base;  ///< J x N, fraction
    Matrix duty;  ///< J x N, fraction
    std::vector<ScheduleStep> steps;
};

/// A schedule tied to a base: selectors resolved, its sectors spread over the base's by trade weights.
///
/// With g the schedule's sectors, w[g] their trade within sector j and partner i, D_a what authority a lays on a cell
/// on a day and R the reference day,
///   t'[j,n,i] = t[j,n,i] + sum_g w[g] sum_a (D_a[g,i](day) - D_a[g,i](R)) / sum_g w[g]
/// and D_a is built measure by measure, in the order written, from D = 0 (s: the share reached, r: the rate, t_0: the
/// duty of the base without what the schedule had in force on R):
///   replace  D <- s r        add  D <- D + s r        max  D <- (1 - s) D + s max(D, r)        floor  D <- s max(0, r
///   - t_0) s = (1 - exempt share) prod_k (1 - s_k), k over the measures in force in lieu of this one's authority
/// A duty is never brought below 0 by it.
/// \source docs/theory/schedules.md \tests unit/schedule_test.cpp
class TiedSchedule {
  public:
    /// Faults that need the base go to `faults`: an unknown importer, partner or sector, replacing measures of one
    /// authority in force together on the same cells.
    /// \pre schedule and base outlive this
    TiedSchedule(Schedule const& schedule, Base const& base, FaultList& faults);

    /// \param held  by authority: whether it counts; empty: all do
    [[nodiscard]] DutiesOnDate on(Date date, std::vector<bool> const& held = {}) const;
    [[nodiscard]] Schedule const& schedule() const noexcept { return *schedule_; }
    [[nodiscard]] Index importer() const noexcept { return importer_; }
    /// Partners and sectors (the schedule's) that a measure names.
    [[nodiscard]] std::vector<Index> const& partners_of(std::size_t measure) const { return reach_[measure].partners; }

  private:
    struct Reach {
        std::vector<Index> partners, sectors;
        std::optional<std::size_t> rates, exempt, covered;  // columns
        std::size_t authority = 0;
        std::vector<std::size_t> in_lieu_of;  // authorities
    };
    struct Stacked;
    void tie_sectors(FaultList& faults);
    void tie_cells(FaultList& faults);
    void tie_measures(FaultList& faults);
    void refuse_overlaps(FaultList& faults) const;
    [[nodiscard]] double value(std::size_t column, Index sector, Index partner) const;
    [[nodiscard]] Matrix spread(Matrix const& by_own_sector) const;
    [[nodiscard]] std::vector<Matrix> shares_on(Date date, std::vector<bool> const& held) const;
    void add_share(std::size_t measure, std::vector<Matrix>& shares, std::vector<bool> const& is_acting,
                   std::vector<bool>& is_done) const;
    [[nodiscard]] Matrix stacked(Matrix const& so_far, std::size_t measure, Matrix const& share,
                                 Matrix const& ordinary) const;

    Schedule const* schedule_;
    Base const* base_;
    Index importer_ = 0;
    Base codes_;                                              // the schedule's sectors, as select_sectors() wants them
    std::vector<std::vector<WeightedTarget>> targets_;        // by own sector
    Eigen::Matrix<int, Eigen::Dynamic, Eigen::Dynamic> row_;  // own sector x partner: row of cells, -1 for none
    std::vector<int> common_row_;                             // by own sector: the row of "*"
    Matrix weight_;                                           // own sector x partner
    std::vector<Reach> reach_;                                // by measure
};

/// The days on which anything begins or ends, sorted, each once: the first day of each measure and the day after its
/// last.
std::vector<Date> change_days(Schedule const& schedule);

std::string to_string(Stacking value);
std::string to_string(DutyKind value);

}  // namespace desvio
