#pragma once

#include "desvio/model/caliendo_parro.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/shock.hpp"

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

/// The cases every identity is tried on, as data: bases x shocks x deficit closures.
namespace desvio::test {

/// "world2023" (the built-in base), "hand", and random bases of several shapes and peculiarities.
std::vector<std::string> const& base_names();
/// Those small enough for the reference solver's dense systems.
std::vector<std::string> small_base_names();
/// Made on first use and kept. \throws std::out_of_range for a name not in base_names()
Base const& named_base(std::string const& name);

enum class ShockKind { none, tariffs, trade_costs, productivity, mixed };

/// Seeded changes of the cells the kind is about: duties (most raised, by up to 100 points, some abolished) and iceberg
/// costs (0.8 to 1.4) on cross-border flows of goods, productivity (0.8 to 1.25) anywhere.
Shock make_shock(Base const& base, ShockKind kind, std::uint64_t seed = 7);

struct Case {
    std::string base;
    ShockKind shock = ShockKind::mixed;
    Deficits deficits = Deficits::fixed;
    [[nodiscard]] std::string name() const;  ///< letters, digits and underscores, for a test's name
};
std::ostream& operator<<(std::ostream& out, Case const& which);

/// Every base x {tariffs, trade_costs, productivity, mixed} x {fixed, gdp-share, balanced}.
std::vector<Case> all_cases();
std::vector<Case> small_cases();

/// A case and its solution.
struct SolvedCase {
    Accounts accounts;
    Shock shock;
    Closures closures;
    Solution solution;
    [[nodiscard]] Equilibrium const& equilibrium() const { return solution.equilibrium; }
    /// kappa_hat = d_hat (1 + t') / (1 + t)
    [[nodiscard]] double kappa_hat(Index j, Index n, Index i) const;
    [[nodiscard]] double productivity_hat(Index j, Index i) const;
};

/// Solves a case with CaliendoParro; a case solved before in this process is returned as it was.
SolvedCase const& solve_case(Case const& which);

}  // namespace desvio::test
