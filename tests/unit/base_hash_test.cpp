#include "desvio/io/base_io.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>

namespace desvio {
namespace {

std::string hash_after(std::function<void(Base&)> const& change) {
    Base base = test::hand_base();
    change(base);
    return base_sha256(base);
}

std::string hash_of_hand_base() {
    return hash_after([](Base&) {});
}

TEST(BaseHash, IsAHexDigestThatRepeats) {
    std::string const hash = hash_of_hand_base();
    EXPECT_EQ(hash.size(), 64u);
    EXPECT_EQ(hash.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(hash, hash_of_hand_base());
}

TEST(BaseHash, EveryFigureAndLabelCounts) {
    double const tiny = std::numeric_limits<double>::epsilon();
    std::vector<std::function<void(Base&)>> const changes{
        [&](Base& b) { b.trade(0, 0, 1) *= 1.0 + tiny; },
        [&](Base& b) { b.tariff(0, 0, 1) += tiny; },
        [&](Base& b) { b.input_share(0, 0, 1) += tiny; },
        [](Base& b) { b.elasticities[0].theta[0] += 1.0; },
        [](Base& b) { b.elasticities[0].standard_error[0] = 0.5; },
        [](Base& b) { b.elasticities[0].name = "other"; },
        [](Base& b) { b.elasticities.push_back(b.elasticities[0]); },
        [](Base& b) { b.region_table[0].code += "x"; },
        [](Base& b) { b.region_table[0].groups.emplace_back("brics"); },
        [](Base& b) { b.sector_table[0].code += "x"; },
        [](Base& b) { b.sector_table[0].groups.emplace_back("farm"); },
        [](Base& b) {
            auto& kind = b.sector_table[0].kind;
            kind = kind == SectorKind::goods ? SectorKind::services : SectorKind::goods;
        },
        [](Base& b) { b.value_added_share = Matrix::Constant(b.n_sectors(), b.n_regions(), 0.5); },
        [](Base& b) { b.final_demand = Matrix::Constant(b.n_sectors(), b.n_regions(), 0.5); },
    };
    std::vector<std::string> hashes{hash_of_hand_base()};
    for (auto const& change : changes) {
        std::string const hash = hash_after(change);
        EXPECT_EQ(std::count(hashes.begin(), hashes.end(), hash), 0) << "change " << hashes.size();
        hashes.push_back(hash);
    }
}

TEST(BaseHash, TextsForPeopleAndTheWayItWasStoredDoNotCount) {
    std::string const hash = hash_of_hand_base();
    EXPECT_EQ(hash, hash_after([](Base& b) {
                  b.name = b.title = b.origin = b.source = "other";
                  b.region_table[0].name = "other";
                  b.elasticities[0].source.assign(2, "other");
              }));
    EXPECT_EQ(hash_after([](Base& b) { b.trade(0, 0, 1) = 0.0; }),
              hash_after([](Base& b) { b.trade(0, 0, 1) = -0.0; }));
    auto const two_sets = [](Base& b) {
        b.elasticities.push_back(b.elasticities[0]);
        b.elasticities[1].name = "a";
        b.elasticities[1].theta[0] = 9.0;
    };
    EXPECT_EQ(hash_after(two_sets), hash_after([&](Base& b) {
                  two_sets(b);
                  std::swap(b.elasticities[0], b.elasticities[1]);
              }));
}

TEST(BaseHash, IsTheSameInEveryFormat) {
    test::ScratchFolder const folder;
    Base base = test::hand_base();
    if (base.year == 0) base.year = 2020;
    for (std::string* text : {&base.name, &base.currency, &base.unit})
        if (text->empty()) *text = "x";
    write_base(base, folder / "b");
    write_base(base, folder / "b.h5");
    EXPECT_EQ(base_sha256(base), base_sha256(read_base((folder / "b").string())));
    EXPECT_EQ(base_sha256(base), base_sha256(read_base((folder / "b.h5").string())));
}

TEST(BaseHash, OfTheBuiltInBase) {
    // Changes when a shipped figure changes: note the move in CHANGELOG.
    EXPECT_EQ(base_sha256(read_base("world-2023")), "88e331da63bc179bb4d2adde2cb9900db4a7d692af64149cfaecb64d83df8763");
}

}  // namespace
}  // namespace desvio
