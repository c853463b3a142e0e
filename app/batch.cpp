#include "app/batch.hpp"

#include "app/attempt.hpp"
#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "app/verdict.hpp"
#include "desvio/core/labels.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/version.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

namespace desvio::app {
namespace {

constexpr char const* all_builtin = "@all";

bool is_pattern(std::string const& word) {
    return word.starts_with('@') || (word.find_first_of("*?") != std::string::npos && !std::filesystem::exists(word));
}

std::vector<std::string> match_builtin(std::string const& word) {
    if (word == all_builtin) return builtin_scenarios();
    std::string const pattern = word.starts_with('@') ? word.substr(1) : word;
    std::vector<std::string> matches;
    for (std::string const& name : builtin_scenarios())
        if (fnmatch(pattern.c_str(), name.c_str(), 0) == 0) matches.push_back(name);
    if (matches.empty())
        throw UsageError(fmt::format("no built-in scenario is called like '{}'. {}", word,
                                     suggest_name(pattern, builtin_scenarios())));
    return matches;
}

/// Fails an item and tells why; \return whether the work went well.
bool do_for(BatchItem& item, std::function<void()> const& work) {
    Attempt const done = attempt([&] {
        work();
        return static_cast<int>(ok);
    });
    if (done.code == ok) return true;
    item.state = BatchState::failed;
    item.code = done.code;
    print_error(done.message);
    return false;
}

/// Texts of the files that a scenario names, by kind and name.
std::map<std::string, std::string> named_texts(Scenario const& scenario) {
    std::map<std::string, std::string> texts;
    for (auto const& [name, table] : scenario.tables) texts["rates " + name] = table.text;
    for (auto const& [name, table] : scenario.values_of_time) texts["time " + name] = table.text;
    for (auto const& [name, table] : scenario.group_tables) texts["groups " + name] = table.text;
    return texts;
}

bool says(LabelledFile const& file, char const* attribute, std::string const& wanted) {
    bool const is_there = file.find_attribute(attribute) != nullptr;
    return is_there ? file.text_attribute(attribute) == wanted : wanted.empty();
}

std::int64_t count_of(LabelledFile const& file, char const* name) {
    Attribute const* const attribute = file.find_attribute(name);
    auto const* const number = attribute == nullptr ? nullptr : std::get_if<std::int64_t>(&attribute->value);
    return number == nullptr ? 0 : *number;
}

/// The answer in the item's file where it is that of the same scenario, base, draws and program.
std::optional<ShortAnswer> find_answer(BatchItem const& item, RunOptions const& run) {
    std::error_code ignored;
    if (item.file.empty() || !std::filesystem::exists(item.file, ignored)) return std::nullopt;
    try {
        LabelledFile const file = read_store(item.file);
        Scenario const& scenario = item.scenario;
        bool const is_same =
            says(file, "format", "desvio-result") && says(file, "scenario_toml", scenario.toml) &&
            says(file, "base_sha256", item.base_sha256) && says(file, "desvio_version", version) &&
            says(file, "git_commit", git_commit) &&
            says(file, "scenario_reading", scenario.readings.empty() ? "" : to_string(scenario.reading)) &&
            says(file, "scenario_date", scenario.date ? to_string(*scenario.date) : "") &&
            count_of(file, "draws") + count_of(file, "draws_failed") == count_draws(scenario, *item.base, run) &&
            named_texts(recorded_run(file).scenario) == named_texts(scenario);
        if (is_same) return short_answer(file);
    } catch (std::exception const&) {
        // Whatever is wrong with it: it is made anew.
    }
    return std::nullopt;
}

/// Runs the items on several threads. HDF5 and standard error are for one thread at a time.
class BatchRun {
  public:
    BatchRun(std::vector<BatchItem>& items, BatchOptions const& options)
        : items_(items), options_(options), progress_(options.is_quiet) {
        int const processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
        n_jobs_ =
            std::clamp(options.jobs > 0 ? options.jobs : processors, 1, std::max(1, static_cast<int>(items.size())));
        run_ = options.run;
        if (run_.threads == 0) run_.threads = std::max(1, processors / n_jobs_);
        run_.monitor = [this](Iteration const&) {
            // Whoever holds the lock tells the same line or writes a file; nobody waits for a line.
            if (std::unique_lock const lock(one_at_a_time_, std::try_to_lock); lock.owns_lock()) tell();
            return !is_interrupted();
        };
    }

    void run() {
        std::vector<std::jthread> helpers;
        for (int k = 1; k < n_jobs_; ++k) helpers.emplace_back([this] { work(); });
        work();
    }

