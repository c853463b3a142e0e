#include "engine/varied_model.hpp"

#include <utility>

namespace desvio {
namespace {

/// A model that owns the base it was made of.
struct OwnedWorld {
    OwnedWorld(Base scaled, Scenario const& scenario)
        : base(std::move(scaled)), model(base, scenario.model, scenario.solver) {}
    Base base;
    Counterfactuals model;
};

std::shared_ptr<Counterfactuals const> scaled_model(Base base, double theta, Scenario const& scenario) {
    scale_elasticities(base, theta);
    auto const world = std::make_shared<OwnedWorld const>(std::move(base), scenario);
    return {world, &world->model};
}

}  // namespace

VariedModel::VariedModel(Scenario scenario, Base const& given, std::vector<VariedNumber> numbers)
    : scenario_(std::move(scenario)),
      given_(&given),
      numbers_(std::move(numbers)),
      central_demand_(scenario_.model.demand_elasticity) {
    for (VariedNumber const& number : numbers_) {
        if (number.block == VariedBlock::theta && scenario_.model.deficits == Deficits::balanced)
            throw InputError({{scenario_.file},
                              "theta cannot be varied where deficits are balanced",
                              "every elasticity would have a balanced base of its own",
                              "Balance the base once, with 'desvio base settle --deficits balanced'."});
    }
    central_ = std::make_shared<Counterfactuals const>(given, scenario_.model, scenario_.solver);
}

std::shared_ptr<Counterfactuals const> VariedModel::model_at(double theta) {
    double const demand = scenario_.model.demand_elasticity;
    if (theta == 1.0 && demand == central_demand_) return central_;
    if (latest_ == nullptr || latest_theta_ != theta || latest_demand_ != demand) {
        latest_ = scaled_model(*given_, theta, scenario_);
        latest_theta_ = theta;
        latest_demand_ = demand;
    }
    return latest_;
}

VariedModel::Point VariedModel::at(std::vector<double> const& levels) {
    double theta = 1.0;
    for (std::size_t k = 0; k < numbers_.size(); ++k) {
        set_level(scenario_, numbers_[k], levels[k]);
        if (numbers_[k].block == VariedBlock::theta) theta = levels[k];
    }
    Point point;
    point.model = model_at(theta);
    point.resolved = resolve_scenario(scenario_, *given_);
    point.shock = point.model->shock_of(point.resolved.shock);
    return point;
}

}  // namespace desvio
