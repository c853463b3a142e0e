#include "desvio/model/caliendo_parro.hpp"

#include "desvio/model/equilibrium_problem.hpp"
#include "model/equilibrium_map.hpp"

namespace desvio {

CaliendoParro::CaliendoParro(Accounts const& accounts) : accounts_(accounts) {}

Solution CaliendoParro::solve(Shock const& shock, Closures const& closures, FixedPointOptions const& options,
                              Monitor const& monitor, WarmStart const* start, Vector const* theta) const {
    EquilibriumMap map(accounts_, shock, closures, theta != nullptr ? *theta : accounts_.theta);
    Vector x = start != nullptr ? map.point_of(*start) : map.base_point();
    Solution solution;
    solution.summary = solve_fixed_point(map, x, options, monitor);
    solution.equilibrium = map.equilibrium(x);
    solution.state = map.state_of(x);
    return solution;
}

std::unique_ptr<ContinuationProblem> make_equilibrium_problem(Accounts const& accounts, Shock const& shock,
                                                              Closures const& closures) {
    return std::make_unique<EquilibriumMap>(accounts, shock, closures, accounts.theta);
}

Vector base_point(Accounts const& accounts) {
    Shock unshocked;
    unshocked.tariff = accounts.tariff;
    return EquilibriumMap(accounts, unshocked, {}, accounts.theta).base_point();
}

}  // namespace desvio
