#pragma once

#include "desvio/params/io_table.hpp"
#include "desvio/solvers/gras.hpp"

#include <string>
#include <vector>

namespace desvio {

/// What becomes of changes in inventories, the final column that may be negative (THEORY §7).
enum class Inventories {
    leontief,  ///< drop them with all negative final cells, recompute output: x = (I - A)^-1 F+ 1 [CRC14]
    absorb,    ///< add them to household demand; refused when a cell turns negative
    keep,      ///< as they are: only the input-output model takes negative demand
};
std::string to_string(Inventories inventories);

/// Each step is left out when its option says nothing to do.
struct MendOptions {
    bool balance = false;  ///< GRAS: rows and columns to the outputs the table states
    bool zero_negative_inputs = true;
    Inventories inventories = Inventories::leontief;
    double tiny = 0.0;               ///< million: cells below in absolute value become 0
    double least_own_sales = 0.0;    ///< share of output that a sector without own sales is given
    double least_value_added = 0.0;  ///< share of output below which a sector's inputs are scaled down
    GrasOptions gras;
    Monitor monitor;  ///< sees the iterations of balancing and of the Leontief inverse
};

/// Mends a table in this order: balance, taxes, negative inputs, inventories, own sales, tiny cells, value added.
/// \return every step taken, with how many cells it changed, by how much in all, and the one it changed most
/// \throws InputError naming the margins that contradict each other, the cells that inventories would turn negative,
///         the sector whose inputs cost more than its output (spectral radius of A at least 1), or that it was stopped
/// \source THEORY §7 \tests unit/mend_table_test.cpp
std::vector<ProvenanceStep> mend_table(IoTable& table, MendOptions const& options);

// The steps one by one, each reporting what it did.

/// Net taxes on products count as value added, being rebated like it; those on final use are left out of the base.
/// Changes nothing in the table: says how much it is.
ProvenanceStep report_taxes(IoTable const& table);
ProvenanceStep zero_negative_inputs(IoTable& table);
/// Other final cells below 0, once inventories were absorbed.
ProvenanceStep zero_negative_final(IoTable& table);
ProvenanceStep mend_inventories(IoTable& table, Inventories how, Monitor const& monitor);
/// Output and final demand of a sector that sells nothing at home grow by `share` of its output.
ProvenanceStep give_own_sales(IoTable& table, double share);
ProvenanceStep zero_tiny_cells(IoTable& table, double threshold);
/// Inputs of a sector that leave less than `share` of its output are scaled down to leave it; what they lose becomes
/// final demand of the same region for the same goods, so that rows keep their sums.
ProvenanceStep raise_value_added(IoTable& table, double share);
/// Rows to the stated output x, columns of Z to x less taxes and value added, final columns kept in proportion.
ProvenanceStep balance_table(IoTable& table, GrasOptions const& options, Monitor const& monitor);

/// Of a base that holds input shares and no table: negative ones become 0 and the others of the bill shrink, so that
/// the inputs of a sector cost what they did.
ProvenanceStep zero_negative_shares(Base& base);

}  // namespace desvio
