#include "tests/distributed/this_program.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <optional>

namespace desvio {
namespace {

std::optional<Ranks> started;

/// What ranks other than the first have to say: where they fail.
class OnlyFailures : public ::testing::EmptyTestEventListener {
    void OnTestPartResult(::testing::TestPartResult const& result) override {
        if (!result.failed()) return;
        std::printf("rank %d: %s:%d: %s\n", ranks().rank(), result.file_name(), result.line_number(), result.message());
    }
};

}  // namespace

Ranks& ranks() { return *started; }

}  // namespace desvio

/// All ranks run the same tests in the same order; one that fails anywhere has failed.
int main(int argc, char** argv) {
    using namespace desvio;
    ::testing::InitGoogleTest(&argc, argv);
    started.emplace();
    if (ranks().rank() > 0) {
        auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
        delete listeners.Release(listeners.default_result_printer());
        listeners.Append(new OnlyFailures);
    }
    int const failed = RUN_ALL_TESTS();
    std::fflush(stdout);
    ranks().wait();
    started.reset();
    return failed;
}
