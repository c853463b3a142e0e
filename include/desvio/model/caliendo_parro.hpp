#pragma once

#include "desvio/model/equilibrium.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/scenario.hpp"
#include "desvio/params/shock.hpp"
#include "desvio/solvers/fixed_point.hpp"

#include <memory>

namespace desvio {

/// Closures of THEORY §2 that the equations themselves need. `balanced` here only sets D' = 0; the engine first makes
/// the balanced base. Wasted revenue is no closure of the equations but of the shock: waste_revenue() in
/// model/revenue.hpp turns the change of a duty into an iceberg cost, so income is always I' = V' + R' + D'.
struct Closures {
    Deficits deficits = Deficits::fixed;
    Factors factors = Factors::mobile;  ///< rigid: w_hat = 1 and X' = gamma Y' + alpha I; D' is what trade makes it
};

/// Where a solve starts: the log-hats of an earlier solution of the same shape.
struct WarmStart {
    Matrix log_unit_cost_hat, log_expenditure;  ///< J x N
    Vector log_wage_hat;                        ///< N
};

struct Solution {
    Equilibrium equilibrium;
    Summary summary;
    WarmStart state;  ///< to start a neighbouring solve from
};

struct BaseConstants;  ///< what the model keeps of a base over all its solves

/// Solves the equilibrium in changes of Caliendo and Parro (2015), THEORY §2, on one base. Safe to share between
/// threads: a solve keeps its own state.
///
/// \pre accounts satisfy THEORY §1 (or are off equilibrium on purpose: `settle`)
/// \cost per evaluation 2 (3 N^2 J + 2 N J^2) flop; no (NJ)^2 matrix is ever formed
/// \tests identities/, analytic/, published/nafta_test.cpp
class CaliendoParro {
  public:
    explicit CaliendoParro(Accounts const& accounts);  ///< keeps a reference
    /// \param start  a neighbouring solution to start from; the base when not given
    /// \param theta  replaces the accounts' elasticities when given (J, > 0)
    [[nodiscard]] Solution solve(Shock const& shock, Closures const& closures, FixedPointOptions const& options = {},
                                 Monitor const& monitor = {}, WarmStart const* start = nullptr,
                                 Vector const* theta = nullptr) const;

  private:
    Accounts const& accounts_;
    std::shared_ptr<BaseConstants const> constants_;
};

}  // namespace desvio
