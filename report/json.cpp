#include "desvio/params/io_table.hpp"
#include "desvio/report/summary.hpp"

#include "report/base_facts.hpp"
#include "report/json_tables.hpp"

namespace desvio {
namespace {

using text::Json;

Json codes(Base const& base, std::vector<Index> const& members) {
    Json list = Json::array();
    for (Index const member : members) list.push_back(base.regions[member]);
    return list;
}

Json solver_json(Summary const& summary) {
    return {{"status", to_string(summary.status)},
            {"message", summary.message},
            {"method", summary.method},
            {"evaluations", summary.evaluations},
            {"sub_steps", summary.sub_steps},
            {"final_residual", summary.final_residual},
            {"worst_component", summary.worst_component},
            {"seconds", summary.seconds}};
}

Json audit_json(AuditReport const& audit) {
    Json equations = Json::object();
    for (EquationResidual const& equation : audit.equations) {
        equations[equation.equation] = {
            {"formula", equation.formula}, {"residual", equation.residual}, {"worst", equation.worst}};
    }
    return {{"passed", audit.passed()},
            {"largest", audit.largest()},
            {"tolerance", audit.tolerance},
            {"walras", audit.walras},
            {"equations", std::move(equations)}};
}

Json duty_json(DutyLine const& line) {
    return {{"trade", line.trade},
            {"changed_trade", line.changed_trade},
            {"average_before", line.average_before},
            {"average_after", line.average_after}};
}

Json duties_json(std::vector<DutyLine> const& lines, Labels const& labels) {
    Json object = Json::object();
    for (DutyLine const& line : lines) object[labels[line.label]] = duty_json(line);
    return object;
}

Json groups_json(ResolvedScenario const& resolved, Base const& base) {
    Json list = Json::array();
    for (GroupUse const& use : resolved.groups) {
        Labels const& labels = use.is_of_regions ? base.regions : base.sectors;
        Json members = Json::array();
        for (Index const member : use.members) members.push_back(labels[member]);
        list.push_back({{"name", use.name},
                        {"origin", use.origin},
                        {"of", use.is_of_regions ? "regions" : "sectors"},
                        {"date", use.date ? Json(to_string(*use.date)) : Json(nullptr)},
                        {"members", std::move(members)},
                        {"absent", use.absent},
                        {"disputed", use.disputed},
                        {"from_memory", use.from_memory},
                        {"notes", notes_on(use)}});
    }
    return list;
}

Json elasticities_json(RunResult const& result) {
    ElasticitySet const& set = result.given.elasticity_set(result.scenario.model.elasticities);
    return {{"name", set.name}, {"title", set.title}, {"horizon", set.horizon}};
}

}  // namespace

std::string format_json(RunResult const& result) {
    // The inputs can be had from the base and the scenario; an answer is what came of them.
    Json json = text::tables_to_json(to_tables(result, ""), "/input");
    // The command that wrote a file is no property of an answer on the screen.
    json.erase("command_line");
    json["run"] = {{"scenario", result.scenario.name},
                   {"elasticities", elasticities_json(result)},
                   {"focus", codes(result.base, result.resolved.focus)},
                   {"market", result.base.regions[result.redirection.market]},
                   {"market_reason", result.resolved.market_reason}};
    json["solver"] = solver_json(result.summary);
    json["audit"] = audit_json(result.audit);
    return text::to_text(json);
}

std::string format_dry_run_json(ResolvedScenario const& resolved, Scenario const& scenario, Base const& base) {
    Json effects = Json::array();
    for (RuleEffect const& effect : resolved.effects) {
        effects.push_back({{"kind", effect.kind},
                           {"summary", effect.summary},
                           {"note", effect.note},
                           {"file", effect.where.file},
                           {"line", effect.where.line},
                           {"cells", effect.cells},
                           {"trade", effect.trade},
                           {"average_before", effect.average_before},
                           {"average_after", effect.average_after},
                           {"exempt_share", effect.exempt_share},
                           {"exempt_trade", effect.exempt_trade},
                           {"unmatched", effect.unmatched}});
    }
    DutyPicture const picture = picture_duties(base, resolved.shock.tariff, resolved.market);
    Json const json = {{"scenario", scenario.name},
                       {"title", scenario.title},
                       {"date", scenario.date ? Json(to_string(*scenario.date)) : Json(nullptr)},
                       {"groups", groups_json(resolved, base)},
                       {"duties",
                        {{"total", duty_json(picture.total)},
                         {"by_partner", duties_json(picture.by_partner, base.regions)},
                         {"by_sector", duties_json(picture.by_sector, base.sectors)}}},
                       {"reading", scenario.readings.empty() ? Json(nullptr) : Json(to_string(scenario.reading))},
                       {"base_name", base.name},
                       {"focus", codes(base, resolved.focus)},
                       {"market", {{"code", base.regions[resolved.market]}, {"reason", resolved.market_reason}}},
                       {"effects", std::move(effects)}};
    return text::to_text(json);
}

std::string format_checks_json(std::vector<IdentityCheck> const& checks) {
    Json list = Json::array();
    for (IdentityCheck const& check : checks) {
        list.push_back({{"identity", check.identity},
                        {"meaning", check.meaning},
                        {"passed", check.passed()},
                        {"error", check.error},
                        {"tolerance", check.tolerance},
                        {"worst", check.worst},
                        {"detail", check.detail}});
    }
    return text::to_text(list);
}

std::string format_base_info_json(Base const& base) {
    text::BaseFacts const facts = text::gather_facts(base);
    Json regions = Json::object(), groups = Json::object(), sets = Json::object(), quality = Json::object();
    for (Index n = 0; n < base.n_regions(); ++n) {
        regions[base.regions[n]] = {{"name", base.region_table[static_cast<std::size_t>(n)].name},
                                    {"exports", facts.exports[n]},
                                    {"imports", facts.imports[n]},
                                    {"value_added", facts.region_value_added[n]},
                                    {"duties", facts.region_duties[n]}};
    }
    for (std::string const& group : base.region_groups()) groups[group] = codes(base, base.region_members(group));
    for (ElasticitySet const& set : base.elasticities) {
        Json theta = Json::object();
        for (Index j = 0; j < base.n_sectors(); ++j) theta[base.sectors[j]] = set.theta[j];
        sets[set.name] = {{"title", set.title}, {"horizon", set.horizon}, {"theta", std::move(theta)}};
    }
    for (text::QualityShare const& share : text::quality_shares(base)) {
        quality[share.name] = {{"share_of_trade", share.trade}, {"cells", share.cells}};
    }
    Json const json = {{"name", base.name},
                       {"title", base.title},
                       {"year", base.year},
                       {"currency", base.currency},
                       {"unit", base.unit},
                       {"source", base.source},
                       {"licence", base.licence},
                       {"origin", base.origin},
                       {"sectors", base.sectors.codes()},
                       {"full_table", base.use_table ? Json{{"final_categories", base.use_table->final_categories},
                                                            {"inputs", base.use_table->intermediate.sum()},
                                                            {"final_use", base.use_table->final_demand.sum()}}
                                                     : Json(nullptr)},
                       {"jobs", base.jobs_per_output ? Json(facts.jobs) : Json(nullptr)},
                       {"value_added", facts.value_added},
                       {"gross_output", facts.gross_output},
                       {"cross_border_trade", facts.cross_border},
                       {"duties", facts.duties},
                       {"regions", std::move(regions)},
                       {"groups", std::move(groups)},
                       {"elasticities", std::move(sets)},
                       {"quality", std::move(quality)},
                       {"provenance", text::provenance_json(base.provenance)}};
    return text::to_text(json);
}

std::string format_settled_json(Settled const& settled) {
    Json movements = Json::array();
    for (Settled::Movement const& movement : settled.movements) {
        movements.push_back({{"quantity", movement.quantity},
                             {"largest_relative", movement.largest_relative},
                             {"where", movement.where},
                             {"before", movement.before},
                             {"after", movement.after}});
    }
    return text::to_text({{"movements", std::move(movements)},
                          {"solver", solver_json(settled.summary)},
                          {"audit", audit_json(settled.audit)}});
}

}  // namespace desvio
