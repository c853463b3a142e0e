#include "desvio/report/plot.hpp"

#include "desvio/core/error.hpp"
#include "desvio/engine/run.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "tests/support/hand_base.hpp"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace desvio {
namespace {

LabelledFile const& brics_file() {
    static LabelledFile const file = [] {
        RunOptions options;
        options.draws = 3;
        LabelledFile made = to_tables(run_scenario(read_scenario("brics-100"), read_base("world-2023"), options), "");
        made.origin = "brics.h5";
        return made;
    }();
    return file;
}

Plotter const& brics_plotter() {
    static Plotter const plotter(brics_file(), "en");
    return plotter;
}

std::string fault_of(std::string const& chart, PlotOptions const& options = {}) {
    try {
        static_cast<void>(brics_plotter().draw(chart, options));
    } catch (InputError const& error) {
        return error.what();
    }
    return "";
}

TEST(Plot, EveryPictureOfARunIsDrawn) {
    int drawn = 0;
    for (ChartChoice const& chart : brics_plotter().charts()) {
        if (!chart.is_filled) continue;
        Plot const plot = brics_plotter().draw(chart.name);
        ++drawn;
        EXPECT_TRUE(plot.svg.starts_with("<?xml")) << chart.name;
        EXPECT_TRUE(plot.svg.ends_with("</svg>\n")) << chart.name;
        EXPECT_GT(plot.alternative.size(), 40U) << chart.name;
        EXPECT_NE(plot.svg.find("<desc id=\"desvio-alternative\">"), std::string::npos) << chart.name;
        EXPECT_EQ(plot.svg.find("NaN"), std::string::npos) << chart.name;
        EXPECT_EQ(plot.svg.find("undefined"), std::string::npos) << chart.name;
    }
    EXPECT_EQ(drawn, 7);  // all of docs/formats/pictures.md but the ladder, which needs a sweep
}

TEST(Plot, WhatPagesLeaveOutIsNotDrawn) {
    LabelledFile const run =
        to_tables(run_scenario(read_scenario("brics-100-first-year"), read_base("world-2023")), "");
    for (LabelledFile const* const file : {&brics_file(), &run}) {
        Plotter const with_less(*file, "en"), with_all(*file, "en", PictureTables::all);
        for (ChartChoice const& chart : with_all.charts()) {
            if (!chart.is_filled) continue;
            Plot const less = with_less.draw(chart.name), all = with_all.draw(chart.name);
            EXPECT_EQ(less.csv, all.csv) << chart.name;
            EXPECT_EQ(less.alternative, all.alternative) << chart.name;
        }
    }
    std::string const part = pictures_json(run, nullptr, PictureTables::drawn);
    EXPECT_LT(2 * part.size(), pictures_json(run).size());
}

TEST(Plot, TheNumbersAreThoseOfTheFile) {
    std::istringstream csv(brics_plotter().draw("map").csv);
    std::string line;
    std::getline(csv, line);
    EXPECT_TRUE(line.starts_with("region,code,value")) << line;
    std::map<std::string, double> drawn;
    while (std::getline(csv, line)) {
        std::size_t const code = line.find(',') + 1, value = line.find(',', code) + 1;
        drawn[line.substr(code, value - code - 1)] = std::stod(line.substr(value));
    }
    auto const& regions = std::get<std::vector<std::string>>(brics_file().dimensions.at("region").labels);
    auto const& welfare = brics_file().numbers("/region/welfare_pct");
    int found = 0;
    for (std::size_t n = 0; n < regions.size(); ++n) {
        if (!drawn.contains(regions[n])) continue;
        ++found;
        EXPECT_EQ(drawn[regions[n]], welfare[n]) << regions[n];
    }
    EXPECT_EQ(found, 20);  // Latin America
}

TEST(Plot, SizeAndLanguageAreThoseAskedFor) {
    Plot const plot = brics_plotter().draw("redirection", {.width = 400, .height = 640, .selected = ""});
    EXPECT_NE(plot.svg.find("width=\"400\" height=\"640\""), std::string::npos);
    Plot const spanish = Plotter(brics_file(), "es").draw("redirection");
    EXPECT_NE(spanish.title, plot.title);
    EXPECT_NE(spanish.title.find("Brasil"), std::string::npos) << spanish.title;
}

TEST(Plot, PngAndPdfAreDrawnFromTheSvg) {
    std::string const svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><rect width=\"40\" height=\"30\" "
        "fill=\"#fff\"/>"
        "<text x=\"4\" y=\"20\" font-size=\"12\">abc</text></svg>";
    std::string const png = png_of(svg, 1.5);
    EXPECT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
    auto const number = [&](std::size_t at) {
        return (static_cast<unsigned char>(png.at(at + 2)) << 8U) + static_cast<unsigned char>(png.at(at + 3));
    };
    EXPECT_EQ(number(16), 60U);
    EXPECT_EQ(number(20), 45U);
    std::string const pdf = pdf_of(svg, "A title");
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    EXPECT_NE(pdf.find("/MediaBox [ 0 0 30 22.5 ]"), std::string::npos);
    EXPECT_THROW(static_cast<void>(png_of(svg, 1e5)), InputError);
    EXPECT_THROW(static_cast<void>(png_of("no picture", 1.0)), std::logic_error);
}

TEST(Plot, FaultsSayWhatToDo) {
    EXPECT_NE(fault_of("redirecton").find("Did you mean 'redirection'?"), std::string::npos) << fault_of("redirecton");
    EXPECT_NE(fault_of("ladder").find("desvio sweep"), std::string::npos) << fault_of("ladder");
    EXPECT_NE(fault_of("map", {.selected = "BRX"}).find("'BRA'"), std::string::npos);
    EXPECT_NE(fault_of("map", {.width = 10}).find("240"), std::string::npos);
    std::string const low = fault_of("map", {.height = 60});
    EXPECT_NE(low.find("--height of"), std::string::npos) << low;
    EXPECT_THROW(Plotter(brics_file(), "fr"), InputError);
}

TEST(Plot, TitlesThatLookLikeTagsAreText) {
    LabelledFile file = brics_file();
    for (Attribute& attribute : file.attributes)
        if (attribute.name == "base_name") attribute.value = std::string("<b>&\"base\"</b>");
    std::string const svg = Plotter(file, "en").draw("duties").svg;
    EXPECT_NE(svg.find("&lt;b&gt;&amp;&quot;base&quot;&lt;/b&gt;"), std::string::npos);
    EXPECT_EQ(svg.find("<b>"), std::string::npos);
}

TEST(Plot, ABaseWithoutLatinAmericaAndAFirstYearAnswerAreDrawn) {
    std::string const rule = "[[tariff]]\nimporter = \"A\"\nexporter = \"B\"\nsector = \"GDS\"\nrate = 0.5\n";
    for (char const* const kind : {"caliendo-parro", "input-output"}) {
        Scenario const scenario = parse_scenario(
            std::string("[scenario]\nname = \"s\"\n[model]\nkind = \"") + kind + "\"\n" + rule, "s.toml");
        Plotter const plotter(to_tables(run_scenario(scenario, test::hand_base()), ""), "pt");
        int drawn = 0;
        for (ChartChoice const& chart : plotter.charts()) {
            if (!chart.is_filled) continue;
            EXPECT_FALSE(plotter.draw(chart.name).svg.empty());
            ++drawn;
        }
        EXPECT_GE(drawn, 4) << kind;
    }
}

}  // namespace
}  // namespace desvio
