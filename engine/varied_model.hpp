#pragma once

#include "desvio/engine/counterfactuals.hpp"
#include "desvio/params/shock.hpp"
#include "desvio/params/vary.hpp"

#include <memory>
#include <vector>

namespace desvio {

/// A scenario whose numbers take levels, and the model it is solved in. Elasticities and the elasticity of demand
/// belong to the model, so levels of these make another one; it is kept until the next is asked for. Not for several
/// threads: copies are, and share the model at the scenario's own levels. Private to engine.
class VariedModel {
  public:
    /// \param given  kept by reference   \throws InputError where `balanced` meets a varied theta: each has another
    /// base
    VariedModel(Scenario scenario, Base const& given, std::vector<VariedNumber> numbers);

    struct Point {
        std::shared_ptr<Counterfactuals const> model;
        Shock shock;
        ResolvedScenario resolved;  ///< on the base as given
    };
    /// \param levels  one a number \throws InputError for what a level makes of a rule
    Point at(std::vector<double> const& levels);

    /// At the levels the scenario itself has.
    [[nodiscard]] Counterfactuals const& central() const noexcept { return *central_; }
    /// The scenario at the levels last asked for.
    [[nodiscard]] Scenario const& scenario() const noexcept { return scenario_; }

  private:
    [[nodiscard]] bool is_for(ModelOptions const& made) const;
    std::shared_ptr<Counterfactuals const> model_now();
    Scenario scenario_;
    Base const* given_;
    std::vector<VariedNumber> numbers_;
    std::shared_ptr<Counterfactuals const> central_, latest_;
};

}  // namespace desvio
