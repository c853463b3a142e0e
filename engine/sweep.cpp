#include "desvio/engine/sweep.hpp"

#include "desvio/io/base_io.hpp"
#include "engine/sweep_draws.hpp"
#include "engine/sweep_record.hpp"
#include "engine/sweep_refine.hpp"
#include "engine/varied_model.hpp"
#include "engine/warm_path.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace desvio {
namespace {

// Long enough that starting from the base costs little, short enough to be shared out and to lose little when stopped.
constexpr Index longest_stretch = 8;
// More would not fit into the memory of most machines.
constexpr double most_cells = 1e9;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// Neighbouring levels of the first axis: points first, first + stride, ...
struct Stretch {
    Index first = 0, count = 0;
};

std::vector<Stretch> cut_into_stretches(Grid const& grid) {
    Index const length = grid.sizes.front(), stride = grid.stride(0);
    Index const pieces = (length + longest_stretch - 1) / longest_stretch;
    std::vector<Stretch> stretches;
    for (Index const line : grid.line_starts(0))
        for (Index piece = 0; piece < pieces; ++piece) {
            Index const begin = length * piece / pieces, end = length * (piece + 1) / pieces;
            stretches.push_back({line + begin * stride, end - begin});
        }
    return stretches;
}

/// The same faults, each with the point where it was met.
InputError at_point(InputError const& error, std::string const& name) {
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults) fault.problem = fmt::format("at {}: {}", name, fault.problem);
    return InputError(std::move(faults));
}

class SweepRun {
  public:
    SweepRun(SweepPlan const& plan, SweepOptions const& options)
        : options_(options), model_(plan.scenario, plan.given, numbers_of(plan)) {
        result_.plan = plan;
        for (SweepAxis const& axis : plan.axes) result_.grid.sizes.push_back(static_cast<Index>(axis.levels.size()));
        result_.base_sha256 = base_sha256(plan.given);
        choose_market();
        require_spread(plan);
        if (!model_.central().preparation().is_converged()) {
            result_.first_failure = model_.central().preparation().message;
            return;
        }
        result_.base = model_.central().base();
        result_.income_base = model_.central().accounts().income;
        record_.emplace(result_.plan, model_.central(), result_.market);
        result_.tables = record_->tables(result_.grid.size());
        result_.base_tables = record_->base_tables();
        require_size();
        require_free_names();
        stretches_ = cut_into_stretches(result_.grid);
    }

    void take_over(SweepResult const& begun) {
        for (Stretch const& stretch : stretches_) {
            if (!is_done(begun, stretch)) continue;
            for (SweepTable& to : result_.tables) {
                SweepTable const& from = begun.table(to.path);
                for (Index k = 0; k < stretch.count; ++k)
                    to.values.row(point(stretch, k)) = from.values.row(point(stretch, k));
            }
        }
        bool const is_whole = std::all_of(stretches_.begin(), stretches_.end(),
                                          [&](Stretch const& stretch) { return is_done(begun, stretch); });
        if (begun.is_refined && is_whole) {
            result_.optima = begun.optima;
            result_.kinks = begun.kinks;
            result_.is_refined = true;
        }
        if (begun.bands.is_drawn && is_whole) result_.bands = begun.bands;
    }

    SweepResult run() {
        if (result_.tables.empty()) return std::move(result_);
        solve_levels();
        bool const is_complete = result_.count(PointState::solved) == result_.grid.size();
        if (result_.plan.refine && is_complete && !is_stopped_ && !result_.is_refined) refine_lines();
        if (result_.plan.draws > 0 && is_complete && !is_stopped_ && !result_.bands.is_drawn)
            is_stopped_ = !draw_bands(result_, model_, options_);
        result_.was_stopped = is_stopped_;
        result_.seconds = seconds_since(begin_);
        return std::move(result_);
    }

  private:
    static std::vector<VariedNumber> numbers_of(SweepPlan const& plan) {
        std::vector<VariedNumber> numbers;
        for (SweepAxis const& axis : plan.axes) numbers.push_back(axis.number);
        return numbers;
    }

