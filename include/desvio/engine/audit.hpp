#pragma once

#include "desvio/model/caliendo_parro.hpp"
#include "desvio/model/input_output.hpp"

#include <string>
#include <vector>

namespace desvio {

/// The largest relative residual of one equation over all its cells.
struct EquationResidual {
    std::string equation;  ///< short name, e.g. "price_index"
    std::string formula;   ///< the equation of THEORY it checks
    double residual = 0.0;
    std::string worst;  ///< labels of the worst cell
};

struct AuditReport {
    std::vector<EquationResidual> equations;
    double walras = 0.0;  ///< the redundant balance equation, relative to world trade
    double tolerance = 1e-10;
    [[nodiscard]] double largest() const noexcept;  ///< over equations and walras; NaN counts as infinite
    [[nodiscard]] bool passed() const noexcept { return largest() <= tolerance; }
};

/// What an audit covers. A base that is off equilibrium on purpose (`settle`) breaks identities of THEORY §1 that the
/// equilibrium solved from it meets; there only the counterfactual is audited.
enum class AuditScope { base_and_counterfactual, counterfactual };

/// Recomputes every equation of THEORY §1 (base) and §2 (counterfactual) from the result alone, by plain loops that
/// share no code with the solver. \tests identities/audit_test.cpp plants errors and sees each found
AuditReport audit_equilibrium(Accounts const& base, Shock const& shock, Closures const& closures,
                              Equilibrium const& counterfactual, double tolerance = 1e-10,
                              AuditScope scope = AuditScope::base_and_counterfactual);

/// The same for the input-output model (THEORY §3), buyer by buyer. \tests identities/input_output_test.cpp
AuditReport audit_short_run(Accounts const& base, Buyers const& buyers, Shock const& shock, double demand_elasticity,
                            Equilibrium const& counterfactual, ShortRun const& short_run, double tolerance = 1e-10);

}  // namespace desvio
