#pragma once

#include "desvio/params/accounts.hpp"
#include "desvio/params/base.hpp"

namespace desvio::test {

/// Plain-loop twin of derive_accounts(): the definitions of THEORY §1, one loop a symbol.
Accounts plain_accounts(Base const& base);

}  // namespace desvio::test
