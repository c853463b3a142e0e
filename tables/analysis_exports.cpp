#include "desvio/tables/analysis_exports.hpp"

#include <limits>

namespace desvio {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

/// The figures of region s as a column.
Vector part(Chain const& chain, Vector const& values, Index s) {
    return values.segment(s * chain.n_sectors(), chain.n_sectors());
}

/// E^: exports of every region by sector, a column a region.
Matrix exports_by_region(Chain const& chain) {
    Vector const total = chain.exports.rowwise().sum();
    std::vector<Vector> columns;
    for (Index s = 0; s < chain.n_regions(); ++s) columns.emplace_back(part(chain, total, s));
    return chain.stacked(columns);
}

/// What a unit of each sector's exports holds: rows of the content tables.
struct Content {
    Vector once;          ///< (w' l)[s]
    Vector domestic;      ///< (w'L[s,s])
    Vector foreign_once;  ///< 1' L[s,s]^-1 l - w' l
    Vector mix;           ///< L[s,s]^-1 l E_s: exports without what has left before, as a column
};

Content content_of(Chain& chain, Index s) {
    Matrix const& block = chain.inverse_blocks()[static_cast<std::size_t>(s)];
    Vector const w = part(chain, chain.income_share, s);
    Eigen::PartialPivLU<Matrix> const factors(block);
    Vector const ones = Vector::Ones(chain.n_sectors());
    Content content;
    content.once = chain.solve_local_transposed(s, w);
    content.domestic = block.transpose() * w;
    // 1' L[s,s]^-1 (I - A[s,s])^-1
    content.foreign_once = chain.solve_local_transposed(s, factors.transpose().solve(ones)) - content.once;
    content.mix = factors.solve(chain.solve_local(s, part(chain, chain.exports.rowwise().sum(), s)));
    return content;
}

ExportParts zero_parts(Chain const& chain) {
    Matrix const zero = Matrix::Zero(chain.size(), chain.n_regions());
    return {chain.exports, zero, zero, zero, zero, zero, zero};
}

/// direct[s,r] = (w' l) (F[s,r] + A[s,r] (I - A[r,r])^-1 F[r,r])
void add_direct(Chain const& chain, ExportParts& parts) {
    Index const n_sectors = chain.n_sectors();
    for (Index r = 0; r < chain.n_regions(); ++r) {
        Vector const home = chain.solve_local(r, part(chain, chain.final_demand.col(r), r));
        for (Index s = 0; s < chain.n_regions(); ++s) {
            if (s == r) continue;
            Vector const once = chain.solve_local_transposed(s, part(chain, chain.income_share, s));
            Vector const sold = part(chain, chain.final_demand.col(r), s) + chain.coefficients(s, r) * home;
            parts.direct.col(r).segment(s * n_sectors, n_sectors) = once.cwiseProduct(sold);
        }
    }
}

}  // namespace

ValueAddedTrade find_value_added_trade(Chain& chain) {
    Index const n_regions = chain.n_regions(), n_sectors = chain.n_sectors();
    ValueAddedTrade found;
    found.in_exports = chain.income_share.asDiagonal() * chain.solve(exports_by_region(chain));
    found.in_final_demand = chain.income_share.asDiagonal() * chain.induced_output();
    Matrix const& content = chain.income_by_origin();
    found.by_partner = Matrix::Zero(n_regions, n_regions * n_regions);
    for (Index s = 0; s < n_regions; ++s)
        found.by_partner.middleCols(s * n_regions, n_regions) =
            content.middleRows(s * n_sectors, n_sectors).transpose() *
            chain.exports.middleRows(s * n_sectors, n_sectors);
    found.vax.resize(n_regions, n_regions);
    found.vax_ratio.resize(n_regions, n_regions);
    found.vax_ratio_total.resize(n_regions);
    for (Index i = 0; i < n_regions; ++i) {
        found.vax.row(i) = found.in_final_demand.middleRows(i * n_sectors, n_sectors).colwise().sum();
        found.vax(i, i) = 0.0;
        Eigen::RowVectorXd const gross = chain.exports.middleRows(i * n_sectors, n_sectors).colwise().sum();
        found.vax_ratio.row(i) = (gross.array() > 0.0).select(found.vax.row(i).array() / gross.array(), not_defined);
        found.vax_ratio_total(i) = gross.sum() > 0.0 ? found.vax.row(i).sum() / gross.sum() : not_defined;
    }
    return found;
}

ExportParts source_based_parts(Chain& chain) {
    Index const n_regions = chain.n_regions(), n_sectors = chain.n_sectors();
    ExportParts parts = zero_parts(chain);
    Matrix const& induced = chain.induced_output();  // X^m, a column a region
    for (Index s = 0; s < n_regions; ++s) {
        Content const content = content_of(chain, s);
        Index const at = s * n_sectors;
        for (Index r = 0; r < n_regions; ++r) {
            if (r == s) continue;
            auto const gross = chain.exports.col(r).segment(at, n_sectors);
            Vector const domestic = content.once.cwiseProduct(gross);
            // returned: A[s,r] X^s[r]
            Vector const home = chain.coefficients(s, r) * induced.col(s).segment(r * n_sectors, n_sectors);
            parts.returned.col(r).segment(at, n_sectors) = content.once.cwiseProduct(home);
            parts.absorbed_abroad.col(r).segment(at, n_sectors) = domestic - content.once.cwiseProduct(home);
            parts.domestic_double.col(r).segment(at, n_sectors) = (content.domestic - content.once).cwiseProduct(gross);
            parts.foreign.col(r).segment(at, n_sectors) = content.foreign_once.cwiseProduct(gross);
            Vector const foreign_twice = Vector::Ones(n_sectors) - content.domestic - content.foreign_once;
            parts.foreign_double.col(r).segment(at, n_sectors) = foreign_twice.cwiseProduct(gross);
        }
    }
    add_direct(chain, parts);
    return parts;
}

