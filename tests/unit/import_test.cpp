#include "desvio/engine/import.hpp"
#include "desvio/core/error.hpp"
#include "desvio/io/base_io.hpp"
#include "tests/support/random_table.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

using test::make_random_table;

std::vector<std::string> step_names(Base const& base) {
    std::vector<std::string> names;
    for (ProvenanceStep const& step : base.provenance) names.push_back(step.step);
    return names;
}

ImportOptions with(auto const& set) {
    ImportOptions options;
    set(options);
    return options;
}

void expect_same_steps(Base const& a, Base const& b) {
    ASSERT_EQ(a.provenance.size(), b.provenance.size());
    for (std::size_t k = 0; k < a.provenance.size(); ++k) {
        EXPECT_EQ(a.provenance[k].step, b.provenance[k].step);
        EXPECT_EQ(a.provenance[k].detail, b.provenance[k].detail);
        EXPECT_EQ(a.provenance[k].cells, b.provenance[k].cells);
        EXPECT_EQ(a.provenance[k].moved, b.provenance[k].moved);
        EXPECT_EQ(a.provenance[k].worst, b.provenance[k].worst);
    }
}

TEST(Import, makes_a_sound_base_and_tells_each_step) {
    IoTable table = make_random_table(3, 4, 1);
    table.final_demand(5, 1) = -0.2;
    table.intermediate(0, 7) = -0.3;
    Imported const imported = import_table(table);
    EXPECT_TRUE(imported.passed());
    EXPECT_EQ(step_names(imported.base),
              (std::vector<std::string>{"import", "taxes", "negative inputs", "inventories"}));
    ASSERT_TRUE(imported.base.health);
    EXPECT_EQ(imported.base.health->findings[0].count, 1.0);
    EXPECT_EQ(imported.base.elasticities.front().theta.size(), 4);
    EXPECT_GT(imported.base.elasticities.front().theta.minCoeff(), 0.0);
    EXPECT_FALSE(imported.base.elasticities.front().source.front().empty());
}

TEST(Import, refuses_nothing_but_reports_what_breaks) {
    IoTable table = make_random_table(2, 2, 2);
    table.intermediate.col(1) *= 15.0;
    Imported const broken = import_table(table, with([](auto& o) { o.mend.inventories = Inventories::absorb; }));
    EXPECT_FALSE(broken.passed());
    Imported const mended = import_table(table, with([](auto& o) {
                                             o.mend.inventories = Inventories::absorb;
                                             o.mend.least_value_added = 0.1;
                                         }));
    EXPECT_TRUE(mended.passed());
}

TEST(Import, a_settled_base_is_its_own_equilibrium) {
    Imported const imported = import_table(make_random_table(3, 3, 3), with([](auto& o) { o.settle = true; }));
    ASSERT_TRUE(imported.settled);
    EXPECT_LT(imported.settled->audit.largest(), 1e-10);
    EXPECT_EQ(imported.base.provenance.back().step, "settle");
    // The table closes, so settling has nothing to do.
    EXPECT_LT(imported.settled->movements.front().largest_relative, 1e-8);
}

TEST(Import, services_are_named_by_code) {
    Imported const imported = import_table(make_random_table(2, 3, 4), with([](auto& o) { o.services = {"S2"}; }));
    EXPECT_EQ(imported.base.sector_members("services"), std::vector<Index>{2});
    EXPECT_THROW(import_table(make_random_table(2, 3, 4), with([](auto& o) { o.services = {"S9"}; })), InputError);
}

TEST(Import, known_codes_bring_their_groups) {
    IoTable table = make_random_table(2, 2, 5);
    table.region_table[1].code = "BRA";
    Imported const imported = import_table(table);
    auto const members = imported.base.region_members("brics");
    EXPECT_EQ(members, std::vector<Index>{1});
    EXPECT_EQ(imported.base.region_table[1].name, "Brazil");
    EXPECT_EQ(imported.base.provenance.back().step, "labels");
}

TEST(Import, history_survives_hdf5_and_csv) {
    test::ScratchFolder const scratch;
    IoTable table = make_random_table(3, 2, 6);
    table.final_demand *= 1000.0;
    Base const base = import_table(table).base;
    write_base(base, scratch / "base.h5");
    write_base(base, scratch / "base");
    Base const stored = read_base((scratch / "base.h5").string());
    expect_same_steps(base, stored);
    expect_same_steps(base, read_base((scratch / "base").string()));
    ASSERT_TRUE(stored.health);
    TableHealth const& a = *base.health;
    TableHealth const& b = *stored.health;
    EXPECT_EQ(a.regions, b.regions);
    EXPECT_EQ(a.suspicions, b.suspicions);
    EXPECT_FALSE(a.suspicions.empty());
    EXPECT_EQ(a.spectral_radius, b.spectral_radius);
    EXPECT_EQ(a.most_imbalanced, b.most_imbalanced);
    EXPECT_EQ(a.exports, b.exports);
    ASSERT_EQ(a.findings.size(), b.findings.size());
    for (std::size_t k = 0; k < a.findings.size(); ++k) {
        EXPECT_EQ(a.findings[k].name, b.findings[k].name);
        EXPECT_EQ(a.findings[k].count, b.findings[k].count);
        EXPECT_EQ(a.findings[k].worst, b.findings[k].worst);
    }
    ASSERT_EQ(a.identities.size(), b.identities.size());
    EXPECT_EQ(a.identities.back().error, b.identities.back().error);
}

TEST(Import, a_base_of_negative_shares_is_mended) {
    Base base = import_table(make_random_table(2, 3, 7)).base;
    base.provenance.clear();
    base.input_share(0, 1, 2) = -1e-4;
    Imported const imported = import_base(base, "test");
    EXPECT_TRUE(imported.passed());
    EXPECT_EQ(step_names(imported.base), (std::vector<std::string>{"import", "negative inputs"}));
}

}  // namespace
}  // namespace desvio
