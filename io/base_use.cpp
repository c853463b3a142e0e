#include "io/base_use.hpp"

#include "desvio/params/use_table.hpp"
#include "io/base_cells.hpp"
#include "io/csv.hpp"

#include <algorithm>
#include <limits>

namespace desvio {

namespace {

struct UseColumn {
    enum : std::size_t { exporter, input, importer, user, value };
};
constexpr std::size_t told_gaps = 20;
constexpr std::size_t told_repetitions = 20;  // each is looked for in the whole file
constexpr double small_use_table = 1e6;       // cells
constexpr double sparsest_use = 1e-3;         // bytes of use.csv for each cell of a larger table

CsvReader open_use(std::string const& text, std::string const& place) {
    CsvReader rows(text, place);
    rows.match_columns({"exporter", "input", "importer", "user", "value"});
    return rows;
}

class UseFile {
  public:
    UseFile(std::string text, std::string place, Base& base)
        : text_(std::move(text)),
          place_(std::move(place)),
          base_(base),
          exporters_(base.regions, "exporter"),
          importers_(base.regions, "importer"),
          inputs_(base.sectors, "input"),
          users_(base.sectors, "user") {}

    void read(FaultList& faults) {
        Index const n_rows = base_.n_regions() * base_.n_sectors();
        if (!can_hold(n_rows, n_rows, faults)) return;
        intermediate_ = RowMatrix::Zero(n_rows, n_rows);
        is_given_.assign(static_cast<std::size_t>(n_rows * n_rows), false);
        CsvReader rows = open_use(text_, place_);
        while (rows.next_row()) read_row(rows);
        bool const is_sound = !rows.has_faults();
        if (is_sound && can_hold(n_rows, n_final(), faults)) {
            add_final_demand(rows);
            if (!rows.has_faults()) finish(rows);
        }
        rows.finish(faults);
    }

  private:
    struct FinalCell {
        Index row, column, category;
        double value;
        std::size_t offset;
    };

    [[nodiscard]] Index n_final() const { return base_.n_regions() * static_cast<Index>(categories_.size()); }

    /// Labels cost little text and promise much memory.
    bool can_hold(Index n_rows, Index n_columns, FaultList& faults) const {
        double const n_cells = static_cast<double>(n_rows) * static_cast<double>(n_columns);
        if (n_cells <= small_use_table || n_cells * sparsest_use <= static_cast<double>(text_.size())) return true;
        faults.add({place_},
                   fmt::format("{} bytes cannot hold a table of {} x {} numbers", text_.size(), n_rows, n_columns),
                   "the labels promise more than there is", "The file may be cut off.");
        return false;
    }

    void read_row(CsvReader& rows) {
        Index const from = rows.label(UseColumn::exporter, exporters_);
        Index const what = rows.label(UseColumn::input, inputs_);
        Index const to = rows.label(UseColumn::importer, importers_);
        double const value = rows.number(UseColumn::value);
        std::string_view const code = rows.text(UseColumn::user);
        if (code.empty()) rows.fault(UseColumn::user, "the user is empty", "a flow has a user", "Write it.");
        if (from < 0 || what < 0 || to < 0 || code.empty()) return;
        Index const row = from * base_.n_sectors() + what;
        Index const user = users_.find(code);
        if (user < 0) {
            final_cells_.push_back({row, to, category_of(code), value, rows.row_offset()});
            return;
        }
        if (value < 0.0)
            rows.fault(UseColumn::value, fmt::format("negative input {}", value),
                       "a sector cannot buy less than nothing; only final users take out of stock",
                       "Book it as a sale the other way, or set it to 0.");
        Index const column = to * base_.n_sectors() + user;
        auto const cell = static_cast<std::size_t>(row * intermediate_.cols() + column);
        if (is_given_[cell]) refuse_twice(rows);
        is_given_[cell] = true;
        intermediate_(row, column) = value;
    }

    Index category_of(std::string_view code) {
        if (last_category_ < categories_.size() && categories_[last_category_] == code)
            return static_cast<Index>(last_category_);
        auto const at = std::find(categories_.begin(), categories_.end(), code);
        last_category_ = static_cast<std::size_t>(at - categories_.begin());
        if (at == categories_.end()) categories_.emplace_back(code);
        return static_cast<Index>(last_category_);
    }

    /// Says that the row being read repeats one before it.
    void refuse_twice(CsvReader& rows) {
        if (n_repeated_++ >= told_repetitions) return;
        std::string what;
        for (std::size_t const column : {UseColumn::exporter, UseColumn::input, UseColumn::importer, UseColumn::user})
            what += fmt::format("{}{} {}", what.empty() ? "" : ", ", use_column_names[column], rows.text(column));
        rows.refuse_repeated(find_row(rows.text(UseColumn::exporter), rows.text(UseColumn::input),
                                      rows.text(UseColumn::importer), rows.text(UseColumn::user)),
                             what);
    }

    /// Where the first row with these codes begins; of any exporter or user where none is given.
    [[nodiscard]] std::size_t find_row(std::string_view exporter, std::string_view input, std::string_view importer,
                                       std::string_view user) const {
        CsvReader rows = open_use(text_, place_);
        while (rows.next_row())
            if ((exporter.empty() || rows.text(UseColumn::exporter) == exporter) &&
                rows.text(UseColumn::input) == input && rows.text(UseColumn::importer) == importer &&
                (user.empty() || rows.text(UseColumn::user) == user))
                return rows.row_offset();
        return 0;
    }

