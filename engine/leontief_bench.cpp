#include "desvio/engine/leontief_bench.hpp"

#include "desvio/core/error.hpp"
#include "desvio/core/large_pages.hpp"
#include "desvio/io/matrix_file.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <thread>
#include <tuple>

namespace desvio {

namespace {

using BenchClock = std::chrono::steady_clock;

constexpr double bytes_a_number = sizeof(double);

double seconds_since(BenchClock::time_point begin) {
    return std::chrono::duration<double>(BenchClock::now() - begin).count();
}

double bench_median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::size_t const middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

int processor_count() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

double matrix_bytes(Index n) { return bytes_a_number * static_cast<double>(n) * static_cast<double>(n); }

bool is_factorisation(LeontiefMethod method) {
    return method == LeontiefMethod::lu || method == LeontiefMethod::mixed_lu || method == LeontiefMethod::blas_lu;
}

bool is_for_zeros(LeontiefMethod method) {
    return method == LeontiefMethod::sparse_lu || method == LeontiefMethod::sparse_gmres;
}

/// Of smaller matrices the peak says more about the allocator than about the method.
constexpr double least_measured = 8e6;

/// The share of what is free that matrices may take: pages of the system and of this program are needed too.
constexpr double usable_share = 0.9;

/// What the cases of one run have in common.
class BenchRun {
  public:
    BenchRun(LeontiefBenchOptions const& options, LeontiefBench& bench) : options_(options), bench_(bench) {}
    void run(Index n, int threads, LeontiefMethod method, Index m);
    [[nodiscard]] bool go_on(std::string const& what = {}) {
        if (!bench_.was_stopped && options_.monitor && !options_.monitor(what)) bench_.was_stopped = true;
        return !bench_.was_stopped;
    }
    [[nodiscard]] double memory() const {
        double const free = options_.memory > 0.0 ? options_.memory : bench_.machine.memory_free;
        return free > 0.0 ? usable_share * free : 1e300;
    }

  private:
    bool repeat(BlockTable const& table, LeontiefTiming& timing);
    void interpret(LeontiefTiming& timing) const;
    [[nodiscard]] MachineProbe const* probe_of(int threads) const;

