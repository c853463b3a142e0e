#include "desvio/report/leontief_report.hpp"
#include "report/json_tables.hpp"
#include "report/numbers.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

using text::Align;
using text::Json;
using text::Tone;

constexpr double giga = 1e9;

std::string shown_seconds(double seconds) {
    if (seconds < 0.0) return "–";
    return seconds < 0.1 ? fmt::format("{:.4f}", seconds) : fmt::format("{:.3f}", seconds);
}

/// "52.1 87%": a rate in units of 10^9 and its share of what was probed.
std::string shown_rate(double rate, double share) {
    if (rate < 0.0) return "–";
    return fmt::format("{:.1f}", rate / giga) + (share >= 0.0 ? fmt::format(" {:.0f}%", 100.0 * share) : "");
}

/// The rate that is nearer to what the machine can do: of reading the matrix, or of computing with it.
std::string shown_solve_rate(LeontiefTiming const& timing) {
    if (timing.solve_bytes < 0.0) return "–";
    bool const is_reading = timing.solve_of_stream < 0.0 || timing.solve_of_stream >= timing.solve_of_peak;
    double const rate = is_reading ? timing.solve_bytes : timing.solve_flops;
    double const share = is_reading ? timing.solve_of_stream : timing.solve_of_peak;
    return fmt::format("{:.3g} {}", rate / giga, is_reading ? "GB/s" : "GF/s") +
           (share >= 0.0 ? fmt::format(" {:.0f}%", 100.0 * share) : "");
}

std::string method_name(LeontiefTiming const& timing) {
    return timing.used == timing.method ? to_string(timing.method)
                                        : fmt::format("{} ({})", to_string(timing.method), to_string(timing.used));
}

std::string machine_page(LeontiefBench const& bench, TextStyle const& style) {
    MachineFacts const& machine = bench.machine;
    text::Page page("Leontief systems on this machine", style);
    page.add("Processor", fmt::format("{}, {} in use", machine.processor.empty() ? "not known" : machine.processor,
                                      machine.n_processors));
    std::string caches;
    for (CacheFacts const& cache : machine.caches)
        caches += fmt::format("{}L{} {}", caches.empty() ? "" : ", ", cache.level, text::format_bytes(cache.bytes));
    page.add("Caches", caches);
    page.add("Memory",
             fmt::format("{}, {} free", text::format_bytes(machine.memory), text::format_bytes(machine.memory_free)));
    for (MachineProbe const& probe : bench.probes)
        page.add(
            fmt::format("{} thread{}", probe.threads, probe.threads > 1 ? "s" : ""),
            fmt::format("gemm {:.1f} GFLOP/s, in single precision {:.1f}; reads {:.1f} GB/s (of {})", probe.gemm / giga,
                        probe.gemm_float / giga, probe.stream / giga, text::format_bytes(probe.stream_bytes)));
    page.add("Tables", fmt::format("made up (seed {}, {:.0f}% zeros across borders); tolerance {:.0e}", bench.seed,
                                   100.0 * bench.zero_share, bench.tolerance));
    return page.text();
}

std::string timings_table(LeontiefBench const& bench, TextStyle const& style) {
    text::TextTable table({{"Solver", Align::left},
                           {"Rows"},
                           {"Right\nsides"},
                           {"Thr."},
                           {"Set-up\ns"},
                           {"Solve\ns"},
                           {"Set-up\nGFLOP/s"},
                           {"Solve"},
                           {"Mem.\n/ A"},
                           {"Residual", Align::right, true},
                           {"Steps", Align::right, true}});
    std::string refused;
    for (LeontiefTiming const& timing : bench.timings) {
        if (!timing.was_run()) {
            refused += text::wrap(fmt::format("{}, {} rows, {} right-hand sides: {}", to_string(timing.method),
                                              timing.n, timing.right_hand_sides, timing.refused),
                                  static_cast<std::size_t>(std::max(style.width, 1)), 2) +
                       "\n";
            continue;
        }
        table.add_row(
            {{method_name(timing)},
             {text::format_number(static_cast<double>(timing.n))},
             {fmt::format("{}", timing.right_hand_sides)},
             {fmt::format("{}", timing.threads)},
             {shown_seconds(timing.setup_min)},
             {shown_seconds(timing.solve_min)},
             {shown_rate(timing.setup_flops, timing.setup_of_peak)},
             {shown_solve_rate(timing)},
             {timing.peak_bytes >= 0.0 ? fmt::format("{:.2f}", timing.peak_bytes / timing.matrix_bytes) : "–"},
             {text::format_residual(timing.residual)},
             {fmt::format("{}", timing.iterations)}});
    }
    std::string shown = table.empty() ? std::string() : table.render(style);
    if (!refused.empty()) shown += "\n" + text::paint("Not run", Tone::strong, style) + "\n" + refused;
    return shown;
}