    void add_final_demand(CsvReader& rows) {
        auto const n_categories = static_cast<Index>(categories_.size());
        final_demand_ = RowMatrix::Zero(intermediate_.rows(), n_final());
        is_given_.assign(static_cast<std::size_t>(final_demand_.size()), false);
        for (FinalCell const& cell : final_cells_) {
            Index const column = cell.column * n_categories + cell.category;
            auto const place = static_cast<std::size_t>(cell.row * final_demand_.cols() + column);
            if (is_given_[place] && n_repeated_++ < told_repetitions)
                rows.fault_at(cell.offset,
                              fmt::format("exporter {}, input {}, importer {}, user {} is given twice",
                                          base_.regions[cell.row / base_.n_sectors()],
                                          base_.sectors[cell.row % base_.n_sectors()], base_.regions[cell.column],
                                          categories_[static_cast<std::size_t>(cell.category)]),
                              {}, "Take one of the rows out.");
            is_given_[place] = true;
            final_demand_(cell.row, column) = cell.value;
        }
    }

    void finish(CsvReader& rows) {
        base_.use_table = make_use_table(base_, categories_, std::move(intermediate_), std::move(final_demand_));
        UseAgreement const agreement = compare_use_table(base_, told_gaps);
        for (UseGap const& gap : agreement.gaps) tell_gap(rows, gap);
        if (agreement.n_gaps > static_cast<Index>(agreement.gaps.size()))
            rows.fault_at(0, fmt::format("{} more sums do not agree",
                                         agreement.n_gaps - static_cast<Index>(agreement.gaps.size())));
    }

    void tell_gap(CsvReader& rows, UseGap const& gap) const {
        std::string const& good = base_.sectors[gap.sector];
        std::string const& importer = base_.regions[gap.importer];
        if (gap.what == UseGap::What::flow) {
            std::string const& exporter = base_.regions[gap.exporter];
            rows.fault_at(find_row(exporter, good, importer, {}),
                          fmt::format("the users of {} from {} in {} buy {:.12g} together, trade.csv says {:.12g}",
                                      good, exporter, importer, gap.of_users, gap.of_base),
                          "flows are the sums of the full table, within 1e-8", "Mend the one that is wrong.");
            return;
        }
        std::string list;
        for (std::string const& category : categories_) list += (list.empty() ? "" : ", ") + category;
        std::string const& user = base_.sectors[gap.user];
        rows.fault_at(find_row({}, good, importer, user),
                      fmt::format("{} in {} pays {:.12g} for {} with duty, io_coefficients.csv says {:.12g}", user,
                                  importer, gap.of_users, good, gap.of_base),
                      "input shares are what the full table's inputs cost, within 1e-8 of output",
                      fmt::format("Mend the one that is wrong. Final users are: {}.", list.empty() ? "none" : list));
    }

    static constexpr std::array<char const*, 4> use_column_names{"exporter", "input", "importer", "user"};

    std::string text_, place_;
    Base& base_;
    LabelCursor exporters_, importers_, inputs_, users_;
    RowMatrix intermediate_, final_demand_;
    std::vector<bool> is_given_;
    std::vector<std::string> categories_;
    std::size_t last_category_ = 0, n_repeated_ = 0;
    std::vector<FinalCell> final_cells_;
};

void append_use_row(std::string& out, std::string const& flow, std::string const& user, double value) {
    out += flow;
    append_csv_field(out, user);
    out += ',';
    append_number(out, value);
    out += '\n';
}

}  // namespace

void read_use(BaseFiles const& files, Base& base, FaultList& faults) {
    if (files.has(base_file::use)) UseFile(files.read(base_file::use), files.place(base_file::use), base).read(faults);
}

std::string write_use(Base const& base) {
    IoTable const& table = *base.use_table;
    Index const n_sectors = base.n_sectors(), n_categories = table.n_categories();
    std::string out = "exporter,input,importer,user,value\n";
    for (Index i = 0; i < base.n_regions(); ++i)
        for (Index j = 0; j < n_sectors; ++j)
            for (Index n = 0; n < base.n_regions(); ++n) {
                std::string const flow = fmt::format("{},{},{},", base.regions[i], base.sectors[j],
                                                     base.regions[n]);  // codes need no quotes
                auto const inputs = table.intermediate.row(table.row(i, j)).segment(n * n_sectors, n_sectors);
                for (Index k = 0; k < n_sectors; ++k)
                    if (inputs(k) != 0.0) append_use_row(out, flow, base.sectors[k], inputs(k));
                auto const final = table.final_demand.row(table.row(i, j)).segment(n * n_categories, n_categories);
                bool const is_first = i == 0 && j == 0 && n == 0;
                for (Index c = 0; c < n_categories; ++c)
                    if (is_first || final(c) != 0.0)
                        append_use_row(out, flow, table.final_categories[static_cast<std::size_t>(c)], final(c));
            }
    return out;
}

void read_jobs(BaseFiles const& files, Base& base, FaultList& faults) {
    if (!files.has(base_file::jobs)) return;
    std::string const text = files.read(base_file::jobs);
    CsvReader table(text, files.place(base_file::jobs));
    table.match_columns({"region", "sector", "value"});
    Matrix jobs = Matrix::Constant(base.n_sectors(), base.n_regions(), std::numeric_limits<double>::quiet_NaN());
    read_cells(
        table, CellAxes<2>{LabelCursor(base.regions, "region"), LabelCursor(base.sectors, "sector")},
        [&](auto const&) {
            double const value = table.number(2);
            if (value < 0.0)
                table.fault(2, fmt::format("negative jobs {}", value), "jobs are persons per million of gross output",
                            "Leave the row out where nothing is known.");
            return value;
        },
        [&](auto const& at, double value) { jobs(at[1], at[0]) = value; });
    table.finish(faults);
    base.jobs_per_output = std::move(jobs);
}

}  // namespace desvio
