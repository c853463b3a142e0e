#include "tables/aggregate_use.hpp"

#include "desvio/params/use_table.hpp"
#include "tables/place.hpp"

#include <limits>

namespace desvio {

void aggregate_use(Base const& given, Merging const& regions, Merging const& sectors, Base& made) {
    IoTable const& table = *given.use_table;
    Index const n_sectors = given.n_sectors(), n_categories = table.n_categories();
    Index const n_new_rows = regions.size() * sectors.size();
    RowMatrix intermediate = RowMatrix::Zero(n_new_rows, n_new_rows);
    RowMatrix final_demand = RowMatrix::Zero(n_new_rows, regions.size() * n_categories);
    for (Index i = 0; i < given.n_regions(); ++i)
        for (Index j = 0; j < n_sectors; ++j) {
            Index const row = table.row(i, j);
            Index const new_i = regions.target[to_place(i)], new_j = sectors.target[to_place(j)];
            Index const new_row = new_i * sectors.size() + new_j;
            for (Index n = 0; n < given.n_regions(); ++n) {
                Index const new_n = regions.target[to_place(n)];
                double const dearer = (1.0 + given.tariff(j, n, i)) / (1.0 + made.tariff(new_j, new_n, new_i));
                for (Index k = 0; k < n_sectors; ++k)
                    intermediate(new_row, new_n * sectors.size() + sectors.target[to_place(k)]) +=
                        dearer * table.intermediate(row, n * n_sectors + k);
                final_demand.row(new_row).segment(new_n * n_categories, n_categories) +=
                    dearer * table.final_demand.row(row).segment(n * n_categories, n_categories);
            }
        }
    made.use_table = make_use_table(made, table.final_categories, std::move(intermediate), std::move(final_demand));
}

Matrix aggregated_jobs(Matrix const& jobs, Merging const& regions, Merging const& sectors, Matrix const& output,
                       Matrix const& new_output) {
    Matrix made = Matrix::Zero(sectors.size(), regions.size());
    for (Index n = 0; n < regions.size(); ++n)
        for (Index j = 0; j < sectors.size(); ++j) {
            auto const& old_n = regions.members[to_place(n)];
            auto const& old_j = sectors.members[to_place(j)];
            if (old_n.size() == 1 && old_j.size() == 1) {
                made(j, n) = jobs(old_j.front(), old_n.front());
                continue;
            }
            double persons = 0.0;
            for (Index const m : old_n)
                for (Index const k : old_j)
                    if (output(k, m) > 0.0) persons += jobs(k, m) * output(k, m);
            made(j, n) = new_output(j, n) > 0.0 ? persons / new_output(j, n) : std::numeric_limits<double>::quiet_NaN();
        }
    return made;
}

}  // namespace desvio
