#include "desvio/params/schedule.hpp"
#include "desvio/params/shock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace desvio {
namespace {

bool overlap_in_time(DatedMeasure const& a, DatedMeasure const& b) {
    bool const a_ends_first = a.end && b.start && *a.end < *b.start;
    bool const b_ends_first = b.end && a.start && *b.end < *a.start;
    return !a_ends_first && !b_ends_first;
}

/// The first code that two sorted lists share.
std::optional<Index> first_shared(std::vector<Index> const& a, std::vector<Index> const& b) {
    std::vector<Index> shared;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
    if (shared.empty()) return std::nullopt;
    return shared.front();
}

constexpr char const* everybody = "*";

}  // namespace

TiedSchedule::TiedSchedule(Schedule const& schedule, Base const& base, FaultList& faults)
    : schedule_(&schedule), base_(&base) {
    std::size_t const faults_before = faults.size();
    Selector const named{{{schedule.importer, schedule.importer_where}}, schedule.importer_where};
    auto const importers = select_regions(named, base, faults);
    if (importers.size() > 1)
        faults.add(schedule.importer_where, fmt::format("'{}' names {} regions", schedule.importer, importers.size()),
                   "a schedule is of one importer", "Name one region.");
    if (!importers.empty()) importer_ = importers.front();
    tie_sectors(faults);
    if (faults.size() > faults_before) return;
    tie_cells(faults);
    tie_measures(faults);
    refuse_overlaps(faults);
}

void TiedSchedule::tie_sectors(FaultList& faults) {
    std::vector<std::string> order;
    if (schedule_->sectors.empty()) {
        order = base_->sectors.codes();
        for (Index j = 0; j < base_->n_sectors(); ++j) targets_.push_back({{j, 1.0}});
    } else {
        try {
            auto const spread_over = spread_codes(schedule_->concordance, sector_axis(*base_));
            for (ConcordanceRow const& row : schedule_->concordance.rows)
                if (std::find(order.begin(), order.end(), row.from) == order.end()) order.push_back(row.from);
            for (std::string const& code : order) targets_.push_back(spread_over.at(code));
        } catch (InputError const& error) {
            for (Fault const& fault : error.faults()) faults.add(fault.where, fault.problem, fault.why, fault.remedy);
            return;
        }
    }
    // "@MET" names the codes that go to MET; goods are what goes to goods only.
    for (std::size_t g = 0; g < order.size(); ++g) {
        Sector sector{order[g], order[g], SectorKind::goods, {}, {}};
        for (WeightedTarget const& target : targets_[g]) {
            sector.groups.push_back(base_->sectors[target.to]);
            if (base_->sector_table[static_cast<std::size_t>(target.to)].kind == SectorKind::services)
                sector.kind = SectorKind::services;
        }
        codes_.sector_table.push_back(std::move(sector));
    }
    codes_.index_labels();
}

void TiedSchedule::tie_cells(FaultList& faults) {
    Index const n_own = codes_.n_sectors(), n_partners = base_->n_regions();
    row_.setConstant(n_own, n_partners, -1);
    common_row_.assign(static_cast<std::size_t>(n_own), -1);
    std::set<std::string> refused;
    auto const find = [&](Labels const& labels, std::string const& code, char const* noun,
                          SourceLocation const& where) {
        auto const at = labels.find(code);
        // One line a code: a table of another base's codes would fill pages.
        if (!at && refused.insert(fmt::format("{} {}", noun, code)).second)
            faults.add(where, fmt::format("unknown {} '{}'", noun, code),
                       fmt::format("{} has no such code", std::string(noun) == "sector" ? "the schedule" : "the base"),
                       suggest_name(code, labels.codes()));
        return at;
    };
    for (std::size_t k = 0; k < schedule_->cells.rows.size(); ++k) {
        auto const& row = schedule_->cells.rows[k];
        auto const sector = find(codes_.sectors, row.sector, "sector", row.where);
        bool const is_common = row.partner == everybody;
        auto const partner =
            is_common ? std::optional<Index>(0) : find(base_->regions, row.partner, "region", row.where);
        if (!sector || !partner) continue;
        int& at = is_common ? common_row_[static_cast<std::size_t>(*sector)] : row_(*sector, *partner);
        if (at >= 0)
            faults.add(
                row.where, fmt::format("{} from {} is given twice", row.sector, row.partner),
                fmt::format("line {} gives it too", schedule_->cells.rows[static_cast<std::size_t>(at)].where.line),
                "Keep one of the rows.");
        at = static_cast<int>(k);
    }
    auto const column = schedule_->cells.find_column("weight");
    weight_ = Matrix::Ones(n_own, n_partners);
    if (!column) return;
    for (Index g = 0; g < n_own; ++g)
        for (Index i = 0; i < n_partners; ++i) weight_(g, i) = value(*column, g, i);
}

