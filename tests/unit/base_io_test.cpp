#include "desvio/io/base_io.hpp"

#include "desvio/core/error.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/small_files.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>

namespace desvio {
namespace {

using test::read_whole_file;
using test::ScratchFolder;
using test::SmallFiles;

using Files = std::map<std::string, std::string>;

/// Two regions, two sectors. Its figures need not meet any identity: only the form is read here.
Files small_base() {
    return {{"manifest.toml",
             "format = \"desvio-base\"\nversion = 1\nname = \"small\"\ntitle = \"Two \\\"by\\\" two\"\nyear = 2020\n"
             "currency = \"USD\"\nunit = \"million US$\"\nsource = \"by hand\"\nlicence = \"none\"\n\n"
             "[elasticities.short]\ntitle = \"Short run\"\nhorizon = \"short run\"\n"},
            {"regions.csv", "code,name,groups\nAAA,\"Aland, great\",g7;brics\nBBB,Béland,\n"},
            {"sectors.csv", "code,name,kind,isic,groups\nGDS,Goods,goods,A-C,farm\nSRV,Services,services,,\n"},
            {"trade.csv",
             "sector,exporter,importer,value\nGDS,AAA,AAA,50.5\nGDS,AAA,BBB,10\nGDS,BBB,AAA,0.1\n"
             "GDS,BBB,BBB,40\nSRV,AAA,AAA,30\nSRV,BBB,BBB,20\n"},
            {"tariffs.csv", "sector,exporter,importer,rate\nGDS,AAA,BBB,0.25\n"},
            {"io_coefficients.csv", "region,input,user,value\nAAA,GDS,SRV,0.3\nBBB,SRV,GDS,0.125\n"},
            {"elasticities.csv", "sector,theta,se,source\nGDS,5.5,1.1,\"Author (2020), table 1\"\nSRV,3,,\n"},
            {"elasticities_short.csv", "sector,theta\nSRV,1\nGDS,1.5\n"},
            {"value_added.csv", "region,sector,share\nAAA,GDS,1\nAAA,SRV,0.7\n"},
            {"final_demand.csv", "region,sector,value\nBBB,GDS,-2.5\n"},
            {"trade_quality.csv", "sector,exporter,importer,quality\nGDS,AAA,BBB,observed\nGDS,BBB,AAA,estimated\n"},
            {"README.md", "not read"}};
}

void write_files(ScratchFolder const& folder, Files const& files) {
    for (auto const& [name, content] : files) folder.write(name, content);
}

Base read_small(ReadBaseOptions const& options = {}) {
    ScratchFolder const folder;
    write_files(folder, small_base());
    return read_base(folder.path().string(), options);
}

/// What reading says about a base with one file changed (or taken out), without the folder's path.
std::string faults_with(std::string const& name, std::string const& content) {
    ScratchFolder const folder;
    Files files = small_base();
    files[name] = content;
    if (content.empty()) files.erase(name);
    write_files(folder, files);
    std::string const path = folder.path().string() + "/";
    try {
        read_base(folder.path().string(), {.quality = true});
    } catch (InputError const& error) {
        std::string text = error.what();
        for (auto at = text.find(path); at != std::string::npos; at = text.find(path)) text.erase(at, path.size());
        return text;
    }
    return "no fault";
}

testing::AssertionResult contains(std::string const& text, std::string const& part) {
    if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "'" << part << "' is not in '" << text << "'";
}

template <typename Error, typename Call>
std::string error_of(Call const& call) {
    try {
        call();
    } catch (Error const& error) {
        return error.what();
    }
    return "no error";
}

std::string after(std::string text, std::string const& what, std::string const& with) {
    return text.replace(text.find(what), what.size(), with);
}

TEST(BaseFolder, ReadsEveryFigureAndText) {
    Base const base = read_small({.quality = true});
    EXPECT_EQ(base.name, "small");
    EXPECT_EQ(base.title, "Two \"by\" two");
    EXPECT_EQ(base.year, 2020);
    EXPECT_EQ(base.currency, "USD");
    EXPECT_EQ(base.unit, "million US$");
    EXPECT_EQ(base.source, "by hand");
    EXPECT_EQ(base.licence, "none");
    EXPECT_EQ(base.regions.codes(), (std::vector<std::string>{"AAA", "BBB"}));
    EXPECT_EQ(base.region_table[0].name, "Aland, great");
    EXPECT_EQ(base.region_table[0].groups, (std::vector<std::string>{"g7", "brics"}));
    EXPECT_TRUE(base.region_table[1].groups.empty());
    EXPECT_EQ(base.sector_table[0].kind, SectorKind::goods);
    EXPECT_EQ(base.sector_table[1].kind, SectorKind::services);
    EXPECT_EQ(base.sector_table[0].isic, "A-C");
    // (sector, importer, exporter)
    EXPECT_EQ(base.trade(0, 1, 0), 10.0);
    EXPECT_EQ(base.trade(0, 0, 1), 0.1);
    EXPECT_EQ(base.trade(1, 0, 1), 0.0);
    EXPECT_EQ(base.tariff(0, 1, 0), 0.25);
    EXPECT_EQ(base.tariff(0, 0, 1), 0.0);
    // (region, input, user)
    EXPECT_EQ(base.input_share(0, 0, 1), 0.3);
    EXPECT_EQ(base.input_share(1, 1, 0), 0.125);
    ASSERT_EQ(base.elasticities.size(), 2u);
    EXPECT_EQ(base.elasticities[0].name, "default");
    EXPECT_EQ(base.elasticities[0].theta[0], 5.5);
    EXPECT_EQ(base.elasticities[0].standard_error[0], 1.1);
    EXPECT_TRUE(std::isnan(base.elasticities[0].standard_error[1]));
    EXPECT_EQ(base.elasticities[0].source[0], "Author (2020), table 1");
    EXPECT_EQ(base.elasticities[1].name, "short");
    EXPECT_EQ(base.elasticities[1].theta[0], 1.5);
    EXPECT_EQ(base.elasticities[1].horizon, "short run");
    EXPECT_EQ((*base.value_added_share)(1, 0), 0.7);
    EXPECT_TRUE(std::isnan((*base.value_added_share)(0, 1)));
    EXPECT_EQ((*base.final_demand)(0, 1), -2.5);
    EXPECT_EQ(base.quality_names, (std::vector<std::string>{"none", "observed", "estimated"}));
    EXPECT_EQ(base.trade_quality, (std::vector<unsigned char>{0, 2, 1, 0, 0, 0, 0, 0}));
}

TEST(BaseFolder, OptionalFilesMayBeAbsent) {
    ScratchFolder const folder;
    Files files = small_base();
    for (char const* name : {"tariffs.csv", "value_added.csv", "final_demand.csv", "trade_quality.csv", "README.md"})
        files.erase(name);
    write_files(folder, files);
    Base const base = read_base(folder.path().string() + "/", {.quality = true});
    EXPECT_TRUE(base.tariff.flat().isZero());
    EXPECT_EQ(base.tariff.size(), 8);
    EXPECT_FALSE(base.value_added_share || base.final_demand);
    EXPECT_TRUE(base.trade_quality.empty());
}

TEST(BaseFolder, QualityIsReadOnlyWhenAskedFor) {
    EXPECT_TRUE(read_small().trade_quality.empty());
    EXPECT_TRUE(read_small().quality_names.empty());
}

TEST(BaseFolder, NamesMissingAndUnknownFiles) {
    EXPECT_EQ(faults_with("trade.csv", ""), "trade.csv: the file is missing (every base needs it)");
    EXPECT_EQ(faults_with("manifest.toml", ""), "manifest.toml: the file is missing (every base needs it)");
    EXPECT_EQ(faults_with("tarifs.csv", "x\n"),
              "tarifs.csv: unknown file (a mistyped name would go unread) Did you mean 'tariffs.csv'?");
    EXPECT_TRUE(contains(faults_with("elasticities_.csv", "x\n"), "elasticities_.csv: unknown file"));
    EXPECT_TRUE(contains(faults_with("elasticities_default.csv", "x\n"), "'default' cannot name an elasticity set"));
    EXPECT_EQ(faults_with("elasticities_short.csv", ""),
              "manifest.toml:11:1: there is no elasticity set 'short' (elasticities_short.csv is missing)");
}

TEST(BaseFolder, RefusesAFaultyManifest) {
    std::string const good = small_base()["manifest.toml"];
    EXPECT_TRUE(contains(faults_with("manifest.toml", after(good, "desvio-base", "desvio-scenario")),
                         "manifest.toml:1:10: the format is 'desvio-scenario' (this is not a base)"));
    EXPECT_TRUE(contains(faults_with("manifest.toml", after(good, "version = 1", "version = 2")),
                         "manifest.toml:2:11: version 2 is newer than this program (it reads version 1)"));
    EXPECT_TRUE(contains(faults_with("manifest.toml", after(good, "name = \"small\"\n", "")), "'name' is missing"));
    EXPECT_TRUE(contains(faults_with("manifest.toml", after(good, "year = 2020", "yeer = 2020")), "'year' is missing"));
    EXPECT_TRUE(contains(faults_with("manifest.toml", after(good, "year = 2020", "yeer = 2020")), "manifest.toml:5:"));
    EXPECT_TRUE(
        contains(faults_with("manifest.toml", after(good, "year = 2020", "year = \"2020\"")), "manifest.toml:5:8: "));
    EXPECT_TRUE(contains(faults_with("manifest.toml", after(good, "horizon", "horison")), "manifest.toml:13:"));
    EXPECT_TRUE(contains(faults_with("manifest.toml", "format = \n"), "manifest.toml:1:"));
}

TEST(BaseFolder, RefusesFaultyRegionsAndSectors) {
    EXPECT_EQ(faults_with("regions.csv", "code,name,groups\nAAA,x,\nAAA,y,\n"),
              "regions.csv:3:1: region AAA is given twice (first in line 2) Take one of the rows out.");
    EXPECT_EQ(faults_with("regions.csv", "code,name,groups\n,x,\n@AA,y,a b\nBBB,,g;g\nCCC,,g;\n"),
              "regions.csv:2:1: '' is not a code Use letters, digits, _ and -.\n"
              "regions.csv:3:1: '@AA' is not a code Use letters, digits, _ and -.\n"
              "regions.csv:3:7: 'a b' is not a list of group names (groups are separated by ;) "
              "Use letters, digits, _ and -.\n"
              "regions.csv:4:6: group 'g' is listed twice\n"
              "regions.csv:5:6: 'g;' is not a list of group names (groups are separated by ;) "
              "Use letters, digits, _ and -.");
    EXPECT_EQ(faults_with("regions.csv", "code,name,groups\n"), "regions.csv:1:1: there are no regions");
    EXPECT_EQ(faults_with("regions.csv", "kode,name,groups\nAAA,x,\n"),
              "regions.csv:1:1: unknown column 'kode' Did you mean 'code'?\nregions.csv:1:1: column 'code' is missing");
    EXPECT_EQ(faults_with("sectors.csv", "code,kind,groups\nGDS,good,\nSRV,services,goods\nGDS,goods,\n"),
              "sectors.csv:2:5: unknown kind 'good' (duties bear on goods) Write goods or services.\n"
              "sectors.csv:3:14: goods and services are not group names here (the column kind says it) Take it out.\n"
              "sectors.csv:4:1: sector GDS is given twice (first in line 2) Take one of the rows out.");
    EXPECT_EQ(faults_with("sectors.csv", "code,kind\n"), "sectors.csv:1:1: there are no sectors");
}

TEST(BaseFolder, RefusesFaultyTradeAllAtOnce) {
    EXPECT_EQ(
        faults_with("trade.csv",
                    "sector,exporter,importer,value\nGDS,AAA,BBB,-1\nGDS,AAC,BBB,1\nGDS,AAA,BBB,2\nXYZ,AAA,BBB,inf\n"
                    "SRV,AAA,BBB,1\nSRV,AAA,BBB,1\n"),
        "trade.csv:2:13: negative trade -1 (a flow is what was shipped, at least 0) "
        "Book returns as trade the other way.\n"
        "trade.csv:3:5: unknown exporter 'AAC' Did you mean 'AAA'?\n"
        "trade.csv:4:1: sector GDS, exporter AAA, importer BBB is given twice (first in line 2) "
        "Take one of the rows out.\n"
        "trade.csv:5:1: unknown sector 'XYZ' Known: GDS, SRV.\n"
        "trade.csv:5:13: 'inf' is not a finite number Leave the row out where nothing is known.\n"
        "trade.csv:7:1: sector SRV, exporter AAA, importer BBB is given twice (first in line 6) "
        "Take one of the rows out.");
    EXPECT_EQ(faults_with("trade.csv", "sector,exporter,importer,flow\nGDS,AAA,BBB,1\n"),
              "trade.csv:1:26: unknown column 'flow' Known: sector, exporter, importer, value.\n"
              "trade.csv:1:1: column 'value' is missing");
    EXPECT_TRUE(
        contains(faults_with("trade.csv", "sector,exporter,importer,value\nGDS,AAA,BBB,1e999\n"), "trade.csv:2:13: "));
}

TEST(BaseFolder, RefusesFaultyDuties) {
    EXPECT_EQ(faults_with("tariffs.csv",
                          "sector,exporter,importer,rate\nGDS,AAA,BBB,-0.1\nGDS,AAA,AAA,0.1\nGDS,BBB,BBB,0\n"
                          "SRV,AAA,BBB,nan\n"),
              "tariffs.csv:2:13: negative duty -0.1 (import subsidies are not duties) Write a rate of at least 0.\n"
              "tariffs.csv:3:13: a duty of 0.1 on own sales (exporter and importer are the same region) "
              "Take the row out.\n"
              "tariffs.csv:5:13: 'nan' is not a finite number Leave the row out where nothing is known.");
}

TEST(BaseFolder, RefusesFaultyCoefficients) {
    EXPECT_EQ(faults_with("io_coefficients.csv",
                          "region,input,user,value\nAAA,GDS,SRV,-0.3\nAAA,GDS,SRW,0.1\n"
                          "CCC,GDS,SRV,0.1\n"),
              "io_coefficients.csv:2:13: negative coefficient -0.3 (an input cannot cost less than nothing) "
              "Write a share of at least 0.\n"
              "io_coefficients.csv:3:9: unknown user 'SRW' Did you mean 'SRV'?\n"
              "io_coefficients.csv:4:1: unknown region 'CCC' Known: AAA, BBB.");
}

TEST(BaseFolder, RefusesFaultyElasticities) {
    EXPECT_EQ(faults_with("elasticities.csv", "sector,theta,se,source\nGDS,0,1,\nSRV,-4,-1,\nGDS,3,,\n"),
              "elasticities.csv:2:5: theta is 0 (demand would rise with the price) "
              "A trade elasticity is above 0; write it without its minus sign.\n"
              "elasticities.csv:3:5: theta is -4 (demand would rise with the price) "
              "A trade elasticity is above 0; write it without its minus sign.\n"
              "elasticities.csv:3:8: negative standard error\n"
              "elasticities.csv:4:1: sector GDS is given twice (first in line 2) Take one of the rows out.");
    EXPECT_EQ(faults_with("elasticities_short.csv", "sector,theta\nGDS,3\n"),
              "elasticities_short.csv:3:1: sector SRV has no theta (every sector needs one) Add a row.");
}

TEST(BaseFolder, RefusesFaultyDeclaredFiguresAndQualities) {
    EXPECT_EQ(faults_with("value_added.csv", "region,sector,share\nAAA,GDS,inf\n"),
              "value_added.csv:2:9: 'inf' is not a finite number Leave the row out where nothing is known.");
    EXPECT_EQ(
        faults_with("final_demand.csv", "region,sector,value\nAAA,GDS,1\nAAA,GDS,1\n"),
        "final_demand.csv:3:1: region AAA, sector GDS is given twice (first in line 2) Take one of the rows out.");
    EXPECT_EQ(faults_with("trade_quality.csv", "sector,exporter,importer,quality\nGDS,AAA,BBB,\n"),
              "trade_quality.csv:2:13: the quality is missing");
}

TEST(BaseFolder, FaultsOfSeveralFilesComeTogether) {
    ScratchFolder const folder;
    Files files = small_base();
    files["trade.csv"] += "GDS,AAA,ZZZ,1\n";
    files["tariffs.csv"] += "GDS,AAA,ZZZ,1\n";
    write_files(folder, files);
    std::string const error = error_of<InputError>([&] { read_base(folder.path().string()); });
    EXPECT_TRUE(contains(error, "/trade.csv:8:9: unknown importer 'ZZZ'"));
    EXPECT_TRUE(contains(error, "/tariffs.csv:3:9: unknown importer 'ZZZ'"));
}

TEST(BaseFolder, AFullTableIsNotReadInPlaceOfTheCompactOne) {
    EXPECT_EQ(faults_with("use.csv", "exporter,input,importer,value\n"), "use.csv:1:1: column 'user' is missing");
    ScratchFolder const folder;
    Files files = small_base();
    files.erase("trade.csv");
    files["use.csv"] = "exporter,input,importer,user,value\n";
    write_files(folder, files);
    EXPECT_TRUE(contains(error_of<InputError>([&] { read_base(folder.path().string()); }),
                         "use.csv stands beside trade.csv and io_coefficients.csv, not in their place."));
}

TEST(BaseFile, FolderToHdf5ToFolderIsTheSameToTheByte) {
    ScratchFolder const folder;
    write_base(read_small({.quality = true}), folder / "first");
    Base const first = read_base((folder / "first").string(), {.quality = true});
    write_base(first, folder / "middle.h5");
    Base const middle = read_base((folder / "middle.h5").string());
    write_base(middle, folder / "second");
    for (auto const& entry : std::filesystem::directory_iterator(folder / "first")) {
        auto const name = entry.path().filename().string();
        EXPECT_EQ(read_whole_file(folder / ("first/" + name)), read_whole_file(folder / ("second/" + name))) << name;
    }
    EXPECT_EQ(folder.n_entries(), 3);
    EXPECT_EQ(base_sha256(first), base_sha256(middle));
}

void expect_same_bits(Vector const& a, Vector const& b) {
    ASSERT_EQ(a.size(), b.size());
    EXPECT_EQ(std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)), 0);
}

