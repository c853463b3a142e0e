#pragma once

#include "desvio/engine/audit.hpp"
#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/input_output.hpp"
#include "desvio/model/welfare.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/params/base.hpp"
#include "desvio/params/scenario.hpp"
#include "desvio/params/shock.hpp"

#include <memory>
#include <optional>

namespace desvio {

/// One solve and what every question asks of it. Status other than converged means: do not use the numbers.
struct Counterfactual {
    Equilibrium equilibrium;
    ExactWelfare welfare;
    std::optional<ShortRun> short_run;  ///< of the input-output model only
    Summary summary;
    WarmStart state;  ///< to start a neighbouring solve from
};

/// The base that a model is made of, before deficits are removed: its variant, its elasticities times theta_factor.
Base base_of_model(Base const& given, ModelOptions const& model);

/// The base itself as a counterfactual in which nothing changes: every hat is 1.
Counterfactual unchanged(Accounts const& accounts);

/// How one solve differs from the usual.
struct SolveSetting {
    WarmStart const* start = nullptr;              ///< a neighbouring solution; the base when not given
    Vector const* theta = nullptr;                 ///< J elasticities in place of the base's
    std::optional<FixedPointOptions> solver = {};  ///< in place of those of the construction
    Monitor monitor = {};
};

/// Many solves of one model on one base: what does not depend on the shock is prepared once. Sweeps, draws and
/// decompositions are made of these. Safe to share between threads: a solve keeps its own state.
class Counterfactuals {
  public:
    /// \param given  kept by reference
    /// \throws InputError when the base fails its identities or an option is out of bounds
    Counterfactuals(Base const& given, ModelOptions const& model, SolverChoice const& solver = {});
    ~Counterfactuals();
    Counterfactuals(Counterfactuals&&) noexcept;
    Counterfactuals& operator=(Counterfactuals&&) noexcept;
    Counterfactuals(Counterfactuals const&) = delete;
    Counterfactuals& operator=(Counterfactuals const&) = delete;

    /// Of the solve that removes the deficits of the base first (`balanced`); converged where there is none to make.
    /// Where it did not converge, nothing is solved and every answer carries this summary.
    [[nodiscard]] Summary const& preparation() const noexcept;
    [[nodiscard]] Base const& given() const noexcept;
    [[nodiscard]] Base const& base() const noexcept;  ///< what answers are reported against: variants, `balanced`
    [[nodiscard]] Accounts const& accounts() const noexcept;  ///< of base()
    [[nodiscard]] ModelOptions const& model() const noexcept;
    [[nodiscard]] Closures const& closures() const noexcept;
    [[nodiscard]] FixedPointOptions const& solver() const noexcept;
    [[nodiscard]] Buyers const* buyers() const noexcept;  ///< of the input-output model, else null

    /// A shock on given() as the model takes it: the variant's sectors, wasted revenue as an iceberg cost.
    [[nodiscard]] Shock shock_of(Shock const& shock) const;
    /// \param shock  as shock_of() makes it
    [[nodiscard]] Counterfactual solve(Shock const& shock, SolveSetting const& setting = {}) const;
    /// Every equation recomputed from the answer alone.
    [[nodiscard]] AuditReport audit(Shock const& shock, Counterfactual const& answer, double tolerance = 1e-10) const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace desvio
