#include "desvio/core/error.hpp"
#include "desvio/solvers/leontief.hpp"

#include <algorithm>
#include <array>

namespace desvio {
namespace {

struct MethodName {
    LeontiefMethod method;
    std::string_view name;
};

constexpr std::array<MethodName, 9> method_names{{
    {LeontiefMethod::automatic, "automatic"},
    {LeontiefMethod::lu, "lu"},
    {LeontiefMethod::mixed_lu, "mixed_lu"},
    {LeontiefMethod::gmres, "gmres"},
    {LeontiefMethod::bicgstab, "bicgstab"},
    {LeontiefMethod::neumann, "neumann"},
    {LeontiefMethod::sparse_lu, "sparse_lu"},
    {LeontiefMethod::sparse_gmres, "sparse_gmres"},
    {LeontiefMethod::blas_lu, "blas_lu"},
}};

}  // namespace

std::string to_string(LeontiefMethod method) {
    for (MethodName const& known : method_names)
        if (known.method == method) return std::string(known.name);
    return "unknown";
}

std::vector<LeontiefMethod> const& leontief_methods() {
    static std::vector<LeontiefMethod> const methods = [] {
        std::vector<LeontiefMethod> all;
        all.reserve(method_names.size());
        for (MethodName const& known : method_names) all.push_back(known.method);
        return all;
    }();
    return methods;
}

LeontiefMethod parse_leontief_method(std::string_view text) {
    std::string asked(text);
    std::replace(asked.begin(), asked.end(), '-', '_');
    if (asked == "auto") return LeontiefMethod::automatic;
    std::string all;
    for (MethodName const& known : method_names) {
        if (known.name == asked) return known.method;
        all += (all.empty() ? "" : ", ") + std::string(known.name);
    }
    throw InputError(
        {{}, fmt::format("'{}' is no method for Leontief systems", text), {}, fmt::format("Methods: {}.", all)});
}

bool is_available(LeontiefMethod method) {
#ifdef DESVIO_BLAS
    return method >= LeontiefMethod::automatic;
#else
    return method != LeontiefMethod::blas_lu;
#endif
}

void LeontiefOptions::validate() const {
    FaultList faults;
    if (!(tolerance > 0.0)) faults.add({}, "tolerance must be above 0");
    if (max_iterations < 1) faults.add({}, "max_iterations must be at least 1");
    if (block < 0) faults.add({}, "block must be at least 0");
    if (expected_right_hand_sides < 1) faults.add({}, "expected_right_hand_sides must be at least 1");
    if (threads < 0) faults.add({}, "threads must be at least 0");
    if (!(memory_limit >= 0.0)) faults.add({}, "memory_limit must be at least 0");
    faults.throw_if_any();
}

}  // namespace desvio
