#include "desvio/engine/leontief_task.hpp"

#include "desvio/core/error.hpp"
#include "desvio/core/large_pages.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/matrix_file.hpp"
#include "desvio/params/accounts.hpp"
#include "desvio/tables/expand.hpp"
#include "desvio/version.hpp"

#include <algorithm>
#include <cmath>

namespace desvio {

namespace {

// Faults beyond these are counted: a broken table has one in every column.
constexpr std::size_t most_listed = 10;

/// Gathers faults of one kind and lists the first ones.
class CountedFaults {
  public:
    CountedFaults(std::string origin, std::string why, std::string remedy)
        : origin_(std::move(origin)), why_(std::move(why)), remedy_(std::move(remedy)) {}
    void add(std::string problem) {
        if (++count_ <= most_listed) problems_.push_back(std::move(problem));
    }
    void finish(FaultList& all) {
        if (count_ > most_listed) problems_.back() += fmt::format(", and so on: {} in all", count_);
        for (std::size_t k = 0; k < problems_.size(); ++k) {
            bool const is_last = k + 1 == problems_.size();
            all.add({origin_}, problems_[k], is_last ? why_ : "", is_last ? remedy_ : "");
        }
    }

  private:
    std::string origin_, why_, remedy_;
    std::vector<std::string> problems_;
    std::size_t count_ = 0;
};

/// Rounding of a table that closes.
constexpr double closing_error = 1e-9;

void require_room(std::string const& origin, Index n, double limit) {
    double const bytes = sizeof(double) * static_cast<double>(n) * static_cast<double>(n);
    if (limit > 0.0 && bytes > limit)
        throw InputError({{origin},
                          fmt::format("a matrix of {} rows takes {:.3g} GB, and {:.3g} GB may be used", n, bytes * 1e-9,
                                      limit * 1e-9),
                          "every method needs it in memory",
                          "Use a machine with more, --memory if there is more, or several processes."});
}

/// A compact base has no cell for what a sector needs and no region sells there.
void require_suppliers(Base const& base) {
    Accounts const accounts = derive_accounts(base, base.elasticities.front().name);
    CountedFaults idle(base.origin, "nobody supplies it", "Give it a supplier in trade, or take away the coefficient.");
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index j = 0; j < base.n_sectors(); ++j) {
            if (accounts.expenditure(j, n) > 0.0) continue;
            for (Index k = 0; k < base.n_sectors(); ++k)
                if (base.input_share(n, j, k) > 0.0 && accounts.gross_output(k, n) > 0.0) {
                    idle.add(fmt::format("{}_{} is an input of {} and no region sells it there", base.regions[n],
                                         base.sectors[j], base.sectors[k]));
                    break;
                }
        }
    FaultList faults;
    idle.finish(faults);
    faults.throw_if_any();
}

LeontiefInput input_of_file(std::string const& path, LeontiefInputOptions const& options) {
    MatrixFileReader const reader(path);
    LeontiefInput input;
    input.name = reader.head().title.empty() ? path : reader.head().title;
    input.origin = path;
    input.rows = Labels(reader.labels());
    input.block = reader.block();
    Index const n = reader.n(), m = reader.n_right_hand_sides();
    require_room(path, n, options.memory_limit);
    input.coefficients.resize(n, n);
    prefer_large_pages(input.coefficients);
    reader.read_rows(0, n, input.coefficients.data());
    if (m > 0) {
        RowMatrix sides(n, m);
        reader.read_right_hand_sides(0, n, sides.data());
        input.final_demand = {sides, reader.head().right_hand_sides};
    }
    return input;
}

}  // namespace

void require_coefficients(LeontiefInput const& input, LeontiefInputOptions const& options) {
    Index const n = input.rows.size();
    CountedFaults infinite(input.origin, "nothing can be solved with it", "Write a number there.");
    CountedFaults dear(input.origin, "its value added is negative: no output is worth its inputs",
                       "Mend the table ('desvio help base import', --least-value-added), or say "
                       "--allow-negative-value-added.");
    Eigen::RowVectorXd const sums = input.coefficients.colwise().sum();
    for (Index column = 0; column < n; ++column) {
        if (std::isfinite(sums(column))) {
            if (sums(column) > 1.0 + closing_error)
                dear.add(fmt::format("inputs of {} cost {:.6g} of its output", input.rows[column], sums(column)));
            continue;
        }
        for (Index row = 0; row < n; ++row)
            if (!std::isfinite(input.coefficients(row, column)))
                infinite.add(fmt::format("the coefficient of input {} in {} is {}", input.rows[row], input.rows[column],
                                         input.coefficients(row, column)));
    }
    FaultList faults;
    infinite.finish(faults);
    if (!options.allows_negative_value_added) dear.finish(faults);
    faults.throw_if_any();
}

