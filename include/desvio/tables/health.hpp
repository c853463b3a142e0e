#pragma once

#include "desvio/params/io_table.hpp"
#include "desvio/params/table_health.hpp"

namespace desvio {

/// Looks at a table and changes nothing: identities with their worst cells, negative cells, inventories, sectors
/// without value added, own sales that are missing, units that seem to differ, the spectral radius of A, totals by
/// region.
///
///   rows     sum_nk Z[(i,j),(n,k)] + sum_nc F[(i,j),(n,c)] = x[(i,j)]
///   columns  sum_ij Z[(i,j),(n,k)] + sum_r T[r,(n,k)] + sum_v V[v,(n,k)] = x[(n,k)]
///   world    sum F = sum V + sum T
/// \cost a few passes over the table; the spectral radius some tens of products with it
/// \tests unit/table_health_test.cpp
TableHealth examine_table(IoTable const& table);

}  // namespace desvio