std::string exponents_table(LeontiefBench const& bench, TextStyle const& style) {
    text::TextTable table({{"Seconds grow as rows to the power", Align::left},
                           {"Right-hand\nsides"},
                           {"Threads"},
                           {"Sizes"},
                           {"Set-up"},
                           {"Solve"},
                           {"Both"}});
    for (CostExponent const& fit : bench.exponents)
        table.add_row({{to_string(fit.method)},
                       {fmt::format("{}", fit.right_hand_sides)},
                       {fmt::format("{}", fit.threads)},
                       {fmt::format("{}", fit.n_sizes)},
                       {fmt::format("{:.2f}", fit.setup)},
                       {fmt::format("{:.2f}", fit.solve)},
                       {fmt::format("{:.2f}", fit.total)}});
    return table.empty() ? std::string() : "\n" + table.render(style);
}

/// null where it is not known.
Json known_number(double value) { return value >= 0.0 ? Json(value) : Json(); }

Json timing_json(LeontiefTiming const& timing) {
    Json json = {{"method", to_string(timing.method)},
                 {"used", to_string(timing.used)},
                 {"rows", timing.n},
                 {"regions", timing.n_regions},
                 {"sectors", timing.n_sectors},
                 {"right_hand_sides", timing.right_hand_sides},
                 {"threads", timing.threads},
                 {"refused", timing.was_run() ? Json() : Json(timing.refused)}};
    if (!timing.was_run()) return json;
    json.update({{"reason", timing.reason},
                 {"repetitions", timing.repetitions},
                 {"setup_seconds", timing.setup_min},
                 {"setup_seconds_median", timing.setup_median},
                 {"solve_seconds", timing.solve_min},
                 {"solve_seconds_median", timing.solve_median},
                 {"setup_flops", known_number(timing.setup_flops)},
                 {"setup_share_of_gemm", known_number(timing.setup_of_peak)},
                 {"solve_flops", known_number(timing.solve_flops)},
                 {"solve_share_of_gemm", known_number(timing.solve_of_peak)},
                 {"solve_bytes_per_second", known_number(timing.solve_bytes)},
                 {"solve_share_of_stream", known_number(timing.solve_of_stream)},
                 {"matrix_bytes", timing.matrix_bytes},
                 {"peak_bytes", known_number(timing.peak_bytes)},
                 {"residual", timing.residual},
                 {"iterations", timing.iterations},
                 {"products", timing.products}});
    return json;
}

}  // namespace

std::string format_leontief_bench(LeontiefBench const& bench, TextStyle const& style) {
    return machine_page(bench, style) + "\n" + timings_table(bench, style) + exponents_table(bench, style) +
           (bench.was_stopped ? "\nStopped on request: what stands here was measured before.\n" : "");
}

std::string format_leontief_bench_json(LeontiefBench const& bench) {
    Json caches = Json::array(), probes = Json::array(), timings = Json::array(), exponents = Json::array();
    for (CacheFacts const& cache : bench.machine.caches)
        caches.push_back({{"level", cache.level}, {"bytes", cache.bytes}});
    for (MachineProbe const& probe : bench.probes)
        probes.push_back({{"threads", probe.threads},
                          {"gemm_flops", probe.gemm},
                          {"gemm_flops_float", probe.gemm_float},
                          {"stream_bytes_per_second", probe.stream},
                          {"stream_bytes", probe.stream_bytes}});
    for (LeontiefTiming const& timing : bench.timings) timings.push_back(timing_json(timing));
    for (CostExponent const& fit : bench.exponents)
        exponents.push_back({{"method", to_string(fit.method)},
                             {"right_hand_sides", fit.right_hand_sides},
                             {"threads", fit.threads},
                             {"sizes", fit.n_sizes},
                             {"setup", fit.setup},
                             {"solve", fit.solve},
                             {"total", fit.total}});
    return text::to_text({{"machine",
                           {{"processor", bench.machine.processor},
                            {"processors", bench.machine.n_processors},
                            {"memory", bench.machine.memory},
                            {"memory_free", bench.machine.memory_free},
                            {"caches", std::move(caches)}}},
                          {"seed", bench.seed},
                          {"zero_share", bench.zero_share},
                          {"tolerance", bench.tolerance},
                          {"stopped", bench.was_stopped},
                          {"probes", std::move(probes)},
                          {"timings", std::move(timings)},
                          {"exponents", std::move(exponents)}});
}

}  // namespace desvio
