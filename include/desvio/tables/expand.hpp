#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/io_table.hpp"

namespace desvio {

/// A full table of a compact base, every user buying each good from every origin in the same proportions:
///
///   Z[(i,j),(n,k)] = M[j,n,i] gamma[n,j,k] Y[k,n] / X[j,n],  F[(i,j),n] = M[j,n,i] - sum_k Z[(i,j),(n,k)]
///
/// Duties are the tax row: t[j,n,i] times the flow, summed over what a user buys. Columns close: inputs, duties and
/// value added add up to output. Its sum over users is the base again (reduce_table), duties apart.
/// \cost O(N^2 J^2) memory and time \tests unit/expand_base_test.cpp
IoTable expand_base(Base const& base);

/// The full table of any base: the one it keeps, or expand_base() of a compact one. To a table that is kept, duties and
/// value added are added as rows, so that its columns close as those of expand_base() do:
///
///   T[(n,k)] = sum_ij t[j,n,i] Z[(i,j),(n,k)],   x[(n,k)] = sum_ij Z[(i,j),(n,k)] + T[(n,k)] + V[(n,k)]
///
/// \cost O(N^2 J^2) memory and time \tests unit/expand_base_test.cpp
IoTable full_table(Base const& base);

}  // namespace desvio
