#include "desvio/params/use_table.hpp"

#include "desvio/io/base_io.hpp"
#include "tests/support/faults.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/hand_use.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace desvio {
namespace {

using test::expect_says;
using test::fault_of;
using test::hand_base_with_use;
using test::read_whole_file;
using test::ScratchFolder;

/// The same base with its full table changed.
Base with_use(std::function<void(IoTable&)> const& change) {
    Base base = hand_base_with_use();
    auto table = std::make_shared<IoTable>(*base.use_table);
    change(*table);
    base.use_table = table;
    return base;
}

bool holds(Base const& base) { return compare_use_table(base).holds(); }

TEST(UseTable, ByHandAgrees) {
    Base const base = hand_base_with_use();
    UseAgreement const agreement = compare_use_table(base);
    EXPECT_TRUE(agreement.holds());
    EXPECT_LT(agreement.worst_flow.error, 1e-15);
    EXPECT_LT(agreement.worst_cost.error, 1e-15);
    auto const checks = check_base(base);
    EXPECT_EQ(checks.size(), check_base(test::hand_base()).size() + 2);
    for (IdentityCheck const& check : checks) EXPECT_TRUE(check.passed()) << check.identity;
}

TEST(UseTable, EveryCellIsHeldAgainstTheBase) {
    for (Index row = 0; row < 4; ++row)
        for (Index column = 0; column < 4; ++column) {
            EXPECT_FALSE(holds(with_use([&](IoTable& t) { t.intermediate(row, column) += 1e-5; })));
            EXPECT_FALSE(holds(with_use([&](IoTable& t) { t.final_demand(row, column) += 1e-5; })));
            if (row == 3 && column < 2) continue;  // B ships no SRV to A: nothing of nothing is off by all of itself
            EXPECT_TRUE(holds(with_use([&](IoTable& t) { t.intermediate(row, column) += 1e-9; }))) << row << column;
        }
    // Moved between users of one flow: only what the sectors pay can tell.
    Base const moved = with_use([](IoTable& t) {
        t.intermediate(2, 0) -= 1.0;
        t.intermediate(2, 1) += 1.0;
    });
    UseAgreement const agreement = compare_use_table(moved, 10);
    EXPECT_LT(agreement.worst_flow.error, 1e-15);
    ASSERT_EQ(agreement.n_gaps, 2);
    EXPECT_EQ(agreement.gaps[0].what, UseGap::What::input_cost);
    EXPECT_NEAR(agreement.gaps[0].of_users, 28.75, 1e-12) << "5 + 1.25 19";
    EXPECT_NEAR(agreement.gaps[0].of_base, 30.0, 1e-12);
    EXPECT_EQ(name_gap(moved, agreement.gaps[0]), "GDS bought by GDS in A");
    auto const checks = check_base(moved);
    EXPECT_FALSE(checks.back().passed());
    EXPECT_EQ(checks.back().worst, "GDS bought by GDS in A");
}

TEST(UseTable, DutiesAreInWhatSectorsPay) {
    Base base = hand_base_with_use();
    base.tariff(0, 0, 1) = 0.2;
    EXPECT_FALSE(holds(base));
    drop_stale_use_table(base, "other duties");
    EXPECT_FALSE(base.use_table);
    ASSERT_EQ(base.provenance.size(), 1u);
    EXPECT_NE(base.provenance[0].detail.find("other duties"), std::string::npos);
}

TEST(UseTable, StaysWhereNothingMoved) {
    Base base = hand_base_with_use();
    drop_stale_use_table(base, "settled");
    EXPECT_TRUE(base.use_table);
    EXPECT_TRUE(base.provenance.empty());
}

TEST(UseTable, NegativeInputsAndNoNumbersAreRefused) {
    Base const negative = with_use([](IoTable& t) {
        t.intermediate(0, 3) = -1.0;
        t.final_demand(0, 2) += 1.0;
    });
    EXPECT_FALSE(holds(negative));
    EXPECT_EQ(name_gap(negative, compare_use_table(negative, 1).gaps.at(0)), "GDS from A to B for SRV");
    EXPECT_FALSE(holds(with_use([](IoTable& t) { t.final_demand(0, 2) = std::nan(""); })));
}

TEST(UseTable, ACategoryNamedAsASectorGetsANameOfItsOwn) {
    Base const base = hand_base_with_use();
    auto const table =
        make_use_table(base, {"SRV", "stock"}, base.use_table->intermediate, base.use_table->final_demand);
    EXPECT_EQ(table->final_categories, (std::vector<std::string>{"SRV (final)", "stock"}));
}

void expect_same_bits(RowMatrix const& a, RowMatrix const& b) {
    ASSERT_EQ(a.rows(), b.rows());
    ASSERT_EQ(a.cols(), b.cols());
    EXPECT_TRUE((a.array() == b.array()).all());
}

TEST(UseFile, FolderToHdf5ToFolderIsTheSameToTheByte) {
    ScratchFolder const folder;
    Base base = with_use([](IoTable& t) {
        t.intermediate /= 3.0;
        t.final_demand /= 3.0;
    });
    base.trade.flat() /= 3.0;
    write_base(base, folder / "first");
    Base const first = read_base((folder / "first").string());
    ASSERT_TRUE(first.use_table);
    write_base(first, folder / "middle.h5");
    Base const middle = read_base((folder / "middle.h5").string());
    ASSERT_TRUE(middle.use_table);
    write_base(middle, folder / "second");
    for (auto const& entry : std::filesystem::directory_iterator(folder / "first")) {
        auto const name = entry.path().filename().string();
        EXPECT_EQ(read_whole_file(folder / ("first/" + name)), read_whole_file(folder / ("second/" + name))) << name;
    }
    EXPECT_TRUE(std::filesystem::exists(folder / "second/use.csv"));
    EXPECT_TRUE(std::filesystem::exists(folder / "second/jobs.csv"));
    for (Base const* back : {&first, &middle}) {
        expect_same_bits(back->use_table->intermediate, base.use_table->intermediate);
        expect_same_bits(back->use_table->final_demand, base.use_table->final_demand);
        EXPECT_EQ(back->use_table->final_categories, base.use_table->final_categories);
        EXPECT_EQ((*back->jobs_per_output)(0, 1), 10.0);
        EXPECT_TRUE(std::isnan((*back->jobs_per_output)(1, 1)));
        EXPECT_EQ(base_sha256(*back), base_sha256(base));
    }
}

TEST(UseFile, TheOrderOfFinalUsersAndEmptyOnesAreKept) {
    ScratchFolder const folder;
    Base base = hand_base_with_use();
    RowMatrix final = RowMatrix::Zero(4, 6);
    for (Index n = 0; n < 2; ++n) {
        final.col(3 * n + 2) = base.use_table->final_demand.col(2 * n);
        final.col(3 * n + 1) = base.use_table->final_demand.col(2 * n + 1);
    }
    base.use_table = make_use_table(base, {"no, body", "stock", "house"}, base.use_table->intermediate, final);
    write_base(base, folder / "b");
    Base const back = read_base((folder / "b").string());
    EXPECT_EQ(back.use_table->final_categories, base.use_table->final_categories);
    expect_same_bits(back.use_table->final_demand, final);
}

TEST(UseFile, ABaseWithoutOneIsWrittenAsBefore) {
    ScratchFolder const folder;
    Base base = hand_base_with_use();
    std::string const full = base_sha256(base);
    base.use_table.reset();
    std::string const with_jobs = base_sha256(base);
    base.jobs_per_output.reset();
    EXPECT_NE(full, with_jobs);
    EXPECT_NE(with_jobs, base_sha256(base));
    // The digest of this base when there were neither full tables nor jobs.
    EXPECT_EQ(base_sha256(base), "1729e2d2baab12636d7d24f706da3ddbd18b8c7cfdb202cdf581db6d81d15b3e");
    write_base(base, folder / "b");
    EXPECT_FALSE(std::filesystem::exists(folder / "b/use.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder / "b/jobs.csv"));
    Base const back = read_base((folder / "b").string());
    EXPECT_FALSE(back.use_table);
    EXPECT_FALSE(back.jobs_per_output);
}

TEST(UseFile, EveryCellCountsInTheDigest) {
    std::string const whole = base_sha256(hand_base_with_use());
    EXPECT_NE(whole, base_sha256(with_use([](IoTable& t) { t.intermediate(3, 2) += 1e-12; })));
    EXPECT_NE(whole, base_sha256(with_use([](IoTable& t) { t.final_demand(3, 2) += 1e-12; })));
    EXPECT_NE(whole, base_sha256(with_use([](IoTable& t) { t.final_categories[1] = "other"; })));
    Base other = hand_base_with_use();
    (*other.jobs_per_output)(1, 0) = 3.0;
    EXPECT_NE(whole, base_sha256(other));
}

/// What reading says when a file of the folder was changed, without the folder's path.
std::string faults_after(std::string const& file, std::function<void(std::string&)> const& change) {
    ScratchFolder const folder;
    write_base(hand_base_with_use(), folder / "b");
    std::string text = read_whole_file(folder / ("b/" + file));
    change(text);
    folder.write("b/" + file, text);
    std::string said = fault_of([&] { read_base((folder / "b").string()); });
    std::string const path = (folder / "b").string() + "/";
    for (auto at = said.find(path); at != std::string::npos; at = said.find(path)) said.erase(at, path.size());
    return said;
}

std::function<void(std::string&)> swap(std::string const& what, std::string const& with) {
    return [=](std::string& text) {
        ASSERT_NE(text.find(what), std::string::npos) << what;
        text.replace(text.find(what), what.size(), with);
    };
}

std::function<void(std::string&)> append(std::string const& what) {
    return [=](std::string& text) { text += what; };
}

TEST(UseFile, FormIsChecked) {
    EXPECT_EQ(faults_after("use.csv", swap("value", "flow")),
              "use.csv:1:30: unknown column 'flow' Known: exporter, input, importer, user, value.\n"
              "use.csv:1:1: column 'value' is missing");
    EXPECT_EQ(faults_after("use.csv", append("C,GDS,A,GDS,1\nA,GDX,A,GDS,1\nA,GDS,A,,1\nA,GDS,A,GDS,x\n")),
              "use.csv:22:1: unknown exporter 'C' Did you mean 'A'?\n"
              "use.csv:23:3: unknown input 'GDX' Did you mean 'GDS'?\n"
              "use.csv:24:9: the user is empty (a flow has a user) Write it.\n"
              "use.csv:25:13: 'x' is not a number Write it as 1234.5 or 1.2345e3.\n"
              "use.csv:25:1: exporter A, input GDS, importer A, user GDS is given twice (first in line 2) Take one of "
              "the rows out.");
    EXPECT_EQ(faults_after("use.csv", append("A,GDS,A,stock,1\n")),
              "use.csv:22:1: exporter A, input GDS, importer A, user stock is given twice Take one of the rows out.");
    EXPECT_EQ(faults_after("use.csv", swap("A,GDS,A,GDS,5\n", "A,GDS,A,GDS,-5\n")),
              "use.csv:2:13: negative input -5 (a sector cannot buy less than nothing; only final users take out of "
              "stock) Book it as a sale the other way, or set it to 0.");
}

TEST(UseFile, SumsAreHeldAgainstFlowsAndInputShares) {
    EXPECT_EQ(
        faults_after("use.csv", swap("A,GDS,B,house,10\n", "A,GDS,B,house,10.5\n")),
        "use.csv:6:1: the users of GDS from A in B buy 20.5 together, trade.csv says 20 (flows are the sums of the "
        "full table, within 1e-8) Mend the one that is wrong.");
    expect_says(faults_after("use.csv", swap("B,GDS,A,house,20\n", "B,GDS,A,hose,20\n")), {"no fault"});
    // A mistyped sector is a final user: the sums tell.
    expect_says(faults_after("use.csv", swap("B,GDS,A,GDS,20\n", "B,GDS,A,GDX,20\n")),
                {"use.csv:2:1: GDS in A pays 5 for GDS with duty, io_coefficients.csv says 30",
                 "Final users are: house, stock, GDX."});
    expect_says(faults_after("tariffs.csv", swap("0.25", "0.3")), {"GDS in A pays 31 for GDS with duty"});
    expect_says(faults_after("use.csv", [](std::string& text) { text = "exporter,input,importer,user,value\n"; }),
                {"use.csv:1:1: the users of GDS from A in A buy 0 together, trade.csv says 100"});
}

TEST(UseFile, JobsAreChecked) {
    EXPECT_EQ(faults_after("jobs.csv", append("B,SRV,-1\nB,GDS,1\n")),
              "jobs.csv:5:7: negative jobs -1 (jobs are persons per million of gross output) Leave the row out where "
              "nothing is known.\n"
              "jobs.csv:6:1: region B, sector GDS is given twice (first in line 4) Take one of the rows out.");
    EXPECT_EQ(faults_after("jobs.csv", append("B,SRW,1\n")), "jobs.csv:5:3: unknown sector 'SRW' Did you mean 'SRV'?");
}

TEST(UseFile, TheBaseInsideAResultKeepsThem) {
    ScratchFolder const folder;
    Base const base = hand_base_with_use();
    LabelledFile result;
    result.attributes = {{"format", std::string("desvio-result")}, {"version", std::int64_t{1}}};
    result.dimensions["category"] = {"category", std::vector<std::string>{"ALL"}, ""};
    result.tables = {{"/other/value", {"category"}, std::vector<double>{1.0}, "million US$", "other"}};
    add_base_tables(base, "/input", result);
    write_store(result, folder / "r.h5");
    Base const back = read_base((folder / "r.h5").string());
    EXPECT_EQ(base_sha256(back), base_sha256(base));
    expect_same_bits(back.use_table->final_demand, base.use_table->final_demand);
}

TEST(UseFile, Hdf5IsHeldAgainstFlowsToo) {
    auto const said = [](std::function<void(LabelledFile&)> const& change) {
        ScratchFolder const folder;
        LabelledFile file;
        file.attributes = {{"format", std::string("desvio-base")}, {"version", std::int64_t{1}}};
        add_base_tables(hand_base_with_use(), "", file);
        change(file);
        write_store(file, folder / "b.h5");
        try {
            read_base((folder / "b.h5").string());
        } catch (std::runtime_error const& error) {
            return std::string(error.what());
        }
        return std::string("no fault");
    };
    auto const set = [](char const* path, std::size_t at, double to) {
        return [=](LabelledFile& file) {
            for (Table& table : file.tables)
                if (table.path == path) std::get<std::vector<double>>(table.values).at(at) = to;
        };
    };
    EXPECT_EQ(said(set("/use/intermediate", 0, 5.0)), "no fault");
    expect_says(said(set("/use/final", 0, 81.0)),
                {"GDS from A to A is 101 by the full table and 100 by trade (the base is the sum of its full table"});
    expect_says(said(set("/use/intermediate", 1, -1.0)), {"use is -1: GDS from A to A for SRV"});
    expect_says(said(set("/jobs/per_output", 0, -1.0)), {"jobs are below 0"});
    expect_says(said([](LabelledFile& file) {
                    std::erase_if(file.tables, [](Table const& table) { return table.path == "/use/final"; });
                }),
                {"there is no table /use/final"});
    expect_says(said([](LabelledFile& file) {
                    file.dimensions.at("category").labels = std::vector<std::string>{"house", "SRV"};
                }),
                {"the final category 'SRV' has no name of its own"});
}

}  // namespace
}  // namespace desvio
