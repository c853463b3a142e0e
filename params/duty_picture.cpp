#include "desvio/params/shock.hpp"

namespace desvio {
namespace {

/// Sums up duties on trade: average = sum t M / sum M.
class DutySum {
  public:
    void add(double trade, double before, double after) {
        trade_ += trade;
        if (before != after) changed_ += trade;
        paid_before_ += before * trade;
        paid_after_ += after * trade;
    }
    [[nodiscard]] DutyLine line(Index label) const {
        if (trade_ == 0.0) return {label};
        return {label, trade_, changed_, paid_before_ / trade_, paid_after_ / trade_};
    }

  private:
    double trade_ = 0.0, changed_ = 0.0, paid_before_ = 0.0, paid_after_ = 0.0;
};

std::vector<DutyLine> lines_with_trade(std::vector<DutySum> const& sums) {
    std::vector<DutyLine> lines;
    for (std::size_t k = 0; k < sums.size(); ++k) {
        DutyLine const line = sums[k].line(static_cast<Index>(k));
        if (line.trade > 0.0) lines.push_back(line);
    }
    return lines;
}

}  // namespace

DutyPicture picture_duties(Base const& base, Tensor3 const& tariff, Index market) {
    std::vector<DutySum> partners(static_cast<std::size_t>(base.n_regions())),
        sectors(static_cast<std::size_t>(base.n_sectors()));
    DutySum total;
    for (Index j = 0; j < base.n_sectors(); ++j) {
        for (Index i = 0; i < base.n_regions(); ++i) {
            if (i == market) continue;  // own sales bear no duty
            double const trade = base.trade(j, market, i), before = base.tariff(j, market, i),
                         after = tariff(j, market, i);
            partners[static_cast<std::size_t>(i)].add(trade, before, after);
            sectors[static_cast<std::size_t>(j)].add(trade, before, after);
            total.add(trade, before, after);
        }
    }
    return {lines_with_trade(partners), lines_with_trade(sectors), total.line(market)};
}

}  // namespace desvio
