#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/leontief_method.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/text_file.hpp"
#include "desvio/report/leontief_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

namespace desvio::app {
namespace {

constexpr double bytes_a_giga = 1e9;

std::vector<std::string> split_list(std::string const& list) {
    std::vector<std::string> words;
    std::stringstream stream(list);
    for (std::string word; std::getline(stream, word, ',');)
        if (!word.empty()) words.push_back(word);
    return words;
}

/// "1000,3500" of an option. \throws UsageError
template <typename Number>
std::vector<Number> numbers_of(Invocation const& invocation, char const* option, Number least) {
    std::vector<Number> numbers;
    for (std::string const& word : split_list(invocation.word(option))) {
        Number value{};
        auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc() || end != word.data() + word.size() || value < least)
            throw UsageError(fmt::format("--{} cannot have '{}': whole numbers of {} or more, with commas between",
                                         option, word, least));
        numbers.push_back(value);
    }
    if (numbers.empty()) throw UsageError(fmt::format("--{} is empty", option));
    return numbers;
}

LeontiefBenchOptions chosen_options(Invocation const& invocation) {
    LeontiefBenchOptions options;
    options.with_largest = invocation.has("largest");
    constexpr Index least_size = 4;
    bool const has_sizes = !invocation.options["sizes"].defaulted();
    if (!options.with_largest || has_sizes)
        options.sizes = numbers_of<Index>(invocation, "sizes", least_size);
    else
        options.sizes.clear();
    for (std::string const& word : split_list(invocation.word("solvers")))
        options.methods.push_back(chosen_leontief_method("--solvers", word));
    options.right_hand_sides = numbers_of<Index>(invocation, "rhs", 1);
    options.threads = numbers_of<int>(invocation, "threads", 0);
    options.seed = invocation.get<std::uint64_t>("seed");
    options.zero_share = invocation.get<double>("zeros");
    options.tolerance = invocation.get<double>("tolerance");
    options.with_probes = !invocation.has("no-probes");
    options.repetitions = invocation.get<int>("repetitions");
    double const giga = invocation.get<double>("memory");
    // Written so that NaN is refused too.
    if (!(options.zero_share >= 0.0 && options.zero_share < 1.0))
        throw UsageError("--zeros must be at least 0 and below 1");
    if (!(options.tolerance > 0.0)) throw UsageError("--tolerance must be above 0");
    if (options.repetitions < 1) throw UsageError("--repetitions must be 1 or more");
    if (!(giga >= 0.0)) throw UsageError("--memory must be 0 (what is free) or more (GB)");
    options.memory = giga * bytes_a_giga;
    return options;
}

/// The table of the one size asked for, as a matrix file.
int write_matrix(LeontiefBenchOptions const& options, std::string const& target, bool is_quiet) {
    if (options.sizes.size() != 1) throw UsageError("--write-matrix needs one size: --sizes N");
    BlockTableTraits traits = choose_block_shape(options.sizes.front());
    traits.seed = options.seed;
    traits.zero_share = options.zero_share;
    BlockTable const table(traits);
    Index const m = *std::max_element(options.right_hand_sides.begin(), options.right_hand_sides.end());
    write_block_table(table, m, target);
    if (!is_quiet) print(fmt::format("Written to {}: {}.\n", target, table.source()));
    return ok;
}

int bench(Invocation const& invocation) {
    bool const is_json = invocation.has("json"), is_quiet = invocation.has("quiet");
    if (is_json && is_quiet) throw UsageError("--json and --quiet exclude each other");
    LeontiefBenchOptions options = chosen_options(invocation);
    std::string const target = invocation.word("output"), matrix = invocation.word("write-matrix");
    if (!target.empty()) require_writable(target);
    if (!matrix.empty()) {
        require_writable(matrix);
        return write_matrix(options, matrix, is_quiet || is_json);
    }
    LeontiefBench measured;
    {
        StageProgress progress(is_quiet);
        options.monitor = [&progress](std::string const& what) { return progress.show(what); };
        measured = bench_leontief(options);
    }
    std::string const json = format_leontief_bench_json(measured);
    if (!target.empty()) write_text_file(target, json);
    if (is_json)
        print(json);
    else if (!is_quiet)
        print(format_leontief_bench(measured, output_style()) +
              (target.empty() ? "" : fmt::format("\nWritten to {}.\n", target)));
    return measured.was_stopped ? not_converged : ok;
}

}  // namespace

Command bench_command() {
    Command command{
        .name = "bench",
        .summary = "time every Leontief solver on made-up tables beside the peak of this machine",
        .usage = "[--sizes N,N,... | --largest] [options]",
        .details =
            "Measures the machine first (matrix products, reading of memory), then every solver on the same\n"
            "made-up tables: home bias, sector structure, gravity, zeros. Shown are the least times of several\n"
            "repetitions; JSON has medians too. Ctrl-C keeps what was measured. Sizes that do not fit in memory\n"
            "are told, not run.",
        .positionals = {},
        .options = po::options_description(""),
        .examples = {"desvio bench", "desvio bench --sizes 1000,3500,7000,9800 --threads 1,2 -o bench.json",
                     "desvio bench --largest --solvers lu,gmres --rhs 1",
                     "desvio bench --sizes 7000 --write-matrix table-7000.h5"},
        .completions = {},
        .run = bench};
    add_value<std::string>(command, "sizes", "LIST", "1000,3500", "1000,3500", "rows of the tables");
    add_flag(command, "largest", "the largest size that fits in memory (also, when --sizes is given)");
    add_value<std::string>(command, "solvers", "LIST", "", "all that are there", "names as in 'desvio leontief'");
    add_value<std::string>(command, "rhs", "LIST", "1,50", "1,50", "numbers of right-hand sides");
    add_value<std::string>(command, "threads", "LIST", "0", "0", "numbers of threads; 0: one a processor");
    add_value(command, "repetitions", "N", LeontiefBenchOptions{}.repetitions, "3", "of set-up and of solve");
    add_value(command, "seed", "N", LeontiefBenchOptions{}.seed, "1", "of the tables");
    add_value(command, "zeros", "SHARE", LeontiefBenchOptions{}.zero_share, "0.15", "of cells across borders");
    add_value(command, "tolerance", "X", LeontiefBenchOptions{}.tolerance, "1e-12", "of residuals");
    add_flag(command, "no-probes", "do not measure the machine first; no shares of its peak are shown then");
    add_value(command, "memory", "GB", 0.0, "0", "memory to stay within; 0: what is free");
    add_value<std::string>(command, "output,o", "FILE", "also write the JSON to a file");
    add_value<std::string>(command, "write-matrix", "FILE", "time nothing; write the table as a matrix file");
    add_flag(command, "json", "print JSON and nothing else");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
