#pragma once

#include "desvio/engine/counterfactuals.hpp"
#include "desvio/engine/outcomes.hpp"
#include "desvio/engine/sweep.hpp"
#include "desvio/model/redirection.hpp"

#include <functional>
#include <string>
#include <vector>

/// What a sweep keeps of every point. Private to engine.
namespace desvio {

/// One point that was tried.
struct SweepPoint {
    Counterfactuals const& model;
    Shock const& shock;
    Counterfactual const& found;
    AuditReport const& audit;  ///< of a solved point
};

/// One row a table, in their order.
using SweepRow = std::vector<Vector>;

class SweepRecord {
  public:
    /// \param model  at the scenario's own levels: labels and base
    SweepRecord(SweepPlan const& plan, Counterfactuals const& model, Index market);

    /// Tables over the grid: nothing solved, figures NaN.
    [[nodiscard]] std::vector<SweepTable> tables(Index n_points) const;
    /// What the unchanged base has of the same figures.
    [[nodiscard]] std::vector<Table> base_tables() const;
    /// The figures of a point. One that is not solved, or fails its audit, has diagnostics and no figures.
    [[nodiscard]] SweepRow row(SweepPoint const& point) const;

  private:
    struct Figures;  ///< what several tables are made of, computed once a point
    struct Column {
        std::string path;
        std::vector<std::string> dimensions;
        std::string units, long_name;
        std::function<Vector(Figures const&)> figure;
    };
    void add_regions();
    void add_ledgers();
    void add_market_and_trade(bool keep_trade);
    void add_outcomes(std::vector<std::string> const& outcomes, Base const& base);
    void add(char const* path, std::vector<std::string> dimensions, std::string units, std::string long_name,
             std::function<Vector(Figures const&)> figure) {
        columns_.push_back({path, std::move(dimensions), std::move(units), std::move(long_name), std::move(figure)});
    }
    [[nodiscard]] Index cells(Column const& column) const;

    Accounts const& base_;
    Index market_;
    std::string market_code_, money_, numeraire_;
    double dead_share_;
    bool keep_trade_;
    std::vector<Column> columns_;
};

/// M' < share M, with M > 0.
bool is_dead(double base_trade, double trade, double share) noexcept;

}  // namespace desvio