  private:
    void work() {
        for (std::size_t k = next_++; k < items_.size(); k = next_++) {
            BatchItem& item = items_[k];
            if (item.state != BatchState::waiting) continue;
            if (is_interrupted()) {
                item.state = BatchState::failed;
                item.code = not_converged;
                continue;
            }
            begin(item);
            try {
                solve(item);
            } catch (...) {
                std::exception_ptr const thrown = std::current_exception();
                std::lock_guard const lock(one_at_a_time_);
                do_for(item, [&] { std::rethrow_exception(thrown); });
            }
            end(item);
        }
    }

    void solve(BatchItem& item) {
        if (!options_.is_forced) {
            std::lock_guard const lock(one_at_a_time_);
            item.answer = find_answer(item, run_);
        }
        if (item.answer) {
            item.state = BatchState::found;
            return;
        }
        RunResult const result = run_scenario(item.scenario, *item.base, run_);
        std::lock_guard const lock(one_at_a_time_);
        item.code = judge(item.asked, result.summary, result.audit);
        item.state = item.code == ok ? BatchState::solved : BatchState::failed;
        if (item.code != ok) return;
        LabelledFile const tables = to_tables(result, options_.command_line);
        if (!item.file.empty()) write_store(tables, item.file, {.compress = options_.compress});
        item.answer = short_answer(tables);
    }

    void begin(BatchItem const& item) {
        std::lock_guard const lock(one_at_a_time_);
        running_.push_back(item.asked);
        tell();
    }

    void end(BatchItem const& item) {
        std::lock_guard const lock(one_at_a_time_);
        running_.erase(std::find(running_.begin(), running_.end(), item.asked));
        ++n_done_;
        tell();
    }

    void tell() {
        std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - begin_;
        static_cast<void>(progress_.show(static_cast<double>(n_done_), static_cast<double>(items_.size()),
                                         fmt::format("running {}", fmt::join(running_, ", ")), seconds.count()));
    }

    std::vector<BatchItem>& items_;
    BatchOptions const& options_;
    RunOptions run_;
    StepProgress progress_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    int n_jobs_ = 1;
    std::atomic<std::size_t> next_{0};
    std::mutex one_at_a_time_;
    std::vector<std::string> running_;
    std::size_t n_done_ = 0;
};

}  // namespace

bool names_several(std::vector<std::string> const& words) {
    return words.size() > 1 || std::any_of(words.begin(), words.end(), is_pattern);
}

std::vector<std::string> expand_names(std::vector<std::string> const& words) {
    std::vector<std::string> names;
    auto const add = [&](std::string const& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (std::string const& word : words) {
        if (!is_pattern(word)) {
            add(word);
            continue;
        }
        for (std::string const& name : match_builtin(word)) add(name);
    }
    return names;
}

std::vector<BatchItem> read_batch(std::vector<std::string> const& names, std::string const& base,
                                  std::optional<ReadingLevel> reading, std::optional<Date> date) {
    struct KnownBase {
        std::shared_ptr<Base const> base;
        std::string sha256;
    };
    std::map<std::string, KnownBase> bases;
    std::vector<BatchItem> items;
    for (std::string const& name : names) {
        BatchItem& item = items.emplace_back();
        item.asked = name;
        do_for(item, [&] {
            item.scenario = read_scenario(name);
            if (reading && !item.scenario.readings.empty()) item.scenario = read_scenario(name, reading);
            if (!base.empty()) item.scenario.base = base;
            if (date) set_date(item.scenario, *date);
            KnownBase& known = bases[item.scenario.base];
            if (!known.base) {
                known.base = std::make_shared<Base const>(read_base(item.scenario.base, {.quality = true}));
                known.sha256 = base_sha256(*known.base);
            }
            item.base = known.base;
            item.base_sha256 = known.sha256;
            if (!item.scenario.threats.empty()) {
                item.state = BatchState::skipped;
                item.reason = fmt::format("it is about what may happen: 'desvio threat {}'", item.scenario.name);
            } else if (resolve_scenario(item.scenario, *item.base).effects.empty()) {
                item.state = BatchState::skipped;
                item.reason = "none of its rules changes anything";
            }
        });
    }
    return items;
}

void run_batch(std::vector<BatchItem>& items, BatchOptions const& options) { BatchRun(items, options).run(); }

int worst_code(std::vector<BatchItem> const& items) {
    int worst = ok;
    for (BatchItem const& item : items) {
        if (item.code == bug) return bug;
        worst = std::max(worst, item.code);
    }
    return worst;
}

}  // namespace desvio::app