TEST(BaseFile, TheBuiltInBaseKeepsItsBits) {
    ScratchFolder const folder;
    Base const base = read_base("world-2023", {.quality = true});
    write_base(base, folder / "w.h5");
    write_base(base, folder / "w");
    for (char const* name : {"w.h5", "w"}) {
        Base const back = read_base((folder / name).string(), {.quality = true});
        expect_same_bits(base.trade.flat(), back.trade.flat());
        expect_same_bits(base.tariff.flat(), back.tariff.flat());
        expect_same_bits(base.input_share.flat(), back.input_share.flat());
        for (std::size_t s = 0; s < base.elasticities.size(); ++s) {
            EXPECT_EQ(base.elasticities[s].name, back.elasticities[s].name);
            EXPECT_EQ(base.elasticities[s].title, back.elasticities[s].title);
            EXPECT_EQ(base.elasticities[s].source, back.elasticities[s].source);
            expect_same_bits(base.elasticities[s].theta, back.elasticities[s].theta);
        }
        EXPECT_EQ(base.trade_quality, back.trade_quality) << name;
        EXPECT_EQ(base.licence, back.licence);
    }
}

TEST(BaseFile, TheBaseInsideAResultIsRead) {
    ScratchFolder const folder;
    Base const base = read_small();
    LabelledFile result;
    result.attributes = {{"format", std::string("desvio-result")}, {"version", std::int64_t{1}}};
    result.dimensions["sector"] = {"sector", std::vector<std::string>{"ALL"}, ""};
    result.tables = {{"/sector/output_base", {"sector"}, std::vector<double>{1.0}, "million US$", "output"}};
    add_base_tables(base, "/input", result);
    write_store(result, folder / "r.h5");
    Base const back = read_base((folder / "r.h5").string());
    EXPECT_EQ(base_sha256(back), base_sha256(base));
    EXPECT_EQ(back.sectors.codes(), (std::vector<std::string>{"GDS", "SRV"}));
    EXPECT_EQ(back.region_table[0].groups, base.region_table[0].groups);
}

