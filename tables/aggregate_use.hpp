#pragma once

#include "desvio/params/base.hpp"
#include "desvio/params/concordance.hpp"

namespace desvio {

/// The full table of an aggregated base, in place of the one it was made from:
///
///   Z'[(i,j),(n,k)] = sum (1 + t) Z / (1 + t'[j,n,i]),   F' likewise
///
/// Users of a merged flow pay one rate where its members had several. What each of them pays stays, so the cost of
/// every input is the sum of its parts, and as the merged rate is duty paid over value the users together still buy M'.
/// Where rates are the same this is the plain sum. \pre flows and duties of `made` are aggregate_base()'s and `given`
/// keeps a full table
void aggregate_use(Base const& given, Merging const& regions, Merging const& sectors, Base& made);

/// Persons are summed: jobs'[j,n] = sum jobs Y / Y'; not known where they are not for a member with output.
/// \param output, new_output  Y and Y', J x N
Matrix aggregated_jobs(Matrix const& jobs, Merging const& regions, Merging const& sectors, Matrix const& output,
                       Matrix const& new_output);

}  // namespace desvio
