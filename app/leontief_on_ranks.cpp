#include "app/leontief_on_ranks.hpp"

#include "app/attempt.hpp"
#include "app/exit_code.hpp"
#include "app/launch.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/core/error.hpp"
#include "desvio/distributed/leontief_petsc.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/matrix_file.hpp"
#include "desvio/io/store.hpp"
#include "desvio/report/distributed_report.hpp"
#include "desvio/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace desvio::app {
namespace {

/// What is asked, from the options of the command.
struct RankedQuestion {
    std::string matrix, output, rhs;
    bool is_transposed = false, is_json = false, is_quiet = false;
    DistributedOptions options;
    std::string command_line;
};

RankedQuestion read_question(Invocation const& invocation) {
    for (char const* const option : {"selected", "write-matrix", "float-store"}) {
        if (invocation.has(option)) throw UsageError(fmt::format("--{} does not go with --solver petsc", option));
    }
    RankedQuestion question;
    question.matrix = invocation.words("input").front();
    question.output = invocation.word("output");
    question.rhs = invocation.word("rhs");
    question.is_transposed = invocation.has("transposed");
    question.is_json = invocation.has("json");
    question.is_quiet = invocation.has("quiet");
    question.command_line = invocation.command_line;
    constexpr double gigabyte = 1e9;
    double const memory = invocation.get<double>("memory");
    question.options.tolerance = invocation.get<double>("tolerance");
    question.options.memory_limit = memory * gigabyte;
    question.options.allows_negative_value_added = invocation.has("allow-negative-value-added");
    // Written so that NaN is refused too.
    if (!(question.options.tolerance > 0.0)) throw UsageError("--tolerance must be above 0");
    if (!(memory >= 0.0)) throw UsageError("--memory must be 0 (what a machine has) or more (GB)");
    if (question.is_json && question.is_quiet) throw UsageError("--json and --quiet exclude each other");
    if (!question.rhs.empty() && question.rhs != "ones" && question.rhs != "final-demand")
        throw UsageError("with --solver petsc --rhs is ones, or final-demand: the right-hand sides in the matrix file");
    return question;
}

/// Processes read rows of a matrix file; a base would have to be made whole on each.
void require_matrix_file(std::string const& name) {
    std::vector<std::string> const built_in = builtin_bases();
    bool const is_base =
        std::find(built_in.begin(), built_in.end(), name) != built_in.end() || std::filesystem::is_directory(name);
    if (!is_base) return;
    throw InputError({{},
                      fmt::format("'{}' is no matrix file", name),
                      "each process reads its own rows of one",
                      fmt::format("Make one first: desvio leontief {} --write-matrix FILE.h5", name)});
}

/// Without --rhs as the command does it elsewhere: what the file has, else ones; ones when transposed.
bool wants_ones(RankedQuestion const& question, MatrixFileHead const& head) {
    if (!question.rhs.empty()) return question.rhs == "ones";
    return question.is_transposed || head.right_hand_sides.empty();
}

std::vector<std::string> right_hand_sides(RankedQuestion const& question, MatrixFileHead const& head) {
    if (wants_ones(question, head)) return {"ones"};
    if (!head.right_hand_sides.empty()) return head.right_hand_sides;
    throw InputError({{question.matrix, 0, 0},
                      "has no right-hand sides",
                      "there is nothing to solve for",
                      "Give --rhs ones, or write some into the file (docs/formats/matrix.md)."});
}

DistributedMatrix matrix_of(MatrixFileReader const& reader) {
    return {reader.n(), reader.block(),
            [&reader](Index first, Index count, double* rows) { reader.read_rows(first, count, rows); },
            [&reader](Index row) { return reader.labels()[static_cast<std::size_t>(row)]; }};
}

RowSource demand_of(RankedQuestion const& question, MatrixFileReader const& reader) {
    if (wants_ones(question, reader.head()))
        return [](Index, Index count, double* rows) { std::fill_n(rows, count, 1.0); };
    return [&reader](Index first, Index count, double* rows) { reader.read_right_hand_sides(first, count, rows); };
}

void write_solution(RankedQuestion const& question, MatrixFileHead const& head, std::vector<std::string> const& columns,
                    Matrix const& solution, DistributedSummary const& summary) {
    LabelledFile file;
    // As the command writes it with any other solver.
    file.attributes = {{"format", std::string("desvio-leontief")},
                       {"version", std::int64_t{1}},
                       {"input", head.title.empty() ? question.matrix : head.title},
                       {"system", std::string(question.is_transposed ? "(I - A)' x = f" : "(I - A) x = f")},
                       {"method", std::string("petsc")},
                       {"method_reason", fmt::format("asked for, on {} processes", summary.ranks)},
                       {"residual", summary.residual},
                       {"desvio_version", std::string(version)},
                       {"git_commit", std::string(git_commit)},
                       {"compiler", std::string(compiler)},
                       {"command_line", question.command_line}};
    file.dimensions["row"] = {"row", head.labels, "region and sector"};
    file.dimensions["right_hand_side"] = {"right_hand_side", columns, "right-hand side"};
    RowMatrix const rows = solution;
    file.tables.push_back({"/leontief/solution",
                           {"row", "right_hand_side"},
                           std::vector<double>(rows.data(), rows.data() + rows.size()),
                           "1",
                           "solution x"});
    write_store(file, question.output);
}

/// mpirun gives its processes a terminal of its own, whatever it passes their output on to.
TextStyle style_of_output() {
    TextStyle style = output_style();
    style.colour = style.colour && !launch().is_by_mpi;
    return style;
}

int solve_together(Ranks& ranks, RankedQuestion const& question) {
    std::optional<MatrixFileReader> reader;
    std::vector<std::string> columns;
    ranks.together([&] {
        require_matrix_file(question.matrix);
        reader.emplace(question.matrix);
        columns = right_hand_sides(question, reader->head());
        if (ranks.rank() == 0 && !question.output.empty()) require_writable(question.output);
    });

    bool const is_first = ranks.rank() == 0;
    Progress progress(question.is_quiet || question.is_json || !is_first);
    DistributedOptions options = question.options;
    options.monitor = progress.monitor();
    DistributedLeontief system(ranks, matrix_of(*reader), options);
    auto const m = static_cast<Index>(columns.size());
    RowSource const demand = demand_of(question, *reader);
    Matrix const solution = question.is_transposed ? system.solve_transposed(demand, m) : system.solve(demand, m);

    DistributedSummary const& summary = system.summary();
    ranks.together([&] {
        if (!is_first) return;
        if (summary.is_converged() && !question.output.empty())
            write_solution(question, reader->head(), columns, solution, summary);
        std::string const title =
            fmt::format("(I - A){} X = F of {}: {} rows, {} right-hand side{}", question.is_transposed ? "'" : "",
                        question.matrix, reader->n(), m, m == 1 ? "" : "s");
        if (!summary.is_converged())
            print_error(fmt::format("{}: {}; nothing was written", question.matrix, summary.message));
        else if (question.is_json)
            print(format_distributed_json(summary));
        else if (!question.is_quiet)
            print(format_distributed(summary, title, style_of_output()));
    });
    return summary.is_converged() ? ok : not_converged;
}

}  // namespace

int solve_on_ranks(Invocation const& invocation) {
    RankedQuestion const question = read_question(invocation);
    Ranks ranks;
    Attempt const attempted = attempt([&] { return solve_together(ranks, question); });
    if (attempted.message.empty()) return attempted.code;
    if (!ranks.have_failed_together()) {
        // The others are waiting for this one somewhere.
        print_error(attempted.message);
        ranks.end_all(attempted.code);
    }
    if (ranks.rank() == 0) print_error(attempted.message);
    ranks.wait();  // mpirun ends all as soon as one is gone
    return attempted.code;
}

}  // namespace desvio::app
