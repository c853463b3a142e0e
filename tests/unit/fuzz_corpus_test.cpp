#include "tests/support/fuzz_targets.hpp"

#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace desvio::test {
namespace {

std::filesystem::path corpus() { return std::filesystem::path(DESVIO_SOURCE_DIR) / "tests" / "fuzz" / "corpus"; }

/// Every file of the corpus goes through the door it was made for. Names begin with "read" or "refused", which is what
/// has to happen, or with "any" where a later version may do either.
class FuzzCorpus : public testing::TestWithParam<std::string> {};

TEST_P(FuzzCorpus, IsReadOrRefusedAsItsNamesSay) {
    FuzzTarget const* const target = find_fuzz_target(GetParam());
    ASSERT_NE(target, nullptr);
    std::set<std::string> kinds;
    for (auto const& entry : std::filesystem::directory_iterator(corpus() / GetParam())) {
        std::string const name = entry.path().filename().string();
        SCOPED_TRACE(name);
        auto const refusal = target->run(read_whole_file(entry.path()));
        std::string const kind = name.substr(0, name.find('-'));
        kinds.insert(kind);
        if (kind == "read")
            EXPECT_FALSE(refusal.has_value()) << *refusal;
        else if (kind == "refused")
            EXPECT_TRUE(refusal.has_value());
        else
            EXPECT_EQ(kind, "any");
        EXPECT_NE(refusal.value_or("read"), "") << "a refusal says why";
    }
    EXPECT_TRUE(kinds.contains("read") && kinds.contains("refused")) << "a corpus begins with both";
}

std::vector<std::string> target_names() {
    std::vector<std::string> names;
    for (FuzzTarget const& target : fuzz_targets()) names.emplace_back(target.name);
    return names;
}

INSTANTIATE_TEST_SUITE_P(Doors, FuzzCorpus, testing::ValuesIn(target_names()),
                         [](auto const& door) { return door.param; });

TEST(FuzzTargets, AreTheFoldersOfTheCorpus) {
    std::set<std::string> folders;
    for (auto const& entry : std::filesystem::directory_iterator(corpus()))
        folders.insert(entry.path().filename().string());
    auto const names = target_names();
    EXPECT_EQ(folders, std::set<std::string>(names.begin(), names.end()));
    EXPECT_EQ(find_fuzz_target("no such door"), nullptr);
}

}  // namespace
}  // namespace desvio::test