ExportParts sink_based_parts(Chain& chain) {
    Index const n_regions = chain.n_regions(), n_sectors = chain.n_sectors();
    ExportParts parts = zero_parts(chain);
    Matrix const& induced = chain.induced_output();
    std::vector<Content> contents;
    std::vector<Vector> mix, mix_home;
    for (Index s = 0; s < n_regions; ++s) {
        contents.push_back(content_of(chain, s));
        mix.push_back(contents.back().mix);
        // E^s_s: exports of s that its own final demand calls forth, sum_{r != s} A[s,r] X^s[r]
        Vector away = induced.col(s);
        away.segment(s * n_sectors, n_sectors).setZero();
        Vector const own = chain.inputs_from(s, away);
        Matrix const& block = chain.inverse_blocks()[static_cast<std::size_t>(s)];
        mix_home.emplace_back(Eigen::PartialPivLU<Matrix>(block).solve(chain.solve_local(s, own)));
    }
    // L~[.,s] E_s = L[.,s] L[s,s]^-1 (I - A[s,s])^-1 E_s
    Matrix const again = chain.solve(chain.stacked(mix));
    Matrix const again_home = chain.solve(chain.stacked(mix_home));
    for (Index s = 0; s < n_regions; ++s) {
        Index const at = s * n_sectors;
        Vector const& domestic = contents[static_cast<std::size_t>(s)].domestic;
        Vector const foreign = Vector::Ones(n_sectors) - domestic;
        for (Index r = 0; r < n_regions; ++r) {
            if (r == s) continue;
            Index const there = r * n_sectors;
            Matrix const use = chain.coefficients(s, r);
            Vector const twice = use * again.col(s).segment(there, n_sectors);
            Vector const home = use * (induced.col(s) - again_home.col(s)).segment(there, n_sectors);
            Vector const once = chain.exports.col(r).segment(at, n_sectors) - twice;
            parts.returned.col(r).segment(at, n_sectors) = domestic.cwiseProduct(home);
            parts.absorbed_abroad.col(r).segment(at, n_sectors) = domestic.cwiseProduct(once - home);
            parts.domestic_double.col(r).segment(at, n_sectors) = domestic.cwiseProduct(twice);
            parts.foreign.col(r).segment(at, n_sectors) = foreign.cwiseProduct(once);
            parts.foreign_double.col(r).segment(at, n_sectors) = foreign.cwiseProduct(twice);
        }
    }
    add_direct(chain, parts);
    return parts;
}

std::vector<std::string> koopman_wang_wei_names() {
    return {"domestic_final", "domestic_direct_importer", "domestic_third_country",
            "returned_final", "returned_inputs",          "domestic_double",
            "foreign_final",  "foreign_inputs",           "foreign_double"};
}

Matrix koopman_wang_wei(Chain& chain) {
    Index const n_regions = chain.n_regions(), n_sectors = chain.n_sectors();
    Matrix const& content = chain.income_by_origin();  // (V L)[b,s]
    Vector const exports = chain.exports.rowwise().sum();
    Matrix terms = Matrix::Zero(n_regions, 9);
    // (I - A[r,r])^-1 F[r,r] and (I - A[r,r])^-1 E_r of every r
    Matrix home(chain.size(), 2);
    for (Index r = 0; r < n_regions; ++r) {
        Matrix both(n_sectors, 2);
        both << part(chain, chain.final_demand.col(r), r), part(chain, exports, r);
        home.middleRows(r * n_sectors, n_sectors) = chain.solve_local(r, both);
    }
    for (Index s = 0; s < n_regions; ++s) {
        Index const at = s * n_sectors;
        Vector const domestic = content.col(s).segment(at, n_sectors);
        Vector const foreign = Vector::Ones(n_sectors) - domestic;
        Vector const w = part(chain, chain.income_share, s);
        // V L[s,s] - V (I - A[s,s])^-1 = V sum_{r != s} L[s,r] A[r,s] (I - A[s,s])^-1
        Vector const twice = domestic - chain.solve_local_transposed(s, w);
        for (Index r = 0; r < n_regions; ++r) {
            if (r == s) continue;
            Vector const there = content.col(s).segment(r * n_sectors, n_sectors);
            Vector const sold = part(chain, chain.final_demand.col(r), s);
            double const local = there.dot(part(chain, chain.final_demand.col(r), r));
            double const back = there.dot(part(chain, chain.final_demand.col(s), r));
            double const all = there.dot(part(chain, chain.final_demand.rowwise().sum(), r));
            terms(s, 0) += domestic.dot(sold);
            terms(s, 1) += local;
            terms(s, 2) += all - local - back;
            terms(s, 3) += back;
            terms(s, 6) += foreign.dot(sold);
            Matrix const used = chain.coefficients(s, r) * home.middleRows(r * n_sectors, n_sectors);
            terms(s, 7) += foreign.dot(used.col(0));
            terms(s, 8) += foreign.dot(used.col(1));
        }
        terms(s, 4) = twice.dot(part(chain, chain.final_demand.col(s), s));
        terms(s, 5) = twice.dot(part(chain, exports, s));
    }
    return terms;
}

}  // namespace desvio
