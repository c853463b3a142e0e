#pragma once

#include "desvio/params/shock.hpp"
#include "params/rule_cells.hpp"

#include <string>
#include <vector>

namespace desvio {

/// Applies the rules of one scenario to one base, in the order of the calls (shock.hpp says what each does).
/// Faults are gathered, not thrown: the shock is of use only when there are none.
class RuleApplication {
  public:
    /// \pre scenario, base and names outlive this
    RuleApplication(Scenario const& scenario, Base const& base, NameBook& names, FaultList& faults);

    /// \pre no other rule has been applied yet
    void apply(ScheduleRule const& rule);
    void apply(TariffRule const& rule);
    void apply(TradeCostRule const& rule);
    void apply(ProductivityRule const& rule);
    /// \pre every TariffRule of the scenario has been applied, and end_tariffs() called
    void apply(RetaliationRule const& rule);

    /// Keeps the duties as they are now: what mirrored retaliation answers to.
    void end_tariffs() { tariff_before_retaliation_ = shock_.tariff; }

    [[nodiscard]] Shock const& shock() const noexcept { return shock_; }
    [[nodiscard]] std::vector<RuleEffect> const& effects() const noexcept { return effects_; }

  private:
    class DutyGuard;
    void apply_table(TariffRule const& rule);
    /// Reports what meets no trade, or notes it in the effect where that is allowed.
    void judge(std::vector<Unmatched> const& unmatched, bool is_allowed, RuleEffect& effect);
    FlowSet select(FlowSelectors const& selectors, bool is_allowed, RuleEffect& effect);

    Scenario const& scenario_;
    Base const& base_;
    NameBook& names_;
    FaultList& faults_;
    Shock shock_;
    Tensor3 tariff_before_retaliation_;
    std::vector<RuleEffect> effects_;
};

}  // namespace desvio
