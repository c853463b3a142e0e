#include "desvio/engine/import.hpp"

#include "desvio/io/base_io.hpp"
#include "desvio/params/use_table.hpp"
#include "desvio/tables/health.hpp"
#include "desvio/tables/reduce.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>

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

/// Names and groups of regions and sectors that the source gives only a code, as the built-in base has them.
void borrow_labels(Base& base) {
    Base const known = read_base(base_of_defaults);
    std::string regions, sectors;
    for (Region& region : base.region_table) {
        auto const at = known.regions.find(region.code);
        if (!at || !region.groups.empty()) continue;
        Region const& same = known.region_table[static_cast<std::size_t>(*at)];
        if (region.name.empty() || region.name == region.code) region.name = same.name;
        region.groups = same.groups;
        regions += (regions.empty() ? "" : " ") + region.code;
    }
    for (Sector& sector : base.sector_table) {
        auto const at = known.sectors.find(sector.code);
        if (!at || !(sector.name.empty() || sector.name == sector.code)) continue;
        Sector const& same = known.sector_table[static_cast<std::size_t>(*at)];
        sector.name = same.name;
        sector.kind = same.kind;
        sectors += (sectors.empty() ? "" : " ") + sector.code;
    }
    base.index_labels();
    if (regions.empty() && sectors.empty()) return;
    std::string detail = fmt::format("as in {}:", base_of_defaults);
    if (!regions.empty()) detail += " groups of " + regions;
    if (!sectors.empty()) detail += (regions.empty() ? "" : ";") + std::string(" names and kinds of ") + sectors;
    base.provenance.push_back({"labels", detail, 0.0, 0.0, {}});
}

void choose_services(Base& base, std::vector<std::string> const& services) {
    if (services.empty()) return;
    FaultList faults;
    for (std::string const& code : services)
        if (!base.sectors.find(code))
            faults.add({"--services"}, fmt::format("unknown sector '{}'", code), {},
                       suggest_name(code, base.sectors.codes()));
    faults.throw_if_any();
    for (Sector& sector : base.sector_table) {
        bool const is_service = std::find(services.begin(), services.end(), sector.code) != services.end();
        sector.kind = is_service ? SectorKind::services : SectorKind::goods;
    }
    base.provenance.push_back(
        {"services", fmt::format("services are {}, all others goods", fmt::join(services, " ")), 0.0, 0.0, {}});
}

/// The blocks of a mended table that its base keeps.
struct KeptBlocks {
    std::vector<std::string> categories;
    RowMatrix intermediate, final_demand;
};

void keep_full_table(Base& base, KeptBlocks blocks) {
    auto const n_negative = (blocks.final_demand.array() < 0.0).count();
    base.use_table = make_use_table(base, std::move(blocks.categories), std::move(blocks.intermediate),
                                    std::move(blocks.final_demand));
    std::string detail = fmt::format("kept: inputs of {} users and final categories {}", base.use_table->n_rows(),
                                     fmt::join(base.use_table->final_categories, " "));
    if (n_negative > 0) detail += fmt::format("; {} final cells are below 0", n_negative);
    base.provenance.push_back({"full table", detail, 0.0, 0.0, {}});
}

Imported finish(Base base, ImportOptions const& options, std::optional<KeptBlocks> blocks = {}) {
    borrow_labels(base);
    choose_services(base, options.services);
    if (blocks) keep_full_table(base, std::move(*blocks));
    Imported imported;
    imported.base = std::move(base);
    imported.checks = check_base(imported.base);
    if (!options.settle) return imported;
    imported.settled = settle_base(imported.base);
    if (!imported.settled->summary.is_converged()) return imported;
    imported.base = imported.settled->base;
    imported.base.provenance.push_back(describe_settling(*imported.settled));
    imported.checks = check_base(imported.base);
    return imported;
}

}  // namespace

bool Imported::passed() const {
    return std::all_of(checks.begin(), checks.end(), [](IdentityCheck const& check) { return check.passed(); });
}

ElasticitySet uniform_set(Base const& base) {
    Base const defaults = read_base(base_of_defaults);
    ElasticitySet const& known = defaults.elasticity_set(set_of_defaults);
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
    Base base = reduce_table(table);
    std::optional<KeptBlocks> blocks;
    if (options.keep_use)
        blocks =
            KeptBlocks{std::move(table.final_categories), std::move(table.intermediate), std::move(table.final_demand)};
    table = IoTable{};  // it may be the larger part of memory
    base.elasticities = {options.elasticities ? *options.elasticities : uniform_set(base)};
    base.health = health;
    base.provenance = std::move(provenance);
    return finish(std::move(base), options, std::move(blocks));
}

Imported import_base(Base base, std::string const& format, ImportOptions const& options) {
    if (options.keep_use && !base.use_table)
        throw InputError({{base.origin},
                          "there is no full table to keep",
                          "its source is compact: it does not tell who uses what from where",
                          "Leave --keep-use out."});
    if (base.provenance.empty())
        base.provenance = {{"import",
                            fmt::format("read as {} from {}: {} regions, {} sectors", format, base.origin,
                                        base.n_regions(), base.n_sectors()),
                            0.0,
                            0.0,
                            {}}};
    if (options.elasticities) base.elasticities = {*options.elasticities};
    if (options.mend.zero_negative_inputs && (base.input_share.flat().array() < 0.0).any())
        base.provenance.push_back(zero_negative_shares(base));
    return finish(std::move(base), options);
}

}  // namespace desvio
