// Climbs from 10 % to 100 % in ten steps, each solve started from the last one: the model without the engine around it.
//
//   1. derive the accounts once      2. raise one duty at a time      3. start where the last solve ended

#include <desvio/desvio.hpp>

#include <fmt/format.h>

#include <cstdio>

int main() {
    // 1.
    desvio::Base const base = desvio::read_base("world-2023");
    desvio::Accounts const accounts = desvio::derive_accounts(base);
    desvio::CaliendoParro const model(accounts);
    auto const usa = base.regions.find("USA"), china = base.regions.find("CHN"), mexico = base.regions.find("MEX");
    if (!usa || !china || !mexico) return 1;

    fmt::print("US duty on China   real income: United States      China     Mexico   evaluations\n");
    desvio::Shock shock;
    shock.tariff = base.tariff;
    desvio::WarmStart start;
    for (int step = 1; step <= 10; ++step) {
        // 2. Goods alone; services are not at the customs.
        double const rate = 0.1 * step;
        for (desvio::Index j = 0; j < base.n_sectors(); ++j) {
            if (base.sector_table[static_cast<std::size_t>(j)].kind == desvio::SectorKind::goods) {
                shock.tariff(j, *usa, *china) = rate;
            }
        }
        // 3.
        desvio::Solution const solution = model.solve(shock, desvio::Closures{}, {}, {}, step > 1 ? &start : nullptr);
        if (!solution.summary.is_converged()) {
            fmt::print(stderr, "{}\n", solution.summary.message);
            return 1;
        }
        start = solution.state;
        desvio::Welfare const welfare = desvio::compute_welfare(accounts, solution.equilibrium);
        fmt::print("{:>14.0f} %   {:>25.3f} % {:>8.3f} % {:>8.3f} % {:>13}\n", 100.0 * rate, welfare.welfare_pct[*usa],
                   welfare.welfare_pct[*china], welfare.welfare_pct[*mexico], solution.summary.evaluations);
    }
    return 0;
}
