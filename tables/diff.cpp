#include "desvio/tables/diff.hpp"

#include "desvio/params/io_table.hpp"
#include "tables/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace desvio {
namespace {

bool same_bits(double a, double b) {
    // 0 and -0 are one number; NaN stands for "not given" whatever its bits.
    if (a == b || (std::isnan(a) && std::isnan(b))) return true;
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Gathers the cells of one quantity and keeps the largest.
class Gatherer {
  public:
    Gatherer(std::string quantity, std::string unit, std::size_t top) : top_(top) {
        diff_.quantity = std::move(quantity);
        diff_.unit = std::move(unit);
    }
    void see(double before, double after, auto const& where) {
        ++diff_.compared;
        diff_.total_before += std::isnan(before) ? 0.0 : before;
        diff_.total_after += std::isnan(after) ? 0.0 : after;
        if (same_bits(before, after)) return;
        ++diff_.differing;
        CellDifference cell{{}, before, after};
        diff_.largest_absolute = std::max(diff_.largest_absolute, cell.absolute());
        diff_.largest_relative = std::max(diff_.largest_relative, cell.relative());
        bool const is_kept =
            diff_.largest.size() < top_ || (top_ > 0 && cell.absolute() > diff_.largest.back().absolute());
        if (!is_kept) return;
        cell.where = where();
        auto const place = std::find_if(diff_.largest.begin(), diff_.largest.end(), [&](CellDifference const& other) {
            return other.absolute() < cell.absolute();
        });
        diff_.largest.insert(place, std::move(cell));
        if (diff_.largest.size() > top_) diff_.largest.pop_back();
    }
    [[nodiscard]] QuantityDiff result() { return std::move(diff_); }

  private:
    QuantityDiff diff_;
    std::size_t top_;
};

/// Places of the codes that both axes have.
using Common = std::vector<std::pair<Index, Index>>;

Common common_codes(Labels const& before, Labels const& after) {
    Common common;
    for (Index k = 0; k < before.size(); ++k)
        if (auto const other = after.find(before[k])) common.emplace_back(k, *other);
    return common;
}

class Differ {
  public:
    Differ(Base const& before, Base const& after, std::size_t top)
        : before_(before),
          after_(after),
          top_(top),
          regions_(common_codes(before.regions, after.regions)),
          sectors_(common_codes(before.sectors, after.sectors)) {}

    BaseDiff diff() {
        compare_manifest();
        compare_tables();
        compare_flows("trade", "million", before_.trade, after_.trade);
        compare_flows("duty", "fraction", before_.tariff, after_.tariff);
        compare_shares();
        compare_elasticities();
        compare_declared("declared value added", "share of output", before_.value_added_share,
                         after_.value_added_share);
        compare_declared("declared final demand", "million", before_.final_demand, after_.final_demand);
        compare_declared("jobs", "persons per million of output", before_.jobs_per_output, after_.jobs_per_output);
        compare_use();
        return std::move(diff_);
    }

  private:
    void say_text(std::string const& what, std::string const& before, std::string const& after) {
        if (before != after) diff_.texts.push_back(fmt::format("{}: '{}' and '{}'", what, before, after));
    }

    void compare_manifest() {
        say_text("name", before_.name, after_.name);
        say_text("title", before_.title, after_.title);
        say_text("year", fmt::format("{}", before_.year), fmt::format("{}", after_.year));
        say_text("currency", before_.currency, after_.currency);
        say_text("unit", before_.unit, after_.unit);
        say_text("source", before_.source, after_.source);
        say_text("licence", before_.licence, after_.licence);
    }

    void say_lacking(Base const& holder, Labels const& other, bool is_region, char const* side) {
        Labels const& labels = is_region ? holder.regions : holder.sectors;
        for (Index k = 0; k < labels.size(); ++k) {
            if (other.find(labels[k])) continue;
            double carried = 0.0;
            for (Index j = 0; j < holder.n_sectors(); ++j) {
                auto const flows = holder.trade.slice(j);
                if (is_region)
                    carried += flows.row(k).sum() + flows.col(k).sum() - flows(k, k);
                else if (j == k)
                    carried = flows.sum();
            }
            diff_.texts.push_back(fmt::format("{} {} is only in the {} base; flows of {:.6g} million",
                                              is_region ? "region" : "sector", labels[k], side, carried));
        }
    }

    void compare_tables() {
        say_lacking(before_, after_.regions, true, "first");
        say_lacking(after_, before_.regions, true, "second");
        say_lacking(before_, after_.sectors, false, "first");
        say_lacking(after_, before_.sectors, false, "second");
        for (auto const& [k, l] : regions_)
            compare_entries("region " + before_.regions[k], before_.region_table[to_place(k)],
                            after_.region_table[to_place(l)]);
        for (auto const& [k, l] : sectors_) {
            Sector const& before = before_.sector_table[to_place(k)];
            Sector const& after = after_.sector_table[to_place(l)];
            std::string const what = "sector " + before.code;
            compare_entries(what, before, after);
            say_text("isic of " + what, before.isic, after.isic);
            auto const kind = [](Sector const& sector) {
                return sector.kind == SectorKind::goods ? "goods" : "services";
            };
            say_text("kind of " + what, kind(before), kind(after));
        }
    }

    void compare_entries(std::string const& what, auto const& before, auto const& after) {
        say_text("name of " + what, before.name, after.name);
        auto const listed = [](std::vector<std::string> groups) {
            std::sort(groups.begin(), groups.end());
            std::string all;
            for (std::string const& group : groups) all += (all.empty() ? "" : ";") + group;
            return all;
        };
        say_text("groups of " + what, listed(before.groups), listed(after.groups));
    }

    void compare_flows(char const* quantity, char const* unit, Tensor3 const& before, Tensor3 const& after) {
        Gatherer gatherer(quantity, unit, top_);
        for (auto const& [j, other_j] : sectors_)
            for (auto const& [n, other_n] : regions_)
                for (auto const& [i, other_i] : regions_)
                    gatherer.see(before(j, n, i), after(other_j, other_n, other_i), [&, j = j, n = n, i = i] {
                        return fmt::format("{} from {} to {}", before_.sectors[j], before_.regions[i],
                                           before_.regions[n]);
                    });
        diff_.quantities.push_back(gatherer.result());
    }

    void compare_shares() {
        Gatherer gatherer("input share", "fraction of output", top_);
        for (auto const& [n, other_n] : regions_)
            for (auto const& [k, other_k] : sectors_)
                for (auto const& [j, other_j] : sectors_)
                    gatherer.see(before_.input_share(n, k, j), after_.input_share(other_n, other_k, other_j),
                                 [&, n = n, k = k, j = j] {
                                     return fmt::format("{} used by {} in {}", before_.sectors[k], before_.sectors[j],
                                                        before_.regions[n]);
                                 });
        diff_.quantities.push_back(gatherer.result());
    }

    void compare_elasticities() {
        auto const find = [](Base const& base, std::string const& name) -> ElasticitySet const* {
            for (ElasticitySet const& set : base.elasticities)
                if (set.name == name) return &set;
            return nullptr;
        };
        for (ElasticitySet const& set : after_.elasticities)
            if (find(before_, set.name) == nullptr)
                diff_.texts.push_back(fmt::format("elasticity set '{}' is only in the second base", set.name));
        for (ElasticitySet const& set : before_.elasticities) {
            ElasticitySet const* const other = find(after_, set.name);
            if (other == nullptr) {
                diff_.texts.push_back(fmt::format("elasticity set '{}' is only in the first base", set.name));
                continue;
            }
            Gatherer theta(fmt::format("elasticity ({})", set.name), "theta", top_);
            Gatherer error(fmt::format("standard error ({})", set.name), "theta", top_);
            for (auto const& [j, other_j] : sectors_) {
                auto const where = [&, j = j] { return before_.sectors[j]; };
                theta.see(set.theta(j), other->theta(other_j), where);
                error.see(set.standard_error(j), other->standard_error(other_j), where);
                say_text(fmt::format("source of {} ({})", before_.sectors[j], set.name), set.source[to_place(j)],
                         other->source[to_place(other_j)]);
            }
            diff_.quantities.push_back(theta.result());
            diff_.quantities.push_back(error.result());
        }
    }

    void compare_declared(char const* quantity, char const* unit, std::optional<Matrix> const& before,
                          std::optional<Matrix> const& after) {
        if (!before && !after) return;
        constexpr double absent = std::numeric_limits<double>::quiet_NaN();
        Gatherer gatherer(quantity, unit, top_);
        for (auto const& [n, other_n] : regions_)
            for (auto const& [j, other_j] : sectors_)
                gatherer.see(before ? (*before)(j, n) : absent, after ? (*after)(other_j, other_n) : absent,
                             [&, n = n, j = j] { return before_.sectors[j] + " in " + before_.regions[n]; });
        diff_.quantities.push_back(gatherer.result());
    }

    void compare_use() {
        if (!before_.use_table && !after_.use_table) return;
        if (!before_.use_table || !after_.use_table) {
            diff_.texts.push_back(
                fmt::format("a full table is only in the {} base", before_.use_table ? "first" : "second"));
            return;
        }
        IoTable const& before = *before_.use_table;
        IoTable const& after = *after_.use_table;
        Labels const categories(before.final_categories), other_categories(after.final_categories);
        for (std::string const& one : before.final_categories)
            if (!other_categories.find(one))
                diff_.texts.push_back(fmt::format("final category '{}' is only in the first base", one));
        for (std::string const& one : after.final_categories)
            if (!categories.find(one))
                diff_.texts.push_back(fmt::format("final category '{}' is only in the second base", one));
        compare_cells("input of the full table", before, after, before.intermediate, after.intermediate, sectors_,
                      before_.sectors, after_.sectors);
        compare_cells("final use of the full table", before, after, before.final_demand, after.final_demand,
                      common_codes(categories, other_categories), categories, other_categories);
    }

    /// One block of the full tables: rows (exporter, input), columns (importer, user).
    void compare_cells(char const* quantity, IoTable const& before, IoTable const& after, RowMatrix const& first,
                       RowMatrix const& second, Common const& common_users, Labels const& users,
                       Labels const& other_users) {
        Gatherer gatherer(quantity, "million", top_);
        for (auto const& [i, other_i] : regions_)
            for (auto const& [j, other_j] : sectors_)
                for (auto const& [n, other_n] : regions_)
                    for (auto const& [k, other_k] : common_users)
                        gatherer.see(first(before.row(i, j), n * users.size() + k),
                                     second(after.row(other_i, other_j), other_n * other_users.size() + other_k),
                                     [&, i = i, j = j, n = n, k = k] {
                                         return fmt::format("{} from {} to {} for {}", before_.sectors[j],
                                                            before_.regions[i], before_.regions[n], users[k]);
                                     });
        diff_.quantities.push_back(gatherer.result());
    }

    Base const& before_;
    Base const& after_;
    std::size_t top_;
    Common regions_, sectors_;
    BaseDiff diff_;
};

}  // namespace

double CellDifference::absolute() const {
    if (std::isnan(before) != std::isnan(after)) return std::numeric_limits<double>::infinity();
    return std::abs(after - before);
}

double CellDifference::relative() const {
    double const size = std::max(std::abs(before), std::abs(after));
    if (std::isinf(absolute())) return absolute();
    return size > 0.0 ? absolute() / size : 0.0;
}

bool BaseDiff::is_same() const noexcept {
    return texts.empty() && std::all_of(quantities.begin(), quantities.end(),
                                        [](QuantityDiff const& quantity) { return quantity.differing == 0; });
}

BaseDiff diff_bases(Base const& before, Base const& after, std::size_t top) {
    return Differ(before, after, top).diff();
}

}  // namespace desvio
