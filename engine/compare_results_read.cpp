#include "desvio/engine/compare_results.hpp"

#include "desvio/model/variants.hpp"

namespace desvio {
namespace {

Vector vector_in(LabelledFile const& file, std::string const& path) {
    std::vector<double> const& values = file.numbers(path);
    return Eigen::Map<Vector const>(values.data(), static_cast<Index>(values.size()));
}

/// A table over (sector, region).
Matrix matrix_in(LabelledFile const& file, std::string const& path, Base const& base) {
    std::vector<double> const& values = file.numbers(path);
    if (static_cast<Index>(values.size()) != base.n_sectors() * base.n_regions())
        throw FileError(
            {{file.origin}, path + " has another size than the labels", "the file is not whole", "Make it again."});
    return Eigen::Map<RowMatrix const>(values.data(), base.n_sectors(), base.n_regions());
}

/// A table over (sector, importer, exporter).
Tensor3 tensor_in(LabelledFile const& file, std::string const& path, Base const& base) {
    std::vector<double> const& values = file.numbers(path);
    Tensor3 tensor(base.n_sectors(), base.n_regions(), base.n_regions());
    if (static_cast<Index>(values.size()) != tensor.size())
        throw FileError(
            {{file.origin}, path + " has another size than the labels", "the file is not whole", "Make it again."});
    tensor.flat() = Eigen::Map<Vector const>(values.data(), tensor.size());
    return tensor;
}

Equilibrium equilibrium_in(LabelledFile const& file, Base const& base) {
    Equilibrium e;
    e.wage_hat = vector_in(file, "/region/wage_hat");
    e.price_hat = matrix_in(file, "/sector/price_hat", base);
    e.unit_cost_hat = matrix_in(file, "/sector/unit_cost_hat", base);
    e.expenditure = matrix_in(file, "/sector/expenditure_counterfactual", base);
    e.gross_output = matrix_in(file, "/sector/output_counterfactual", base);
    e.trade = tensor_in(file, "/trade/counterfactual", base);
    e.tariff = tensor_in(file, "/tariff/counterfactual", base);
    e.income = vector_in(file, "/region/income_counterfactual");
    e.tariff_revenue = vector_in(file, "/region/tariff_revenue_counterfactual");
    e.deficit = vector_in(file, "/region/deficit_counterfactual");
    e.value_added = matrix_in(file, "/sector/value_added_counterfactual", base);
    e.factor_income = vector_in(file, "/region/value_added_counterfactual");
    return e;
}

}  // namespace

ComparedResult compared_result(LabelledFile const& result, std::string const& name) {
    ComparedResult read;
    read.record = recorded_run(result);
    RecordedRun const& record = read.record;
    ModelOptions const& model = record.scenario.model;
    read.name = name;
    read.title = result.text_attribute("title");
    read.base_name = result.text_attribute("base_name");
    read.base_sha256 = result.text_attribute("base_sha256");
    read.model = result.text_attribute("model");
    read.closures = result.text_attribute("closures");
    read.numeraire = result.text_attribute("numeraire");
    read.elasticities = result.text_attribute("elasticities");
    read.closure = {model.deficits, model.factors};
    // The base that the answer is reported against: flows and duties differ from the given one's where the model first
    // removed deficits.
    read.base = base_of_model(record.base, model);
    read.base.trade = tensor_in(result, "/trade/base", read.base);
    read.base.tariff = tensor_in(result, "/tariff/base", read.base);
    read.accounts = derive_accounts(read.base, model.elasticities);
    read.answer.equilibrium = equilibrium_in(result, read.base);
    ExactWelfare& welfare = read.answer.welfare;
    welfare.price_index_hat = vector_in(result, "/region/price_index_hat");
    welfare.real_wage_hat = vector_in(result, "/region/real_wage_hat");
    welfare.welfare_pct = vector_in(result, "/region/welfare_pct");
    welfare.equivalent_variation = vector_in(result, "/region/equivalent_variation");
    ResolvedScenario const resolved = resolve_scenario(record.scenario, record.base);
    read.focus = resolved.focus;
    read.market = read.base.regions.find(result.text_attribute("market")).value_or(resolved.market);
    return read;
}

}  // namespace desvio
