#pragma once

#include "desvio/params/accounts.hpp"
#include "desvio/params/io_table.hpp"

#include <vector>

namespace desvio {

/// Who buys each good from where: what the input-output model needs of a base. In a compact base all users of a region
/// buy a good from every origin in the same proportions and are one buyer; in a full table each using sector and each
/// final category is a buyer of its own.
///
/// | symbol       | member            | shape     | unit                                                       |
/// | sigma[j,b,i] | share             | J x B x N | share of origin i in what b pays for good j, duty included |
/// | n(b)         | region            | B         | where the buyer is                                         |
/// | gamma[n,k,j] | input_share       | N x J x J | cost of input k per unit of output value of j              |
/// | beta[j,n]    | value_added_share | J x N     | 1 - sum_k gamma                                            |
/// | F[j,b]       | final_spending    | J x B     | million, duty included; what no sector uses                |
/// | H[j,n,i]     | held              | J x N x N | million, basic price: final flows that keep their quantity |
struct Buyers {
    Tensor3 share;
    std::vector<Index> region;
    Tensor3 input_share;
    Matrix value_added_share;
    Matrix final_spending;
    Tensor3 held;               ///< empty when there is none
    Index buyers_a_region = 1;  ///< 1, or J sectors and C final categories

    [[nodiscard]] Index size() const noexcept { return static_cast<Index>(region.size()); }
    [[nodiscard]] bool is_by_user() const noexcept { return buyers_a_region > 1; }
    /// The buyer of what sector k of region n uses.
    [[nodiscard]] Index of_user(Index n, Index k) const noexcept {
        return n * buyers_a_region + (is_by_user() ? k : 0);
    }
};

/// One buyer a region. \tests identities/input_output_test.cpp
Buyers compact_buyers(Accounts const& accounts);

/// Every using sector and every final category buys for itself; duties are the accounts', whoever buys. A final column
/// with a negative cell (a change of inventories) is held: no price explains a negative purchase.
/// \pre the table's regions and sectors are the accounts'
Buyers table_buyers(Accounts const& accounts, IoTable const& table);

}  // namespace desvio
