#pragma once

#include "desvio/engine/run.hpp"

#include <string>

namespace desvio::app {

/// The exit code of a solve: ok, not_converged or audit_failed; tells standard error why when it is not ok.
int judge(std::string const& name, Summary const& summary, AuditReport const& audit);

}  // namespace desvio::app