    LeontiefBenchOptions const& options_;
    LeontiefBench& bench_;
};

MachineProbe const* BenchRun::probe_of(int threads) const {
    for (MachineProbe const& probe : bench_.probes)
        if (probe.threads == threads) return &probe;
    return nullptr;
}

/// Sets up and solves until enough is measured. \return false when it was stopped or did not converge
bool BenchRun::repeat(BlockTable const& table, LeontiefTiming& timing) {
    Index const n = timing.n, m = timing.right_hand_sides;
    RowMatrix demand(n, m);
    table.fill_final_demand(0, n, m, demand.data());
    Matrix const right_hand_sides = demand;
    LeontiefOptions options;
    options.method = timing.method;
    options.tolerance = options_.tolerance;
    options.block = timing.n_sectors;
    options.expected_right_hand_sides = m;
    options.threads = timing.threads;
    options.memory_limit = std::max(1.0, memory() - timing.matrix_bytes);
    options.monitor = [this](Iteration const&) { return go_on(); };

    std::vector<double> setups, solves;
    bool const is_peak_known = reset_peak_memory() && timing.matrix_bytes >= least_measured;
    double const before = held_memory();
    auto const begin = BenchClock::now();
    for (int repetition = 0; repetition < options_.repetitions; ++repetition) {
        if (repetition > 0 && seconds_since(begin) > options_.seconds_a_case) break;
        RowMatrix matrix = make_block_matrix(table, timing.threads);
        auto const setup_begin = BenchClock::now();
        LeontiefSystem system(std::move(matrix), options);
        // A factorisation waits for the first solve, which also warms up.
        double first = seconds_since(setup_begin);
        Matrix solution = system.solve(right_hand_sides);
        double const with_first_solve = seconds_since(setup_begin);
        std::vector<double> own;
        do {
            if (!system.summary().is_converged()) {
                timing.refused = system.summary().message;
                return false;
            }
            auto const solve_begin = BenchClock::now();
            solution = system.solve(right_hand_sides);
            own.push_back(seconds_since(solve_begin));
        } while (static_cast<int>(own.size()) < options_.repetitions &&
                 seconds_since(begin) < options_.seconds_a_case && go_on());
        if (!go_on()) return false;
        LeontiefSummary const& summary = system.summary();
        if (!summary.is_converged()) {
            timing.refused = summary.message;
            return false;
        }
        first = std::max(first, with_first_solve - *std::min_element(own.begin(), own.end()));
        setups.push_back(first);
        solves.insert(solves.end(), own.begin(), own.end());
        timing.used = summary.method;
        timing.reason = summary.reason;
        timing.residual = std::max(timing.residual, summary.residual);
        timing.iterations = summary.iterations;
        timing.products = summary.products;
        if (is_peak_known) timing.peak_bytes = std::max(timing.peak_bytes, peak_memory() - before);
    }
    timing.repetitions = static_cast<int>(setups.size());
    timing.setup_min = *std::min_element(setups.begin(), setups.end());
    timing.setup_median = bench_median(setups);
    timing.solve_min = *std::min_element(solves.begin(), solves.end());
    timing.solve_median = bench_median(solves);
    return true;
}

/// Rates of what the textbook method must do, over the least time.
void BenchRun::interpret(LeontiefTiming& timing) const {
    MachineProbe const* const probe = probe_of(timing.threads);
    auto const n = static_cast<double>(timing.n), m = static_cast<double>(timing.right_hand_sides);
    if (is_for_zeros(timing.used)) return;  // how much they do hangs on where the zeros are
    double const passes = timing.products;
    double flops = 2.0 * n * n * m * passes, bytes = matrix_bytes(timing.n) * passes;
    if (is_factorisation(timing.used)) {
        // Triangles once a step, of which the first is the solve itself; half as wide in single precision.
        bool const is_float = timing.used == LeontiefMethod::mixed_lu;
        double const triangles = std::max(1, timing.iterations);
        flops += 2.0 * n * n * m * triangles;
        bytes += matrix_bytes(timing.n) * triangles * (is_float ? 0.5 : 1.0);
        timing.setup_flops = 2.0 / 3.0 * n * n * n / timing.setup_min;
        if (probe != nullptr && probe->gemm > 0.0)
            timing.setup_of_peak = timing.setup_flops / (is_float ? probe->gemm_float : probe->gemm);
    }
    timing.solve_flops = flops / timing.solve_min;
    timing.solve_bytes = bytes / timing.solve_min;
    if (probe != nullptr && probe->gemm > 0.0) timing.solve_of_peak = timing.solve_flops / probe->gemm;
    if (probe != nullptr && probe->stream > 0.0) timing.solve_of_stream = timing.solve_bytes / probe->stream;
}

void BenchRun::run(Index n, int threads, LeontiefMethod method, Index m) {
    BlockTableTraits traits = choose_block_shape(n);
    traits.seed = options_.seed;
    traits.zero_share = options_.zero_share;
    LeontiefTiming timing;
    timing.method = timing.used = method;
    timing.n_regions = traits.n_regions;
    timing.n_sectors = traits.n_sectors;
    timing.n = traits.n_regions * traits.n_sectors;
    timing.right_hand_sides = m;
    timing.threads = threads;
    timing.matrix_bytes = matrix_bytes(timing.n);
    if (!go_on(fmt::format("n = {}, {} thread{}, {}, {} right-hand side{}", timing.n, threads, threads > 1 ? "s" : "",
                           to_string(method), m, m > 1 ? "s" : "")))
        return;
    // The right-hand sides, the solution and what a method keeps of each.
    double const vectors = 6.0 * bytes_a_number * static_cast<double>(timing.n) * static_cast<double>(m);
    if (timing.matrix_bytes + vectors > memory()) {
        timing.refused = fmt::format("needs {:.1f} GB for the matrix alone, and {:.1f} GB may be used",
                                     (timing.matrix_bytes + vectors) * 1e-9, memory() * 1e-9);
        bench_.timings.push_back(timing);
        return;
    }
    try {
        if (repeat(BlockTable(traits), timing))
            interpret(timing);
        else if (bench_.was_stopped)
            return;
    } catch (InputError const& error) {
        timing.refused = error.what();
    }
    bench_.timings.push_back(timing);
}

std::vector<LeontiefMethod> chosen_methods(LeontiefBenchOptions const& options) {
    if (!options.methods.empty()) return options.methods;
    std::vector<LeontiefMethod> methods;
    for (LeontiefMethod const method : leontief_methods())
        if (is_available(method) && !is_for_zeros(method)) methods.push_back(method);
    return methods;
}

/// The largest size, in hundreds, whose matrix fits in place.
Index largest_size(double memory) {
    constexpr double beside = 1.15;  // workspace and vectors over the matrix
    auto const n = static_cast<Index>(std::sqrt(memory / (beside * bytes_a_number)));
    return std::max<Index>(4, n / 100 * 100);
}

}  // namespace

void LeontiefBenchOptions::validate() const {
    FaultList faults;
    auto const require = [&](bool holds, std::string const& what) {
        if (!holds) faults.add({}, what);
    };
    for (Index const n : sizes) require(n >= 4, fmt::format("a size of {} is too small: 4 rows or more", n));
    for (Index const m : right_hand_sides) require(m >= 1, "one right-hand side or more");
    for (int const count : threads) require(count >= 0, "threads must be 0 (as many as processors) or more");
    require(!sizes.empty() || with_largest, "no size is given");
    require(!right_hand_sides.empty(), "no number of right-hand sides is given");
    require(!threads.empty(), "no number of threads is given");
    require(zero_share >= 0.0 && zero_share < 1.0, "the share of zeros must be at least 0 and below 1");
    require(tolerance > 0.0, "tolerance must be above 0");
    require(repetitions >= 1, "one repetition or more");
    require(memory >= 0.0, "memory must be 0 (what is free) or more");
    faults.throw_if_any();
}

RowMatrix make_block_matrix(BlockTable const& table, int threads) {
    Index const n = table.n_rows();
    RowMatrix matrix(n, n);
    prefer_large_pages(matrix);
    Index const count = threads > 0 ? threads : processor_count();
    std::vector<std::jthread> workers;
    for (Index t = 0; t < count; ++t)
        workers.emplace_back([&, t] {
            Index const first = n * t / count, end = n * (t + 1) / count;
            table.fill_rows(first, end - first, matrix.data() + first * n);
        });
    workers.clear();
    return matrix;
}

void write_block_table(BlockTable const& table, Index m, std::filesystem::path const& path) {
    MatrixFileHead head;
    head.labels = table.labels();
    head.block = table.traits().n_sectors;
    head.right_hand_sides = table.final_demand_labels(m);
    head.title = fmt::format("Made-up world, {} regions x {} sectors", table.traits().n_regions, head.block);
    head.source = table.source();
    MatrixFileWriter writer(path, head);
    constexpr double bytes_at_once = 64e6;
    Index const n = table.n_rows();
    Index const rows =
        std::clamp<Index>(static_cast<Index>(bytes_at_once / (bytes_a_number * static_cast<double>(n))), 1, n);
    RowMatrix block(rows, std::max(n, m));
    for (Index first = 0; first < n; first += rows) {
        Index const count = std::min(rows, n - first);
        table.fill_rows(first, count, block.data());
        writer.write_rows(first, count, block.data());
        table.fill_final_demand(first, count, m, block.data());
        writer.write_right_hand_sides(first, count, block.data());
    }
    writer.commit();
}

LeontiefBench bench_leontief(LeontiefBenchOptions const& options) {
    options.validate();
    LeontiefBench bench;
    bench.machine = read_machine_facts();
    bench.seed = options.seed;
    bench.zero_share = options.zero_share;
    bench.tolerance = options.tolerance;
    BenchRun run(options, bench);
    std::vector<int> threads;
    for (int const count : options.threads) threads.push_back(count > 0 ? count : bench.machine.n_processors);
    std::vector<int> probed{1, bench.machine.n_processors};
    probed.insert(probed.end(), threads.begin(), threads.end());
    std::sort(probed.begin(), probed.end());
    probed.erase(std::unique(probed.begin(), probed.end()), probed.end());
    double const cache = bench.machine.caches.empty() ? 0.0 : bench.machine.caches.back().bytes;
    if (options.with_probes && run.go_on("gemm and stream of the machine"))
        bench.probes = probe_machine(probed, cache, bench.machine.memory_free, [&] { return run.go_on(); });

    std::vector<Index> sizes = options.sizes;
    if (options.with_largest) sizes.push_back(largest_size(run.memory()));
    for (Index const n : sizes)
        for (int const count : threads)
            for (LeontiefMethod const method : chosen_methods(options))
                for (Index const m : options.right_hand_sides)
                    if (run.go_on()) run.run(n, count, method, m);
    bench.exponents = fit_exponents(bench.timings);
    return bench;
}

std::vector<CostExponent> fit_exponents(std::vector<LeontiefTiming> const& timings) {
    std::map<std::tuple<LeontiefMethod, Index, int>, std::vector<LeontiefTiming const*>> cases;
    for (LeontiefTiming const& timing : timings)
        if (timing.was_run()) cases[{timing.method, timing.right_hand_sides, timing.threads}].push_back(&timing);
    // Slope of log seconds on log n.
    auto const slope = [](std::vector<LeontiefTiming const*> const& rows, auto const& seconds) {
        double mean_x = 0.0, mean_y = 0.0, xy = 0.0, xx = 0.0;
        auto const count = static_cast<double>(rows.size());
        for (LeontiefTiming const* row : rows) {
            mean_x += std::log(static_cast<double>(row->n)) / count;
            mean_y += std::log(seconds(*row)) / count;
        }
        for (LeontiefTiming const* row : rows) {
            double const x = std::log(static_cast<double>(row->n)) - mean_x;
            xx += x * x;
            xy += x * (std::log(seconds(*row)) - mean_y);
        }
        return xy / xx;
    };
    std::vector<CostExponent> exponents;
    for (auto const& [key, rows] : cases) {
        auto const [least, most] =
            std::minmax_element(rows.begin(), rows.end(), [](auto const* a, auto const* b) { return a->n < b->n; });
        if ((*least)->n == (*most)->n) continue;
        auto const& [method, m, threads] = key;
        exponents.push_back({method, m, threads, static_cast<int>(rows.size()),
                             slope(rows, [](LeontiefTiming const& row) { return row.setup_min; }),
                             slope(rows, [](LeontiefTiming const& row) { return row.solve_min; }),
                             slope(rows, [](LeontiefTiming const& row) { return row.setup_min + row.solve_min; })});
    }
    return exponents;
}

}  // namespace desvio
