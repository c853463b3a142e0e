#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/leontief_method.hpp"
#include "app/leontief_on_ranks.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/machine_facts.hpp"
#include "desvio/report/leontief_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio::app {
namespace {

constexpr double bytes_a_giga = 1e9;

/// Bytes that may be taken: as asked, else what is free.
double memory_there(Invocation const& invocation) {
    double const giga = invocation.get<double>("memory");
    if (!(giga >= 0.0)) throw UsageError("--memory must be 0 (what is free) or more (GB)");
    return giga > 0.0 ? giga * bytes_a_giga : read_machine_facts().memory_free;
}

LeontiefOptions chosen_options(Invocation const& invocation, Monitor monitor) {
    LeontiefOptions options;
    options.method = chosen_leontief_method("--solver", invocation.word("solver"));
    options.tolerance = invocation.get<double>("tolerance");
    options.threads = invocation.get<int>("threads");
    options.float_store = invocation.has("float-store");
    // Written so that NaN is refused too.
    if (!(options.tolerance > 0.0)) throw UsageError("--tolerance must be above 0");
    if (options.threads < 0) throw UsageError("--threads must be 0 (as many as there are processors) or more");
    options.monitor = std::move(monitor);
    return options;
}

/// What stands in the way of an answer, as an exit code.
int judge_answer(LeontiefAnswer const& answer) {
    if (answer.summary.is_converged()) return ok;
    std::string line = fmt::format("{}: {}", answer.name, answer.summary.message);
    if (answer.summary.residual >= 0.0) line += fmt::format("; residual {:.1e}", answer.summary.residual);
    print_error(line + "; no solution was written");
    return not_converged;
}

int leontief(Invocation const& invocation) {
    if (invocation.word("solver") == "petsc") return solve_on_ranks(invocation);
    bool const is_json = invocation.has("json"), is_quiet = invocation.has("quiet");
    if (is_json && is_quiet) throw UsageError("--json and --quiet exclude each other");
    Progress progress(is_quiet);
    LeontiefOptions options = chosen_options(invocation, progress.monitor());
    std::string const target = invocation.word("output"), matrix = invocation.word("write-matrix");
    // Before the work, so that none of it is lost.
    if (!target.empty()) require_writable(target);
    if (!matrix.empty()) require_writable(matrix);

    double const memory = memory_there(invocation);
    LeontiefInputOptions const reading{invocation.has("allow-negative-value-added"), memory};
    LeontiefInput input = read_leontief_input(invocation.words("input").front(), reading);
    double const held = sizeof(double) * static_cast<double>(input.coefficients.size());
    // What is free now is the solver's to find out; of what was asked for the matrix has its part.
    if (invocation.get<double>("memory") > 0.0) options.memory_limit = std::max(1.0, memory - held);
    if (!matrix.empty()) write_leontief_input(input, matrix);
    bool const is_transposed = invocation.has("transposed");
    RightHandSides sides = choose_right_hand_sides(input, invocation.word("rhs"), is_transposed);
    std::vector<std::pair<Index, Index>> cells;
    for (std::string const& cell : invocation.words("selected")) cells.push_back(parse_cell(cell, input.rows));

    LeontiefAnswer const answer =
        solve_leontief(std::move(input), std::move(sides), is_transposed, cells, std::move(options));
    if (int const code = judge_answer(answer); code != ok) return code;
    if (!target.empty()) write_store(leontief_tables(answer, invocation.command_line), target);
    if (is_json) {
        print(format_leontief_json(answer));
    } else if (!is_quiet) {
        std::string page = format_leontief(answer, output_style());
        if (!matrix.empty()) page += fmt::format("\nThe matrix was written to {}.\n", matrix);
        if (!target.empty()) page += fmt::format("\nWritten to {}.\n", target);
        print(page);
    }
    return ok;
}

}  // namespace

Command leontief_command() {
    Command command{
        .name = "leontief",
        .summary = "solve (I - A) x = f for a table of any size: which method, why, how exact",
        .usage = "INPUT [-o FILE.h5] [options]",
        .details =
            "INPUT is a base (a built-in name, a folder or an .h5 file) or a matrix file; see\n"
            "docs/formats/matrix.md.\n"
            "x is what must be produced for final demand f; with --transposed, (I - A)' x = f,\n"
            "it is the price of costs f.\n"
            "RHS is final-demand (what all regions buy, or the file's own right-hand sides),\n"
            "final-demand-by-region, value-added (1 - the column sums of A), ones, or a CSV file with the columns\n"
            "row, value and, for several, right_hand_side.\n"
            "With --solver petsc the rows of a matrix file are shared out among the processes that mpirun starts.\n"
            "Exit code 3 when A has no such answer: inputs that cost more than output, a spectral radius of 1 or\n"
            "more, a number that is not finite, or not enough memory for the method.",
        .positionals = {{.name = "input",
                         .most = 1,
                         .least = 1,
                         .shown = "an INPUT: a built-in name, a folder, an .h5 file or a matrix file"}},
        .options = po::options_description(""),
        .examples = {"desvio leontief world-2023",
                     "desvio leontief world-2023 --rhs final-demand-by-region -o embodied.h5",
                     "desvio leontief world-2023 --transposed --selected BRA_AGR,CHN_FOD",
                     "desvio leontief matrix.h5 --rhs demand.csv --solver lu --json",
                     "mpirun -np 4 desvio leontief matrix.h5 --solver petsc -o x.h5"},
        .completions = builtin_bases(),
        .run = leontief};
    std::string const automatic = to_string(LeontiefMethod::automatic);
    add_value<std::string>(command, "output,o", "FILE", "write the solution to an HDF5 file");
    add_value<std::string>(command, "rhs", "RHS", "what f is (final-demand where there is one, else ones)");
    add_flag(command, "transposed", "solve with the transpose of I - A; f is then ones unless --rhs is given");
    add_value<std::string>(command, "solver", "NAME", automatic, automatic.c_str(),
                           "automatic, lu, mixed_lu, gmres, bicgstab, neumann, sparse_lu, ...");
    add_value(command, "tolerance", "X", LeontiefOptions{}.tolerance, "1e-12", "of residuals, relative to f");
    add_value(command, "threads", "N", 0, "0", "0: one a processor");
    add_value(command, "memory", "GB", 0.0, "0", "memory that may be used; 0: what is free");
    add_flag(command, "float-store", "iterate on a copy of A in single precision; residuals stay double");
    add_value<std::vector<std::string>>(command, "selected", "ROW,COLUMN",
                                        "an element of the inverse; may be given again");
    add_flag(command, "allow-negative-value-added", "solve although a sector's inputs cost more than its output");
    add_value<std::string>(command, "write-matrix", "FILE", "also write A and its final demand as a matrix file");
    add_flag(command, "json", "print JSON and nothing else");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