    /// Those of the scenario as it is written, or of its last point where it is written to change nothing.
    void choose_market() {
        ResolvedScenario resolved = resolve_scenario(result_.plan.scenario, result_.plan.given);
        bool const changes = std::any_of(resolved.effects.begin(), resolved.effects.end(),
                                         [](RuleEffect const& effect) { return effect.cells > 0; });
        if (!changes) resolved = VariedModel(model_).at(result_.levels(result_.grid.size() - 1)).resolved;
        result_.groups = resolved.groups;
        result_.focus = resolved.focus;
        result_.market = resolved.market;
        result_.market_reason = resolved.market_reason;
    }

    void require_size() const {
        double cells = 0.0;
        for (SweepTable const& table : result_.tables) cells += static_cast<double>(table.values.cols());
        double const all = cells * static_cast<double>(result_.grid.size());
        if (all > most_cells)
            throw InputError(
                {{},
                 fmt::format("{} points of {:.0f} figures do not fit into memory", result_.grid.size(), cells),
                 fmt::format("{:.1e} figures are the most", most_cells),
                 "Take fewer levels, or split the sweep in several."});
    }

    /// A dimension and a dataset of one group cannot have the same name.
    void require_free_names() const {
        auto const has_name = [](std::string const& path, std::string const& name) {
            return path.substr(path.rfind('/') + 1) == name;
        };
        for (SweepAxis const& axis : result_.plan.axes) {
            bool const is_taken =
                std::any_of(result_.tables.begin(), result_.tables.end(),
                            [&](SweepTable const& table) { return has_name(table.path, axis.label); }) ||
                std::any_of(result_.base_tables.begin(), result_.base_tables.end(),
                            [&](Table const& table) { return has_name(table.path, axis.label); });
            if (is_taken)
                throw InputError({{axis.label},
                                  "cannot be the name of an axis",
                                  "results have a figure of that name",
                                  "Write another label in front: label=path=levels."});
        }
    }

    [[nodiscard]] Index point(Stretch const& stretch, Index k) const {
        return stretch.first + k * result_.grid.stride(0);
    }

    [[nodiscard]] bool is_done(SweepResult const& result, Stretch const& stretch) const {
        for (Index k = 0; k < stretch.count; ++k)
            if (result.state(point(stretch, k)) == PointState::not_solved) return false;
        return true;
    }

    /// Calls work(task, model, is_caller) for every task, on as many threads as were asked for. \throws what a task
    /// threw, that of the first task that did
    template <typename Work>
    void share_out(Index n_tasks, Work const& work) {
        std::atomic<Index> next{0};
        std::mutex failing;
        std::exception_ptr failure;
        Index failed_task = n_tasks;
        auto const loop = [&](bool is_caller) {
            VariedModel model = model_;
            for (Index task = next++; task < n_tasks && !is_stopped_; task = next++) {
                try {
                    work(task, model, is_caller);
                } catch (...) {
                    std::lock_guard const lock(failing);
                    if (task < failed_task) {
                        failed_task = task;
                        failure = std::current_exception();
                    }
                    is_stopped_ = true;
                }
            }
        };
        int const available = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
        auto const n_threads =
            std::clamp<Index>(options_.jobs > 0 ? options_.jobs : available, 1, std::max<Index>(1, n_tasks));
        {
            std::vector<std::jthread> helpers;
            for (Index t = 1; t < n_threads; ++t) helpers.emplace_back([&] { loop(false); });
            loop(true);
        }
        if (failure) std::rethrow_exception(failure);
    }

    /// Whether to go on; the calling thread also asks the monitor.
    bool go_on(bool is_caller, char const* what, Index of) {
        if (is_caller && options_.monitor && !options_.monitor({done_.load(), of, what, seconds_since(begin_)}))
            is_stopped_ = true;
        return !is_stopped_;
    }

    void solve_levels() {
        std::vector<Stretch> left;
        std::copy_if(stretches_.begin(), stretches_.end(), std::back_inserter(left),
                     [&](Stretch const& stretch) { return !is_done(result_, stretch); });
        Index of = 0;
        for (Stretch const& stretch : left) of += stretch.count;
        share_out(static_cast<Index>(left.size()), [&](Index task, VariedModel& model, bool is_caller) {
            solve_stretch(left[static_cast<std::size_t>(task)], model, [&] { return go_on(is_caller, "levels", of); });
            if (is_caller) save_now_and_then();
        });
        // What follows may take longer than the levels did, or be stopped.
        if (options_.save && !left.empty() && (result_.plan.refine || result_.plan.draws > 0)) options_.save(result_);
    }