/// What reading a base .h5 says when its tables were changed before writing.
template <typename Change>
std::string h5_error(Change const& change) {
    ScratchFolder const folder;
    LabelledFile file;
    file.attributes = {{"format", std::string("desvio-base")}, {"version", std::int64_t{1}}};
    add_base_tables(read_small(), "", file);
    change(file);
    write_store(file, folder / "b.h5");
    try {
        read_base((folder / "b.h5").string());
    } catch (InputError const& error) {
        return std::string("InputError ") + error.what();
    } catch (FileError const& error) {
        return std::string("FileError ") + error.what();
    }
    return "no error";
}

Table& table_of(LabelledFile& file, std::string const& path) {
    for (Table& table : file.tables)
        if (table.path == path) return table;
    throw std::logic_error("no table " + path);
}

TEST(BaseFile, RefusesValuesThatNoBaseMayHave) {
    auto const change = [](std::string const& path, std::size_t cell, double value) {
        return h5_error(
            [&](LabelledFile& file) { std::get<std::vector<double>>(table_of(file, path).values).at(cell) = value; });
    };
    EXPECT_TRUE(contains(change("/trade/value", 1, -3), "b.h5: trade is -3: sector GDS, importer AAA, exporter BBB"));
    EXPECT_TRUE(contains(change("/trade/value", 1, NAN), "InputError"));
    EXPECT_TRUE(contains(change("/tariff/rate", 1, -0.5), "duty is -0.5: sector GDS, importer AAA, exporter BBB"));
    EXPECT_TRUE(contains(change("/tariff/rate", 3, 0.5), "duty on own sales is 0.5: sector GDS, region BBB"));
    EXPECT_TRUE(
        contains(change("/input_share/value", 0, INFINITY), "coefficient is inf: region AAA, input GDS, user GDS"));
    EXPECT_TRUE(contains(change("/elasticity/theta", 3, 0), "theta is 0: elasticity_set short, sector SRV"));
    EXPECT_TRUE(contains(change("/elasticity/standard_error", 0, -1), "standard_error is -1"));
    EXPECT_TRUE(
        contains(change("/value_added/share", 0, INFINITY), "declared value added is inf: sector GDS, region AAA"));
    EXPECT_EQ(change("/trade/value", 1, 0.0), "no error");
}

