#include "desvio/engine/import.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/tables/health.hpp"
#include "desvio/tables/reduce.hpp"

#include <algorithm>
#include <memory>

namespace desvio {
namespace {

constexpr char const* base_of_defaults = "world-2023";
constexpr char const* set_of_defaults = "uniform";

ProvenanceStep describe_reading(IoTable const& table) {
    std::string detail = fmt::format("read as {} from {}: {} regions, {} sectors, {} final categories", table.format,
                                     table.origin, table.n_regions(), table.n_sectors(), table.n_categories());
    for (std::string const& note : table.reading_notes) detail += "; " + note;
    return {"import", detail, 0.0, 0.0, {}};
}

ProvenanceStep describe_settling(Settled const& settled) {
    Settled::Movement const& trade = settled.movements.front();
    return {"settle",
            fmt::format("brought to its own equilibrium; largest residual of any equation {:.2g}, the flow that moved "
                        "most by {:.3g} of itself",
                        settled.audit.largest(), trade.largest_relative),
            0.0, 0.0, fmt::format("{}: {:.6g} to {:.6g}", trade.where, trade.before, trade.after)};
}

}  // namespace

bool Imported::passed() const {
    return std::all_of(checks.begin(), checks.end(), [](IdentityCheck const& check) { return check.passed(); });
}

ElasticitySet uniform_set(Base const& base) {
    ElasticitySet const& known = read_base(base_of_defaults).elasticity_set(set_of_defaults);
    ElasticitySet set{"default", known.title, known.horizon, {}, {}, {}};
    set.theta = Vector::Constant(base.n_sectors(), known.theta(0));
    set.standard_error = Vector::Constant(base.n_sectors(), known.standard_error(0));
    set.source.assign(static_cast<std::size_t>(base.n_sectors()), known.source.front());
    return set;
}

Imported import_table(IoTable table, ImportOptions const& options) {
    auto const health = std::make_shared<TableHealth const>(examine_table(table));
    std::vector<ProvenanceStep> provenance{describe_reading(table)};
    for (ProvenanceStep& step : mend_table(table, options.mend)) provenance.push_back(std::move(step));

    Imported imported;
    Base& base = imported.base;
    base = reduce_table(table);
    table = IoTable{};  // it may be the larger part of memory
    base.elasticities = {options.elasticities ? *options.elasticities : uniform_set(base)};
    base.health = health;
    base.provenance = std::move(provenance);
    imported.checks = check_base(base);
    if (options.settle && imported.passed()) {
        imported.settled = settle_base(base);
        if (imported.settled->summary.is_converged()) {
            base = imported.settled->base;
            base.provenance.push_back(describe_settling(*imported.settled));
            imported.checks = check_base(base);
        }
    }
    return imported;
}

}  // namespace desvio
