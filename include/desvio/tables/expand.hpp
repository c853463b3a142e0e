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

/// The full table of any base: the one it keeps, with duties as its tax row, or expand_base().
IoTable full_table(Base const& base);

}  // namespace desvio
