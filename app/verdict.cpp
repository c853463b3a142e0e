#include "app/verdict.hpp"

#include "app/exit_code.hpp"
#include "app/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio::app {
namespace {

void explain_no_solution(std::string const& name, Summary const& summary) {
    std::string line = name + ": " + summary.message;
    bool const is_named =
        summary.worst_component.empty() || summary.message.find(summary.worst_component) != std::string::npos;
    if (!is_named) line += fmt::format("; worst: {}, residual {:.1e}", summary.worst_component, summary.final_residual);
    print_error(line + "; nothing was written");
}

void explain_failed_audit(std::string const& name, AuditReport const& audit) {
    std::string where = fmt::format("Walras' law, {:.1e}", audit.walras);
    auto const worst = std::max_element(audit.equations.begin(), audit.equations.end(),
                                        [](auto const& a, auto const& b) { return a.residual < b.residual; });
    if (worst != audit.equations.end() && !(worst->residual < audit.walras)) {
        where = fmt::format("{} [{}], {:.1e}{}", worst->equation, worst->formula, worst->residual,
                            worst->worst.empty() ? "" : " at " + worst->worst);
    }
    print_error(fmt::format("{}: the solution fails its audit: {} (allowed {:.1e}); nothing was written", name, where,
                            audit.tolerance));
}

}  // namespace

int judge(std::string const& name, Summary const& summary, AuditReport const& audit) {
    // Ctrl-C after the main solve leaves a converged summary beside work that was cut short.
    if (is_interrupted() && summary.is_converged()) {
        print_error(name + ": stopped on request; nothing was written");
        return not_converged;
    }
    if (!summary.is_converged()) {
        explain_no_solution(name, summary);
        return not_converged;
    }
    if (!audit.passed()) {
        explain_failed_audit(name, audit);
        return audit_failed;
    }
    return ok;
}

}  // namespace desvio::app
