#include "app/leontief_on_ranks.hpp"

#include "app/attempt.hpp"
#include "app/exit_code.hpp"
#include "app/launch.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/core/error.hpp"
#include "desvio/distributed/leontief_petsc.hpp"
#include "desvio/io/matrix_file.hpp"
#include "desvio/io/store.hpp"
#include "desvio/report/distributed_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace desvio::app {
namespace {

std::vector<std::string> right_hand_sides(RankedQuestion const& question, MatrixFileHead const& head) {
    if (question.wants_ones) return {"ones"};
    if (!head.right_hand_sides.empty()) return head.right_hand_sides;
    throw InputError({{question.matrix.string(), 0, 0},
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
    if (question.wants_ones) return [](Index, Index count, double* rows) { std::fill_n(rows, count, 1.0); };
    return [&reader](Index first, Index count, double* rows) { reader.read_right_hand_sides(first, count, rows); };
}

void write_solution(RankedQuestion const& question, MatrixFileHead const& head, std::vector<std::string> const& columns,
                    Matrix const& solution, DistributedSummary const& summary) {
    LabelledFile file;
    file.attributes = {{"format", "desvio-leontief"},
                       {"version", std::int64_t{1}},
                       {"method", "petsc"},
                       {"status", to_string(summary.status)},
                       {"residual", summary.residual},
                       {"transposed", std::int64_t{question.is_transposed ? 1 : 0}},
                       {"command_line", question.command_line}};
    file.dimensions["row"] = {"row", head.labels, "row of the matrix"};
    file.dimensions["right_hand_side"] = {"right_hand_side", columns, "what was asked"};
    RowMatrix const rows = solution;
    file.tables.push_back({"/leontief/solution",
                           {"row", "right_hand_side"},
                           std::vector<double>(rows.data(), rows.data() + rows.size()),
                           "as the right-hand side",
                           question.is_transposed ? "X with (I - A)' X = F" : "X with (I - A) X = F"});
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
        reader.emplace(question.matrix);
        columns = right_hand_sides(question, reader->head());
        if (ranks.rank() == 0 && !question.output.empty()) require_writable(question.output);
    });

    bool const is_first = ranks.rank() == 0;
    Progress progress(question.is_quiet || question.is_json || !is_first);
    DistributedOptions options;
    options.tolerance = question.tolerance;
    options.memory_limit = question.memory_limit;
    options.monitor = progress.monitor();
    DistributedLeontief system(ranks, matrix_of(*reader), options);
    auto const m = static_cast<Index>(columns.size());
    RowSource const demand = demand_of(question, *reader);
    Matrix const solution = question.is_transposed ? system.solve_transposed(demand, m) : system.solve(demand, m);

    DistributedSummary const& summary = system.summary();
    ranks.together([&] {
        if (!is_first) return;
        if (!question.output.empty() && summary.is_converged())
            write_solution(question, reader->head(), columns, solution, summary);
        std::string const title =
            fmt::format("(I - A){} X = F of {}: {} rows, {} right-hand side{}", question.is_transposed ? "'" : "",
                        question.matrix.filename().string(), reader->n(), m, m == 1 ? "" : "s");
        if (question.is_json)
            print(format_distributed_json(summary));
        else if (!question.is_quiet)
            print(format_distributed(summary, title, style_of_output()));
    });
    return summary.is_converged() ? ok : not_converged;
}

}  // namespace

int solve_on_ranks(RankedQuestion const& question) {
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
