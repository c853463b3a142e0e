#pragma once

#include "desvio/params/accounts.hpp"
#include "desvio/params/io_table.hpp"

#include <memory>
#include <string>
#include <vector>

/// The full table that a base may keep: who uses what from where.
namespace desvio {

/// The full table of a base, from its figures: labels and texts are the base's, taxes and value added are left to
/// full_table(), which takes them from the base.
///
/// | symbol         | argument     | shape     | unit                                                        |
/// | Z[(i,j),(n,k)] | intermediate | N J x N J | million, basic price before duty; >= 0                      |
/// | F[(i,j),(n,c)] | final_demand | N J x N C | million, basic price before duty; below 0 for stocks run down |
/// A final category that has the code of a sector is called "CODE (final)", so that users have names of their own.
/// \pre shapes agree with the base   \tests unit/use_table_test.cpp
std::shared_ptr<IoTable const> make_use_table(Base const& base, std::vector<std::string> categories,
                                              RowMatrix intermediate, RowMatrix final_demand);

/// Where a full table and the compact base it stands beside do not say the same.
struct UseGap {
    enum class What {
        flow,        ///< what all users buy of a good from an exporter, against M[j,n,i]
        input_cost,  ///< what a sector pays for a good from all exporters, duty included, against gamma[n,j,k] Y[k,n]
        negative,    ///< an input below 0, or a cell that is no number
    };
    What what;
    Index sector = 0, importer = 0;  ///< of the good; who buys it
    Index exporter = -1;             ///< of a flow or a cell
    Index user = -1;                 ///< of a cost or a cell; -1 for final users
    double error = 0.0;              ///< relative: to the flow, and to the larger of the output Y[k,n] and the cost
    double of_users = 0.0, of_base = 0.0;  ///< million
};

/// How a full table agrees with its base:
///
///   sum_k Z[(i,j),(n,k)] + sum_c F[(i,j),(n,c)] = M[j,n,i]
///   sum_i (1 + t[j,n,i]) Z[(i,j),(n,k)] = gamma[n,j,k] Y[k,n]
///
/// A flow is measured against itself and what was added up for it, cells below 0 by their size.
struct UseAgreement {
    static constexpr double tolerance = 1e-8;  ///< FORMATS §1: declared figures carry about ten printed digits
    UseGap worst_flow{UseGap::What::flow}, worst_cost{UseGap::What::input_cost};
    std::vector<UseGap> gaps;  ///< those beyond the tolerance, the first of them
    Index n_gaps = 0;          ///< all of them
    [[nodiscard]] bool holds() const noexcept { return n_gaps == 0; }
};

/// \pre the base keeps a full table   \param most  how many gaps to list
/// \cost one pass over the table   \tests unit/use_table_test.cpp
UseAgreement compare_use_table(Base const& base, std::size_t most = 0);

/// The agreement as two identities; none where the base keeps no full table.
std::vector<IdentityCheck> check_use_table(Base const& base);

/// Takes the full table out of a base it no longer agrees with and says so among the steps; leaves one that agrees.
/// \param why  what became of the base: "settled"   \tests unit/use_table_test.cpp
void drop_stale_use_table(Base& base, std::string const& why);

/// Where a gap is, in words: "GDS from A to B", "GDS bought by SRV in B".
std::string name_gap(Base const& base, UseGap const& gap);

}  // namespace desvio