LeontiefInput input_of_table(IoTable table, LeontiefInputOptions const& options) {
    Index const n = table.n_rows(), n_categories = table.n_categories();
    LeontiefInput input;
    input.name = table.name;
    input.origin = table.origin;
    bool const has_currency = table.unit.find(' ') != std::string::npos;
    input.unit = has_currency ? table.unit : table.unit + " " + table.currency;
    input.block = table.n_sectors();
    input.is_of_base = true;
    std::vector<std::string> labels;
    for (Index row = 0; row < n; ++row) labels.push_back(table.row_name(row));
    input.rows = Labels(labels);
    input.final_demand.values.resize(n, table.n_regions());
    for (Index region = 0; region < table.n_regions(); ++region) {
        input.final_demand.values.col(region) =
            table.final_demand.middleCols(region * n_categories, n_categories).rowwise().sum();
        input.final_demand.labels.push_back(table.region_table[static_cast<std::size_t>(region)].code);
    }

    // x = Z 1 + F 1
    Vector const sold = table.intermediate.rowwise().sum() + table.final_demand.rowwise().sum();
    Vector const output = table.declared_output.size() == n ? table.declared_output : sold;
    CountedFaults idle(input.origin, "nobody supplies it", "Give it an output, or take away what is bought from it.");
    for (Index row = 0; row < n; ++row)
        if (!(output(row) > 0.0) && (table.intermediate.row(row).cwiseAbs().sum() > 0.0 || sold(row) != 0.0))
            idle.add(fmt::format("{} is bought from and has an output of {:.6g}", input.rows[row], output(row)));
    FaultList faults;
    idle.finish(faults);
    faults.throw_if_any();

    // A = Z / x, column by column
    input.coefficients = std::move(table.intermediate);
    Vector const per_output = (output.array() > 0.0).select(output.array().max(1e-300).inverse(), 0.0);
    for (Index row = 0; row < n; ++row) input.coefficients.row(row).array() *= per_output.transpose().array();
    require_coefficients(input, options);
    return input;
}

LeontiefInput read_leontief_input(std::string const& base_or_file, LeontiefInputOptions const& options) {
    if (is_matrix_file(base_or_file)) {
        LeontiefInput input = input_of_file(base_or_file, options);
        require_coefficients(input, options);
        return input;
    }
    Base const base = read_base(base_or_file);
    require_room(base.origin, base.n_regions() * base.n_sectors(), options.memory_limit);
    if (!base.use_table) require_suppliers(base);
    return input_of_table(full_table(base), options);
}

RightHandSides choose_right_hand_sides(LeontiefInput const& input, std::string const& how, bool is_transposed) {
    Index const n = input.rows.size();
    bool const has_demand = input.final_demand.values.cols() > 0;
    std::string const wanted = !how.empty() ? how : has_demand && !is_transposed ? "final-demand" : "ones";
    if (wanted == "ones") return {Matrix::Ones(n, 1), {"ones"}};
    if (wanted == "value-added")
        return {(1.0 - input.coefficients.colwise().sum().array()).transpose(), {"value added"}};
    if (wanted == "final-demand" || wanted == "final-demand-by-region") {
        if (!has_demand)
            throw InputError({{input.origin},
                              "has no final demand",
                              "a matrix file may hold right-hand sides and need not",
                              "Give one with --rhs FILE, or --rhs ones."});
        if (wanted == "final-demand" && input.is_of_base)
            return {input.final_demand.values.rowwise().sum(), {"final demand"}};
        return input.final_demand;
    }
    std::error_code ignored;
    std::vector<std::string> const known{"final-demand", "final-demand-by-region", "value-added", "ones"};
    if (wanted.find_first_of("./") == std::string::npos && !std::filesystem::exists(wanted, ignored))
        throw InputError({{},
                          fmt::format("unknown right-hand side '{}'", wanted),
                          "it is no file and no name",
                          suggest_name(wanted, known)});
    return read_right_hand_sides(wanted, input.rows);
}

