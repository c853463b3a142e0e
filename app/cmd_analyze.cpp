#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/table_io.hpp"
#include "desvio/params/shock.hpp"
#include "desvio/report/analysis.hpp"
#include "desvio/tables/expand.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio::app {
namespace {

/// Largest relative error of a sum that passes; rounding leaves about 1e-14.
constexpr double sums_tolerance = 1e-10;
constexpr char const* default_market = "USA";
constexpr char const* default_focus = "latin_america";

/// The table to analyse, and the jobs that the base knows of.
struct Subject {
    IoTable table;
    Matrix jobs;
    bool is_compact = false;
};

Subject subject_of(Base const& base) {
    return {full_table(base), base.jobs_per_output ? *base.jobs_per_output : Matrix(), !base.use_table};
}

Subject read_subject(Invocation const& invocation) {
    std::string const source = invocation.words("base").front();
    auto const builtins = builtin_bases();
    if (std::find(builtins.begin(), builtins.end(), source) != builtins.end()) return subject_of(read_base(source));
    std::string format;
    ByteProgress progress(invocation.has("quiet"));
    TableOrBase given = read_table(
        source, {invocation.word("from"), invocation.has("year") ? invocation.get<int>("year") : 0, progress.monitor()},
        format);
    if (auto* const table = std::get_if<IoTable>(&given)) return {std::move(*table), {}, false};
    return subject_of(std::get<Base>(given));
}

std::vector<std::string> split_words(std::string const& list) {
    std::vector<std::string> words;
    std::string word;
    for (char const c : list + ",") {
        if (c != ',') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    return words;
}

std::vector<Index> regions_named(std::string const& list, Base const& labels) {
    Selector selector;
    for (std::string const& word : split_words(list)) selector.terms.push_back({word, {}});
    FaultList faults;
    auto members = select_regions(selector, labels, faults);
    faults.throw_if_any();
    return members;
}

/// In the order given, unlike a selector's.
std::vector<Index> regions_in_order(std::string const& list, Base const& labels) {
    std::vector<Index> regions;
    for (std::string const& word : split_words(list))
        for (Index const region : regions_named(word, labels))
            if (std::find(regions.begin(), regions.end(), region) == regions.end()) regions.push_back(region);
    return regions;
}

std::vector<std::string> chosen_parts(Invocation const& invocation) {
    auto const known = analysis_parts();
    auto parts = split_words(invocation.word("what"));
    for (std::string const& part : parts) {
        if (std::find(known.begin(), known.end(), part) == known.end())
            throw UsageError(fmt::format("--what cannot be '{}'. {}", part, suggest_name(part, known)));
    }
    return parts;
}

AnalysisRequest chosen_request(Invocation const& invocation, Base const& labels) {
    AnalysisRequest request;
    request.what = chosen_parts(invocation);
    if (invocation.has("market")) {
        auto const market = regions_named(invocation.word("market"), labels);
        if (market.size() != 1) throw UsageError("--market takes one region; 'base aggregate' makes one of several");
        request.market = market.front();
    } else {
        request.market = labels.regions.find(default_market);
        bool const is_asked = std::find(request.what.begin(), request.what.end(), "exposure") != request.what.end();
        if (is_asked && !request.market)
            throw UsageError(fmt::format("exposure needs --market REGION: this base has no {}", default_market));
    }
    if (invocation.has("via")) {
        request.via = regions_in_order(invocation.word("via"), labels);
    } else {
        for (char const* code : {"CHN", "MEX"})
            if (auto const region = labels.regions.find(code); region && region != request.market)
                request.via.push_back(*region);
    }
    if (invocation.has("region")) {
        request.focus = regions_named(invocation.word("region"), labels);
    } else {
        request.focus = labels.region_members(default_focus);
        if (request.focus.empty()) request.focus = regions_named("*", labels);
    }
    if (invocation.has("extract"))
        for (std::string const& word : invocation.get<std::vector<std::string>>("extract"))
            request.extractions.push_back(read_extraction(word, labels));
    return request;
}

int analyze(Invocation const& invocation) {
    std::string const target = invocation.word("output"), folder = invocation.word("csv");
    if (!target.empty()) require_writable(target);
    if (!folder.empty()) require_writable_folder(folder);
    Subject subject = read_subject(invocation);
    AnalysisRequest request = chosen_request(invocation, labels_of(subject.table));
    request.is_compact = subject.is_compact;
    AnalysisResult const result = analyse(std::move(subject.table), subject.jobs, std::move(request));
    for (SumCheck const& check : result.checks)
        if (!(check.error <= sums_tolerance))
            print_error(fmt::format("{} does not hold: {} (error {:.1e})", check.name, check.formula, check.error));
    if (!(result.largest_error() <= sums_tolerance)) return audit_failed;
    if (!target.empty() || !folder.empty()) {
        LabelledFile const file = to_tables(result, invocation.command_line);
        if (!target.empty()) write_store(file, target, {.compress = !invocation.has("no-compress")});
        if (!folder.empty()) write_tidy_csv(file, folder);
    }
    if (invocation.has("json")) {
        print(format_analysis_json(result));
    } else if (!invocation.has("quiet")) {
        print(format_analysis(result, output_style()));
        if (!target.empty()) print(fmt::format("Written to {}\n", target));
        if (!folder.empty()) print(fmt::format("Tables in {}\n", folder));
    }
    return ok;
}

}  // namespace

Command analyze_command() {
    Command command{
        .name = "analyze",
        .summary = "multipliers, linkages, value added in trade, exposure to a market, extraction",
        .usage = "BASE [-o FILE.h5] [--csv DIR] [--what LIST] [--market USA] [--extract WHAT]...",
        .details =
            "BASE is a built-in name, a folder, an .h5 file, or a published table in any layout that\n"
            "'base import' reads. A compact base is analysed as the full table in which every user buys a good\n"
            "from all origins in the same proportions.\n"
            "\n"
            "--what is a list of multipliers, linkages, value-added, exports, extraction, exposure.\n"
            "--extract takes out a region (BRA), a sector of all regions (MET), a region's sector (BRA:MET) or\n"
            "a flow (BRA->USA, *->CHN:MIN, BRA->*); groups as @brics, @goods. Put it in quotes for the shell.",
        .positionals = {{.name = "base", .most = 1, .least = 1, .shown = "a BASE or a table"}},
        .options = po::options_description(""),
        .examples = {"desvio analyze world-2023 -o analysis.h5",
                     "desvio analyze world-2023 --what exposure --region BRA,CHL,MEX,PER --via CHN,MEX,CAN",
                     "desvio analyze 2020_SML.csv --what exports --csv tables/",
                     "desvio analyze world-2023 --what extraction --extract 'BRA->USA' --extract CHN:MET"},
        .completions = builtin_bases(),
        .run = analyze};
    add_value<std::string>(command, "output,o", "FILE.h5", "write every table to one HDF5 file");
    add_value<std::string>(command, "csv", "DIR", "write every table as CSV to a folder");
    add_value<std::string>(command, "what", "LIST", "parts of the analysis, separated by commas; all when not given");
    add_value<std::string>(command, "region", "LIST", "regions the page is about; @latin_america, else all");
    add_value<std::string>(command, "market", "REGION", "whose final demand exposure is about; USA");
    add_value<std::string>(command, "via", "LIST", "regions shown by themselves on the way there; CHN,MEX");
    command.options.add_options()("extract", po::value<std::vector<std::string>>()->value_name("WHAT"),
                                  "take this out, may be repeated");
    add_value<std::string>(command, "from", "FORMAT", "layout of a published table, when the guess is wrong");
    add_value<int>(command, "year", "YEAR", "which year of several");
    add_flag(command, "no-compress", "write the HDF5 file without compression");
    add_flag(command, "json", "print JSON");
    add_flag(command, "quiet,q", "print nothing but errors");
    return command;
}

}  // namespace desvio::app
