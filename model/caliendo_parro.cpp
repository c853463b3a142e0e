#include "desvio/model/caliendo_parro.hpp"

#include "desvio/model/equilibrium_problem.hpp"
#include "model/equilibrium_map.hpp"

namespace desvio {

CaliendoParro::CaliendoParro(Accounts const& accounts)
    : accounts_(accounts), constants_(std::make_shared<BaseConstants const>(accounts)) {}

Solution CaliendoParro::solve(Shock const& shock, Closures const& closures, FixedPointOptions const& options,
                              Monitor const& monitor, WarmStart const* start, Vector const* theta) const {
    EquilibriumMap map(accounts_, *constants_, shock, closures, theta != nullptr ? *theta : accounts_.theta);
    Vector x = start != nullptr ? map.point_of(*start) : base_point(accounts_);
    Solution solution;
    solution.summary = solve_fixed_point(map, x, options, monitor);
    solution.equilibrium = map.equilibrium(x);
    solution.state = map.state_of(x);
    return solution;
}

namespace {

/// An EquilibriumMap that owns the constants it refers to.
struct OwnedConstants {
    explicit OwnedConstants(Accounts const& accounts) : constants(accounts) {}
    BaseConstants constants;
};

class StandaloneProblem final : private OwnedConstants, public ContinuationProblem {
  public:
    StandaloneProblem(Accounts const& accounts, Shock const& shock, Closures const& closures)
        : OwnedConstants(accounts), map_(accounts, constants, shock, closures, accounts.theta) {}
    [[nodiscard]] Index size() const override { return map_.size(); }
    void residual(Vector const& x, Vector& f) override { map_.residual(x, f); }
    void precondition(Vector const& f, Vector& step) override { map_.precondition(f, step); }
    [[nodiscard]] Vector const& scale() const override { return map_.scale(); }
    void jacobian_times(Vector const& v, Vector& out) override { map_.jacobian_times(v, out); }
    [[nodiscard]] std::string component_name(Index k) const override { return map_.component_name(k); }
    void set_step(double step) override { map_.set_step(step); }

  private:
    EquilibriumMap map_;
};

}  // namespace

std::unique_ptr<ContinuationProblem> make_equilibrium_problem(Accounts const& accounts, Shock const& shock,
                                                              Closures const& closures) {
    return std::make_unique<StandaloneProblem>(accounts, shock, closures);
}

Vector base_point(Accounts const& accounts) {
    Index const n_cells = accounts.n_sectors() * accounts.n_regions();
    Vector x = Vector::Zero(2 * n_cells + accounts.n_regions());
    auto const absent = (accounts.expenditure.array() == 0.0).cast<double>();
    x.segment(n_cells, n_cells) = (accounts.expenditure.array() + absent).log().matrix().reshaped();
    return x;
}

}  // namespace desvio