    template <typename GoOn>
    void solve_stretch(Stretch const& stretch, VariedModel& model, GoOn const& go_on) {
        WarmPath path;
        std::vector<SweepRow> rows;
        int evaluations = 0;
        std::string failure;
        for (Index k = 0; k < stretch.count; ++k) {
            if (!go_on()) return;
            Index const at = point(stretch, k);
            try {
                VariedModel::Point const set = model.at(result_.levels(at));
                double const level = result_.levels(at).front();
                auto const start = path.start(level);
                Counterfactual found = set.model->solve(
                    set.shock,
                    {.start = start ? &*start : nullptr, .monitor = [&](Iteration const&) { return go_on(); }});
                if (found.summary.status == Status::stopped) return;
                AuditReport audit;
                if (found.summary.is_converged()) {
                    audit = set.model->audit(set.shock, found, result_.plan.audit_tolerance);
                    path.keep(level, found.state);
                }
                evaluations += found.summary.evaluations;
                rows.push_back(record_->row({*set.model, set.shock, found, audit}));
                if (failure.empty()) failure = failure_of(at, found, audit);
            } catch (InputError const& error) {
                throw at_point(error, result_.name(at));
            }
            ++done_;
        }
        commit(stretch, rows, evaluations, failure);
    }

    [[nodiscard]] std::string failure_of(Index at, Counterfactual const& found, AuditReport const& audit) const {
        if (!found.summary.is_converged()) return fmt::format("{}: {}", result_.name(at), found.summary.message);
        if (audit.passed()) return {};
        return fmt::format("{}: the solution fails its audit, residual {:.1e} (allowed {:.1e})", result_.name(at),
                           audit.largest(), audit.tolerance);
    }

    void commit(Stretch const& stretch, std::vector<SweepRow> const& rows, int evaluations,
                std::string const& failure) {
        std::lock_guard const lock(writing_);
        for (Index k = 0; k < stretch.count; ++k)
            for (std::size_t t = 0; t < result_.tables.size(); ++t)
                result_.tables[t].values.row(point(stretch, k)) = rows[static_cast<std::size_t>(k)][t].transpose();
        result_.solves += static_cast<int>(stretch.count);
        result_.evaluations += evaluations;
        if (result_.first_failure.empty()) result_.first_failure = failure;
    }

    void save_now_and_then() {
        if (!options_.save || seconds_since(last_save_) < options_.save_every) return;
        std::lock_guard const lock(writing_);
        options_.save(result_);
        last_save_ = Clock::now();
    }

    void refine_lines() {
        struct Line {
            std::size_t axis;
            Index start;
        };
        std::vector<Line> lines;
        for (std::size_t axis = 0; axis < result_.plan.axes.size(); ++axis)
            if (result_.grid.sizes[axis] > 1)
                for (Index const start : result_.grid.line_starts(axis)) lines.push_back({axis, start});
        std::vector<RefinedLine> refined(lines.size());
        done_ = 0;
        share_out(static_cast<Index>(lines.size()), [&](Index task, VariedModel& model, bool is_caller) {
            auto const at = static_cast<std::size_t>(task);
            refined[at] = refine_line(result_, model, lines[at].axis, lines[at].start, [&] {
                return go_on(is_caller, "optima and kinks", static_cast<Index>(lines.size()));
            });
            ++done_;
        });
        if (is_stopped_) return;
        for (RefinedLine const& line : refined) {
            result_.optima.insert(result_.optima.end(), line.optima.begin(), line.optima.end());
            result_.kinks.insert(result_.kinks.end(), line.kinks.begin(), line.kinks.end());
            result_.solves += line.solves;
            result_.evaluations += line.evaluations;
            if (result_.first_failure.empty()) result_.first_failure = line.failure;
        }
        result_.is_refined = true;
    }

    SweepOptions const& options_;
    VariedModel model_;  ///< copied for every thread
    SweepResult result_;
    std::optional<SweepRecord> record_;
    std::vector<Stretch> stretches_;
    std::atomic<Index> done_{0};
    std::atomic<bool> is_stopped_{false};
    std::mutex writing_;
    Clock::time_point begin_ = Clock::now(), last_save_ = begin_;
};

}  // namespace

SweepResult run_sweep(SweepPlan const& plan, SweepOptions const& options, SweepResult const* begun) {
    SweepRun run(plan, options);
    if (begun != nullptr) run.take_over(*begun);
    return run.run();
}

}  // namespace desvio
