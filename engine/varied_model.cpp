#include "engine/varied_model.hpp"

#include <utility>

namespace desvio {

VariedModel::VariedModel(Scenario scenario, Base const& given, std::vector<VariedNumber> numbers)
    : scenario_(std::move(scenario)), given_(&given), numbers_(std::move(numbers)) {
    for (VariedNumber const& number : numbers_) {
        if (number.block == VariedBlock::theta && scenario_.model.deficits == Deficits::balanced)
            throw InputError({{scenario_.file},
                              "theta cannot be varied where deficits are balanced",
                              "every elasticity would have a balanced base of its own",
                              "Balance the base once, with 'desvio base settle --deficits balanced'."});
    }
    central_ = std::make_shared<Counterfactuals const>(given, scenario_.model, scenario_.solver);
}

bool VariedModel::is_for(ModelOptions const& made) const {
    return made.theta_factor == scenario_.model.theta_factor &&
           made.demand_elasticity == scenario_.model.demand_elasticity;
}

std::shared_ptr<Counterfactuals const> VariedModel::model_now() {
    if (is_for(central_->model())) return central_;
    if (latest_ == nullptr || !is_for(latest_->model()))
        latest_ = std::make_shared<Counterfactuals const>(*given_, scenario_.model, scenario_.solver);
    return latest_;
}

VariedModel::Point VariedModel::at(std::vector<double> const& levels) {
    for (std::size_t k = 0; k < numbers_.size(); ++k) set_level(scenario_, numbers_[k], levels[k]);
    Point point;
    point.model = model_now();
    point.resolved = resolve_scenario(scenario_, *given_);
    point.shock = point.model->shock_of(point.resolved.shock);
    return point;
}

}  // namespace desvio
