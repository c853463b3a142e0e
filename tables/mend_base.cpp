#include "desvio/tables/mend.hpp"
#include "tables/step_report.hpp"

namespace desvio {

ProvenanceStep zero_negative_shares(Base& base) {
    StepReport report("negative inputs");
    double n_negative = 0.0;
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index j = 0; j < base.n_sectors(); ++j) {
            auto bill = base.input_share.slice(n).col(j);
            if (!(bill.array() < 0.0).any()) continue;
            double const total = bill.sum();
            double const positive = bill.cwiseMax(0.0).sum();
            double const output = base.trade.slice(j).col(n).sum();
            n_negative += static_cast<double>((bill.array() < 0.0).count());
            for (Index k = 0; k < base.n_sectors(); ++k) {
                double const kept = bill(k) > 0.0 && total > 0.0 ? bill(k) * total / positive : 0.0;
                // Reported in money, like every other step.
                double cost = bill(k) * output;
                report.change(cost, kept * output, [&] {
                    return fmt::format("{} used by {} in {}", base.sectors[k], base.sectors[j], base.regions[n]);
                });
                bill(k) = kept;
            }
        }
    return report.finish(fmt::format(
        "{:.0f} negative input shares set to 0, the others of their sectors scaled down to the same bill", n_negative));
}

}  // namespace desvio
