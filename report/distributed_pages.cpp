#include "desvio/report/distributed_report.hpp"
#include "report/json_tables.hpp"
#include "report/numbers.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

namespace desvio {
namespace {

std::string shown_rows(DistributedSummary const& summary) {
    std::string const rows =
        summary.least_rows == summary.most_rows
            ? fmt::format("{} rows", text::format_number(static_cast<double>(summary.most_rows)))
            : fmt::format("{} or {} rows", text::format_number(static_cast<double>(summary.least_rows)),
                          text::format_number(static_cast<double>(summary.most_rows)));
    return summary.ranks == 1 ? fmt::format("1, {}", rows) : fmt::format("{}, {} each", summary.ranks, rows);
}

}  // namespace

std::string format_distributed(DistributedSummary const& summary, std::string const& title, TextStyle const& style) {
    text::Page page(title, style);
    page.add("Processes",
             fmt::format("{}; {} at most on one", shown_rows(summary), text::format_bytes(summary.bytes_per_rank)));
    page.add("Matrix", fmt::format("{}, {} of cells are not zero", to_string(summary.storage),
                                   text::format_share(summary.nonzero_share, 1)));
    page.add("Method", fmt::format("PETSc's GMRES with exact diagonal blocks of {} rows", summary.block));
    page.add("Outcome", summary.is_converged() ? "converged" : to_string(summary.status) + ": " + summary.message);
    page.add("Residual", fmt::format("{} of the largest right-hand side, after {} iterations ({} products)",
                                     text::format_residual(summary.residual), summary.iterations, summary.products));
    page.add("Spectral radius", fmt::format("at most {}", text::format_compact(summary.spectral_radius_below)));
    for (std::string const& warning : summary.warnings) page.add("Note", warning);
    page.add("Time", fmt::format("reading {:.3f} s, preparing {:.3f} s, solving {:.3f} s", summary.read_seconds,
                                 summary.setup_seconds, summary.solve_seconds));
    return page.text();
}

std::string format_distributed_json(DistributedSummary const& summary) {
    text::Json json;
    json["status"] = to_string(summary.status);
    json["message"] = summary.message;
    json["method"] = "petsc";
    json["ranks"] = summary.ranks;
    json["rows_of_a_rank"] = {summary.least_rows, summary.most_rows};
    json["block"] = summary.block;
    json["storage"] = to_string(summary.storage);
    json["nonzero_share"] = summary.nonzero_share;
    json["spectral_radius_below"] = summary.spectral_radius_below;
    json["iterations"] = summary.iterations;
    json["products"] = summary.products;
    json["residual"] = summary.residual;
    json["bytes_per_rank"] = summary.bytes_per_rank;
    json["read_seconds"] = summary.read_seconds;
    json["setup_seconds"] = summary.setup_seconds;
    json["solve_seconds"] = summary.solve_seconds;
    json["warnings"] = summary.warnings;
    return text::to_text(json);
}

}  // namespace desvio