std::pair<Index, Index> parse_cell(std::string const& text, Labels const& rows) {
    auto const comma = text.find(',');
    if (comma == std::string::npos)
        throw InputError({{}, fmt::format("'{}' is no cell", text), "a cell is ROW,COLUMN", "Write both labels."});
    auto const find = [&](std::string const& label) {
        if (auto const at = rows.find(label)) return *at;
        std::string const near = nearest_name(label, rows.codes());
        throw InputError(
            {{},
             fmt::format("there is no row '{}'", label),
             {},
             near.empty() ? fmt::format("The first is '{}'.", rows[0]) : fmt::format("Did you mean '{}'?", near)});
    };
    return {find(text.substr(0, comma)), find(text.substr(comma + 1))};
}

LeontiefAnswer solve_leontief(LeontiefInput input, RightHandSides right_hand_sides, bool is_transposed,
                              std::vector<std::pair<Index, Index>> const& cells, LeontiefOptions options) {
    LeontiefAnswer answer;
    answer.name = input.name;
    answer.origin = input.origin;
    answer.unit = input.unit;
    answer.rows = std::move(input.rows);
    answer.is_transposed = is_transposed;
    answer.cells = cells;
    answer.right_hand_sides = std::move(right_hand_sides);
    options.block = input.block;
    options.expected_right_hand_sides = answer.right_hand_sides.values.cols() + static_cast<Index>(cells.size());
    options.name = [&answer](Index row) { return answer.rows[row]; };
    LeontiefSystem system(std::move(input.coefficients), options);
    answer.solution = is_transposed ? system.solve_transposed(answer.right_hand_sides.values)
                                    : system.solve(answer.right_hand_sides.values);
    answer.summary = system.summary();
    if (answer.summary.is_converged() && !cells.empty()) {
        answer.cell_values = system.inverse_elements(cells);
        if (!system.summary().is_converged()) answer.summary = system.summary();
    }
    return answer;
}

LabelledFile leontief_tables(LeontiefAnswer const& answer, std::string const& command_line) {
    LeontiefSummary const& summary = answer.summary;
    LabelledFile file;
    file.attributes = {{"format", std::string("desvio-leontief")},
                       {"version", std::int64_t{1}},
                       {"input", answer.name},
                       {"system", std::string(answer.is_transposed ? "(I - A)' x = f" : "(I - A) x = f")},
                       {"method", to_string(summary.method)},
                       {"method_reason", summary.reason},
                       {"residual", summary.residual},
                       {"condition", summary.condition},
                       {"desvio_version", std::string(version)},
                       {"git_commit", std::string(git_commit)},
                       {"compiler", std::string(compiler)},
                       {"command_line", command_line}};
    file.dimensions["row"] = {"row", answer.rows.codes(), "region and sector"};
    file.dimensions["right_hand_side"] = {"right_hand_side", answer.right_hand_sides.labels, "right-hand side"};
    std::string const unit = answer.unit.empty() ? "1" : answer.unit;
    auto const flat = [](RowMatrix const& matrix) {
        return std::vector<double>(matrix.data(), matrix.data() + matrix.size());
    };
    file.tables = {{"/leontief/solution", {"row", "right_hand_side"}, flat(answer.solution), unit, "solution x"},
                   {"/leontief/right_hand_sides",
                    {"row", "right_hand_side"},
                    flat(answer.right_hand_sides.values),
                    unit,
                    "right-hand sides f"}};
    if (answer.cells.empty()) return file;
    std::vector<std::string> names;
    for (auto const& [row, column] : answer.cells) names.push_back(answer.rows[row] + "," + answer.rows[column]);
    file.dimensions["cell"] = {"cell", names, "row and column of the inverse"};
    file.tables.push_back({"/inverse/value",
                           {"cell"},
                           std::vector<double>(answer.cell_values.begin(), answer.cell_values.end()),
                           "1",
                           "element of the inverse of I - A"});
    return file;
}

void write_leontief_input(LeontiefInput const& input, std::filesystem::path const& path) {
    MatrixFileHead head{input.rows.codes(), input.block, input.final_demand.labels, input.name, input.origin};
    MatrixFileWriter writer(path, head);
    writer.write_rows(0, input.rows.size(), input.coefficients.data());
    if (!head.right_hand_sides.empty()) {
        RowMatrix const sides = input.final_demand.values;
        writer.write_right_hand_sides(0, input.rows.size(), sides.data());
    }
    writer.commit();
}

}  // namespace desvio
