#include "tests/support/cases.hpp"

#include "desvio/io/base_io.hpp"
#include "tests/support/hand_base.hpp"
#include "tests/support/random_base.hpp"

#include <functional>
#include <map>
#include <random>
#include <stdexcept>
#include <utility>

namespace desvio::test {

namespace {

struct NamedBase {
    std::string name;
    std::function<Base()> make;
    bool is_small = true;
};

Base random_base(RandomBaseOptions const& options) { return make_random_base(options); }

std::vector<NamedBase> const& all_bases() {
    static std::vector<NamedBase> const bases{
        {"world2023", [] { return read_base("world-2023"); }, false},
        {"hand", hand_base},
        {"random_3x3", [] { return random_base({.regions = 3, .sectors = 3, .seed = 11}); }},
        {"one_sector_5x1", [] { return random_base({.regions = 5, .sectors = 1, .seed = 12}); }},
        {"two_regions_2x6",
         [] { return random_base({.regions = 2, .sectors = 6, .seed = 13, .has_duties_on_services = true}); }},
        {"no_links_no_duties_4x3",
         [] { return random_base({.regions = 4, .sectors = 3, .seed = 14, .has_duties = false, .has_links = false}); }},
        {"zeros_6x4", [] { return random_base({.regions = 6, .sectors = 4, .seed = 15, .zero_flow_share = 0.5}); }},
        {"balanced_4x4", [] { return random_base({.regions = 4, .sectors = 4, .seed = 16, .is_balanced = true}); }},
        {"absent_cells_4x5",
         [] {
             return random_base({.regions = 4,
                                 .sectors = 5,
                                 .seed = 17,
                                 .zero_flow_share = 0.2,
                                 .has_untraded_sector = true,
                                 .has_absent_sector = true,
                                 .has_import_only_sector = true});
         }},
        {"autarkic_region_4x3",
         [] { return random_base({.regions = 4, .sectors = 3, .seed = 18, .has_autarkic_region = true}); }},
        {"steep_3x4",
         [] { return random_base({.regions = 3, .sectors = 4, .seed = 19, .theta_low = 15.0, .theta_high = 65.0}); }},
    };
    return bases;
}

std::string to_name(ShockKind kind) {
    switch (kind) {
        case ShockKind::none:
            return "none";
        case ShockKind::tariffs:
            return "tariffs";
        case ShockKind::trade_costs:
            return "trade_costs";
        case ShockKind::productivity:
            return "productivity";
        case ShockKind::mixed:
            return "mixed";
    }
    return {};
}

std::string to_name(Deficits deficits) {
    switch (deficits) {
        case Deficits::fixed:
            return "fixed";
        case Deficits::gdp_share:
            return "gdp_share";
        case Deficits::balanced:
            return "balanced";
    }
    return {};
}

std::vector<Case> cases_of(std::vector<std::string> const& names) {
    std::vector<Case> cases;
    for (std::string const& name : names) {
        for (ShockKind shock :
             {ShockKind::tariffs, ShockKind::trade_costs, ShockKind::productivity, ShockKind::mixed}) {
            for (Deficits deficits : {Deficits::fixed, Deficits::gdp_share, Deficits::balanced}) {
                cases.push_back({name, shock, deficits});
            }
        }
    }
    return cases;
}

}  // namespace

std::vector<std::string> const& base_names() {
    static std::vector<std::string> const names = [] {
        std::vector<std::string> all;
        for (NamedBase const& base : all_bases()) all.push_back(base.name);
        return all;
    }();
    return names;
}

std::vector<std::string> small_base_names() {
    std::vector<std::string> names;
    for (NamedBase const& base : all_bases()) {
        if (base.is_small) names.push_back(base.name);
    }
    return names;
}

Base const& named_base(std::string const& name) {
    static std::map<std::string, Base> made;
    if (auto const at = made.find(name); at != made.end()) return at->second;
    for (NamedBase const& base : all_bases()) {
        if (base.name == name) return made.emplace(name, base.make()).first->second;
    }
    throw std::out_of_range("no base named " + name);
}

Shock make_shock(Base const& base, ShockKind kind, std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    auto const uniform = [&engine](double low, double high) {
        return low + (high - low) * static_cast<double>(engine() >> 11U) * 0x1p-53;
    };
    bool const is_mixed = kind == ShockKind::mixed;
    Index const n_regions = base.n_regions(), n_sectors = base.n_sectors();
    Shock shock;
    shock.tariff = base.tariff;
    if (kind == ShockKind::trade_costs || is_mixed)
        shock.trade_cost_hat = Tensor3(n_sectors, n_regions, n_regions, 1.0);
    if (kind == ShockKind::productivity || is_mixed) shock.productivity_hat = Matrix::Ones(n_sectors, n_regions);
    for (Index j = 0; j < n_sectors; ++j) {
        bool const is_service = base.sector_table[static_cast<std::size_t>(j)].kind == SectorKind::services;
        for (Index n = 0; n < n_regions; ++n) {
            if (shock.productivity_hat.size() > 0) shock.productivity_hat(j, n) = uniform(0.8, 1.25);
            for (Index i = 0; i < n_regions; ++i) {
                double const chance = uniform(0.0, 1.0), raise = uniform(0.0, 1.0), cost = uniform(0.8, 1.4);
                if (i == n || is_service) continue;
                if (!shock.trade_cost_hat.empty()) shock.trade_cost_hat(j, n, i) = cost;
                if (kind != ShockKind::tariffs && !is_mixed) continue;
                bool const is_raised = (j + 2 * n + i) % 3 != 0;  // by place, so that no base is left without a change
                if (is_raised) shock.tariff(j, n, i) += raise;
                if (!is_raised && chance < 0.5) shock.tariff(j, n, i) = 0.0;
            }
        }
    }
    return shock;
}

std::string Case::name() const { return base + "_" + to_name(shock) + "_" + to_name(deficits); }

std::ostream& operator<<(std::ostream& out, Case const& which) { return out << which.name(); }

std::vector<Case> all_cases() { return cases_of(base_names()); }
std::vector<Case> small_cases() { return cases_of(small_base_names()); }

double SolvedCase::kappa_hat(Index j, Index n, Index i) const {
    double const cost = shock.trade_cost_hat.empty() ? 1.0 : shock.trade_cost_hat(j, n, i);
    return cost * (1.0 + shock.tariff(j, n, i)) / (1.0 + accounts.tariff(j, n, i));
}

double SolvedCase::productivity_hat(Index j, Index i) const {
    return shock.productivity_hat.size() == 0 ? 1.0 : shock.productivity_hat(j, i);
}

SolvedCase const& solve_case(Case const& which) {
    static std::map<std::string, SolvedCase> solved;
    if (auto const at = solved.find(which.name()); at != solved.end()) return at->second;
    Base const& base = named_base(which.base);
    SolvedCase& made = solved[which.name()];
    made.accounts = derive_accounts(base);
    made.shock = make_shock(base, which.shock);
    made.closures.deficits = which.deficits;
    made.solution = CaliendoParro(made.accounts).solve(made.shock, made.closures);
    return made;
}

}  // namespace desvio::test