TEST(BaseFile, RefusesFilesThatAreNoBase) {
    EXPECT_TRUE(contains(h5_error([](LabelledFile& file) { file.attributes[0].value = std::string("other"); }),
                         "b.h5: its format is 'other'"));
    EXPECT_TRUE(contains(h5_error([](LabelledFile& file) { file.attributes[1].value = std::int64_t{2}; }),
                         "b.h5: its version is 2"));
    EXPECT_TRUE(contains(h5_error([](LabelledFile& file) { file.attributes.pop_back(); }), "it has no version"));
    EXPECT_TRUE(
        contains(h5_error([](LabelledFile& file) { file.attributes.clear(); }), "there is no attribute 'format'"));
    EXPECT_TRUE(contains(h5_error([](LabelledFile& file) { table_of(file, "/trade/value").path = "/trade/valeu"; }),
                         "there is no table /trade/value"));
    EXPECT_TRUE(
        contains(h5_error([](LabelledFile& file) {
                     table_of(file, "/trade/value").dimensions = {"sector", "exporter", "importer"};
                 }),
                 "/trade/value has the dimensions (sector, exporter, importer), not (sector, importer, exporter)"));
    EXPECT_TRUE(contains(h5_error([](LabelledFile& file) {
                             file.dimensions["exporter"].labels = std::vector<std::string>{"BBB", "AAA"};
                         }),
                         "the axis 'exporter' of /trade/value does not list the codes in the order of the base"));
    EXPECT_TRUE(contains(h5_error([](LabelledFile& file) {
                             std::get<std::vector<std::string>>(table_of(file, "/sector/kind").values)[0] = "good";
                         }),
                         "sector GDS is of the unknown kind 'good'"));
}

