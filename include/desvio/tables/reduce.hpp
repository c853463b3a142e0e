#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/io_table.hpp"

namespace desvio {

/// The compact base of a table: its sum over users (THEORY §1). Duties are 0; `base set --tariffs` brings them in.
///
///   M[j,n,i]     = sum_k Z[(i,j),(n,k)] + sum_c F[(i,j),(n,c)]
///   Y[j,i]       = sum_n M[j,n,i]
///   gamma[n,k,j] = sum_i Z[(i,k),(n,j)] / Y[j,n],  0 where Y = 0
///
/// Value added is what is left of output, so that taxes on products count as value added (THEORY §7).
/// \pre no negative cell (see mend_table())  \cost one pass over the table  \tests unit/reduce_table_test.cpp
Base reduce_table(IoTable const& table);

}  // namespace desvio