void TiedSchedule::tie_measures(FaultList& faults) {
    auto const place_of = [&](std::string const& authority) {
        std::size_t at = 0;
        while (at < schedule_->authorities.size() && schedule_->authorities[at].name != authority) ++at;
        return at;
    };
    for (DatedMeasure const& measure : schedule_->measures) {
        Reach reach;
        reach.partners = select_regions(measure.partner, *base_, faults);
        std::erase(reach.partners, importer_);
        reach.sectors = select_sectors(measure.sector, codes_, faults);
        reach.rates = schedule_->cells.find_column(measure.rates);
        reach.exempt = schedule_->cells.find_column(measure.exempt);
        reach.covered = schedule_->cells.find_column(measure.covered);
        reach.authority = place_of(measure.authority);
        for (SelectorTerm const& other : measure.in_lieu_of) reach.in_lieu_of.push_back(place_of(other.text));
        reach_.push_back(std::move(reach));
    }
}

void TiedSchedule::refuse_overlaps(FaultList& faults) const {
    for (std::size_t b = 0; b < reach_.size(); ++b) {
        DatedMeasure const& later = schedule_->measures[b];
        for (std::size_t a = 0; a < b; ++a) {
            DatedMeasure const& earlier = schedule_->measures[a];
            if (reach_[a].authority != reach_[b].authority || !earlier.is_replacing() || !later.is_replacing())
                continue;
            auto const partner = first_shared(reach_[a].partners, reach_[b].partners);
            auto const sector = first_shared(reach_[a].sectors, reach_[b].sectors);
            if (!partner || !sector || !overlap_in_time(earlier, later)) continue;
            faults.add(
                later.where,
                fmt::format("'{}' and '{}' (line {}) both replace the duty of {} on {} from {}", later.id, earlier.id,
                            earlier.where.line, later.authority, codes_.sectors[*sector], base_->regions[*partner]),
                "both are in force on some day, and it is not clear which holds",
                "End the first on the day before, or let one of them add.");
            break;
        }
    }
}

double TiedSchedule::value(std::size_t column, Index sector, Index partner) const {
    int const own = row_(sector, partner);
    int const row = own >= 0 ? own : common_row_[static_cast<std::size_t>(sector)];
    return row < 0 ? 0.0 : schedule_->cells.rows[static_cast<std::size_t>(row)].values[column];
}

/// sum_g w[g] x[g] / sum_g w[g] over the own sectors of each sector; plain means where the weights are all 0.
Matrix TiedSchedule::spread(Matrix const& by_own_sector) const {
    Matrix const shape = Matrix::Zero(base_->n_sectors(), base_->n_regions());
    Matrix sum = shape, weight = shape, plain = shape, count = shape;
    for (Index g = 0; g < by_own_sector.rows(); ++g) {
        for (WeightedTarget const& target : targets_[static_cast<std::size_t>(g)]) {
            auto const w = (weight_.row(g) * target.weight).eval();
            sum.row(target.to) += w.cwiseProduct(by_own_sector.row(g));
            weight.row(target.to) += w;
            plain.row(target.to) += target.weight * by_own_sector.row(g);
            count.row(target.to).array() += target.weight;
        }
    }
    return (weight.array() > 0.0)
        .select(sum.array() / weight.array().max(1e-300), plain.array() / count.array().max(1e-300));
}

void TiedSchedule::add_share(std::size_t measure, std::vector<Matrix>& shares, std::vector<bool> const& is_acting,
                             std::vector<bool>& is_done) const {
    if (is_done[measure]) return;
    is_done[measure] = true;
    Reach const& reach = reach_[measure];
    Matrix share = Matrix::Zero(codes_.n_sectors(), base_->n_regions());
    for (Index const g : reach.sectors) {
        for (Index const i : reach.partners) {
            double reached = 1.0 - schedule_->measures[measure].exempt_share;
            if (reach.exempt) reached = 1.0 - value(*reach.exempt, g, i);
            if (reach.covered) reached = value(*reach.covered, g, i);
            share(g, i) = reached;
        }
    }
    // s = (1 - e) prod_k (1 - s_k)
    for (std::size_t k = 0; k < reach_.size(); ++k) {
        auto const& others = reach_[k].in_lieu_of;
        if (!is_acting[k] || std::find(others.begin(), others.end(), reach.authority) == others.end()) continue;
        add_share(k, shares, is_acting, is_done);
        share.array() *= 1.0 - shares[k].array();
    }
    shares[measure] = std::move(share);
}