TEST(ReadBase, FindsBuiltInNamesBeforePathsAndHelpsWithOthers) {
    EXPECT_EQ(builtin_bases(), std::vector<std::string>{"world-2023"});
    EXPECT_EQ(read_base("world-2023").origin, "built-in world-2023");
    EXPECT_EQ(read_base("built-in world-2023").name, "world-2023");
    std::string const near = error_of<InputError>([] { read_base("word-2023"); });
    EXPECT_EQ(near, "unknown base 'word-2023' (it is no path; built-in: world-2023) Did you mean 'world-2023'?");
    EXPECT_TRUE(contains(error_of<InputError>([] { read_base("q"); }), "Name one of them, a folder or an .h5 file."));
    EXPECT_TRUE(
        contains(error_of<FileError>([] { read_base("none/base"); }), "none/base: there is no such file or folder"));
    EXPECT_TRUE(contains(error_of<FileError>([] { read_base("none.h5"); }), "none.h5: there is no such file"));

    ScratchFolder const folder;
    folder.write("trade.csv", "x\n");
    folder.write("cut.h5", "\x89HDF\r\n\x1a\n");
    EXPECT_TRUE(contains(error_of<InputError>([&] { read_base((folder / "trade.csv").string()); }),
                         "Name the folder it stands in."));
    EXPECT_TRUE(contains(error_of<FileError>([&] { read_base((folder / "cut.h5").string()); }), "cut.h5: "));
}

