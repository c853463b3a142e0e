#include "desvio/distributed/ranks.hpp"

#include "desvio/core/error.hpp"
#include "tests/distributed/this_program.hpp"

#include <gtest/gtest.h>

#include <new>
#include <string>

namespace desvio {
namespace {

/// What together() throws on this rank when the last rank throws `error`.
template <typename Seen, typename Error>
std::string seen_when_the_last_throws(Error const& error) {
    int const last = ranks().size() - 1;
    try {
        ranks().together([&] {
            if (ranks().rank() == last) throw error;
        });
    } catch (Seen const& seen) {
        return seen.what();
    } catch (...) {
        return "another type";
    }
    return "nothing";
}

TEST(Ranks, know_who_they_are) {
    EXPECT_GE(ranks().rank(), 0);
    EXPECT_LT(ranks().rank(), ranks().size());
}

TEST(Ranks, go_on_when_all_is_well) {
    int done = 0;
    ranks().together([&] { ++done; });
    EXPECT_EQ(done, 1);
}

TEST(Ranks, an_input_error_of_one_is_that_of_all) {
    InputError const error({{"matrix.h5", 0, 0}, "row 3 is not a number", "it matters", "Mend it."});
    EXPECT_EQ(seen_when_the_last_throws<InputError>(error), "matrix.h5: row 3 is not a number (it matters) Mend it.");
    EXPECT_TRUE(ranks().have_failed_together());
}

TEST(Ranks, a_file_error_of_one_is_that_of_all) {
    FileError const error({{"matrix.h5", 0, 0}, "cannot be read", "no", "Look."});
    EXPECT_EQ(seen_when_the_last_throws<FileError>(error), "matrix.h5: cannot be read (no) Look.");
}

TEST(Ranks, another_error_of_one_is_that_of_all) {
    EXPECT_EQ(seen_when_the_last_throws<std::runtime_error>(std::logic_error("a fault")), "a fault");
}

TEST(Ranks, too_little_memory_names_the_rank) {
    std::string const seen = seen_when_the_last_throws<InputError>(std::bad_alloc());
    std::string const rank = "rank " + std::to_string(ranks().size() - 1) + " of " + std::to_string(ranks().size());
    EXPECT_NE(seen.find(rank), std::string::npos) << seen;
}

TEST(Ranks, the_error_of_the_lowest_rank_is_told) {
    std::string seen;
    try {
        ranks().together([] { throw std::runtime_error("rank " + std::to_string(ranks().rank())); });
    } catch (std::runtime_error const& error) {
        seen = error.what();
    }
    EXPECT_EQ(seen, "rank 0");
}

}  // namespace
}  // namespace desvio