std::vector<Matrix> TiedSchedule::shares_on(Date date, std::vector<bool> const& held) const {
    std::vector<bool> is_acting(reach_.size()), is_done(reach_.size());
    for (std::size_t k = 0; k < reach_.size(); ++k)
        is_acting[k] = schedule_->measures[k].is_in_force(date) && (held.empty() || held[reach_[k].authority]);
    std::vector<Matrix> shares(reach_.size());
    for (std::size_t k = 0; k < reach_.size(); ++k)
        if (is_acting[k]) add_share(k, shares, is_acting, is_done);
    return shares;
}

Matrix TiedSchedule::stacked(Matrix const& so_far, std::size_t measure, Matrix const& share,
                             Matrix const& ordinary) const {
    DatedMeasure const& rule = schedule_->measures[measure];
    Reach const& reach = reach_[measure];
    Matrix duty = so_far;
    for (Index const g : reach.sectors) {
        for (Index const i : reach.partners) {
            double const s = share(g, i), rate = reach.rates ? value(*reach.rates, g, i) : rule.rate;
            double& d = duty(g, i);
            if (rule.stack == Stacking::replace) d = s * rate;
            if (rule.stack == Stacking::add) d += s * rate;
            if (rule.stack == Stacking::max) d = (1.0 - s) * d + s * std::max(d, rate);
            if (rule.stack == Stacking::floor) d = s * std::max(0.0, rate - ordinary(g, i));
        }
    }
    return duty;
}

DutiesOnDate TiedSchedule::on(Date date, std::vector<bool> const& held) const {
    Index const n_own = codes_.n_sectors(), n_partners = base_->n_regions();
    Matrix const none = Matrix::Zero(n_own, n_partners);
    DutiesOnDate answer;
    answer.importer = importer_;
    answer.base = Matrix(base_->n_sectors(), n_partners);
    for (Index j = 0; j < base_->n_sectors(); ++j) answer.base.row(j) = base_->tariff.slice(j).row(importer_);

    // The duty of a base's sector as each of the schedule's sees it.
    auto const as_own = [&](Matrix const& by_sector) {
        Matrix own = none;
        for (Index g = 0; g < n_own; ++g) {
            double weight = 0.0;
            for (WeightedTarget const& target : targets_[static_cast<std::size_t>(g)]) {
                own.row(g) += target.weight * by_sector.row(target.to);
                weight += target.weight;
            }
            own.row(g) /= weight;
        }
        return own;
    };
    std::size_t const n_authorities = schedule_->authorities.size();
    std::vector<Matrix> held_before(n_authorities, Matrix::Zero(base_->n_sectors(), n_partners));
    Matrix ordinary = answer.base;
    if (schedule_->reference) {
        auto const shares = shares_on(*schedule_->reference, held);
        std::vector<Matrix> laid(n_authorities, none);
        Matrix const own = as_own(answer.base);
        for (std::size_t k = 0; k < reach_.size(); ++k)
            if (shares[k].size() > 0) laid[reach_[k].authority] = stacked(laid[reach_[k].authority], k, shares[k], own);
        for (std::size_t a = 0; a < n_authorities; ++a) {
            held_before[a] = spread(laid[a]);
            ordinary -= held_before[a];
        }
        ordinary = ordinary.cwiseMax(0.0);
    }
    Matrix const own_ordinary = as_own(ordinary);
    Matrix const lowest = answer.base.cwiseMin(0.0);
    auto const shares = shares_on(date, held);
    Matrix total = answer.base;
    for (std::size_t a = 0; a < n_authorities; ++a) {
        Matrix const before_authority = total;
        Matrix laid = none;
        bool is_any = false;
        for (std::size_t k = 0; k < reach_.size(); ++k) {
            if (reach_[k].authority != a || shares[k].size() == 0) continue;
            is_any = true;
            laid = stacked(laid, k, shares[k], own_ordinary);
            // The change first: what holds on both days must leave every bit as it was.
            Matrix const after = before_authority + (spread(laid) - held_before[a]);
            answer.steps.push_back({k, a, spread(shares[k]), total.cwiseMax(lowest), after.cwiseMax(lowest)});
            total = after;
        }
        if (is_any || held_before[a].isZero(0.0)) continue;
        Matrix const after = total - held_before[a];
        answer.steps.push_back({std::nullopt, a, Matrix(), total.cwiseMax(lowest), after.cwiseMax(lowest)});
        total = after;
    }
    answer.duty = total.cwiseMax(lowest);
    answer.duty.col(importer_).setZero();
    return answer;
}

}  // namespace desvio