TEST(ReadBase, TheBuiltInBaseIsWhole) {
    Base const base = read_base("world-2023", {.quality = true});
    EXPECT_EQ(base.n_regions(), 42);
    EXPECT_EQ(base.n_sectors(), 29);
    EXPECT_EQ(base.region_members("brics").size(), 11u);
    EXPECT_EQ(base.year, 2023);
    ASSERT_EQ(base.elasticities.size(), 3u);
    EXPECT_EQ(base.elasticities[0].name, "default");
    for (ElasticitySet const& set : base.elasticities) {
        EXPECT_FALSE(set.title.empty()) << set.name;
        EXPECT_EQ(set.horizon, "long run") << set.name;
    }
    EXPECT_EQ(base.trade(*base.sectors.find("AGR"), *base.regions.find("BRA"), *base.regions.find("USA")), 429.0476157);
    EXPECT_EQ(base.tariff(*base.sectors.find("AGR"), *base.regions.find("USA"), *base.regions.find("BRA")),
              0.004526845);
    EXPECT_EQ(base.quality_names.size(), 4u);
}

TEST(WriteBase, RefusesToOverwriteAndLeavesNothingWhenItFails) {
    ScratchFolder const folder;
    Base const base = read_small();
    write_base(base, folder / "b");
    EXPECT_TRUE(
        contains(error_of<FileError>([&] { write_base(base, folder / "b"); }), "it exists and is not an empty folder"));
    EXPECT_TRUE(contains(error_of<FileError>([&] {
                             SmallFiles const limit(100);
                             write_base(base, folder / "full");
                         }),
                         "manifest.toml: cannot be written: File too large"));
    EXPECT_TRUE(contains(error_of<FileError>([&] { write_base(base, folder / "none/b.h5"); }), "there is no folder"));
    EXPECT_EQ(folder.n_entries(), 1);
    Base without_default = base;
    without_default.elasticities.erase(without_default.elasticities.begin());
    EXPECT_THROW(write_base(without_default, folder / "c"), std::logic_error);
}

}  // namespace
}  // namespace desvio
