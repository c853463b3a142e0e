#pragma once

#include "desvio/engine/run.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Questions answered while someone waits: a scenario as text, some of its numbers moved, one base kept ready.
namespace desvio {

struct LiveQuestion {
    std::string scenario;                                ///< TOML as in a scenario file; other files are not opened
    std::vector<std::pair<std::string, double>> levels;  ///< by path, as params/vary names them
    /// Options by path: "model.deficits" is "balanced", "report.market" is "USA".
    std::vector<std::pair<std::string, std::string>> choices = {};
    std::optional<Date> date = {};  ///< in place of the scenario's own and of those of its schedules
    std::optional<ReadingLevel> reading = {};
};

/// The scenario that a question asks for, its levels and choices written into the text.
/// \param texts  of tables that the scenario names, beside the built-in ones
/// \throws InputError with every fault of the scenario and the levels, and for a question that may cost too much
Scenario asked_scenario(LiveQuestion const& question, std::map<std::string, std::string> const& texts = {});

/// Why an answer must not be used: it was not found, or an equation does not hold; empty where it may.
std::string trouble_of(Summary const& summary, AuditReport const& audit);

struct LiveAnswer {
    Summary summary;  ///< other than converged: there are no tables
    AuditReport audit;
    /// A result file without intervals and without /input. Its attribute scenario_toml has levels and choices written
    /// in, so that it is a scenario of its own.
    LabelledFile tables;
    double solve_seconds = 0.0, seconds = 0.0;
    [[nodiscard]] std::string trouble() const { return trouble_of(summary, audit); }
};

/// What a question may cost; more is an InputError.
inline constexpr std::size_t largest_live_text = 65536;  ///< bytes of the scenario
inline constexpr std::size_t most_live_rules = 100;
inline constexpr std::size_t most_live_levels = 50;  ///< and as many choices
inline constexpr int most_live_iterations = 2000;

/// Answers are those of run_scenario() to the bit. One thread a question; safe to share between threads. The models of
/// the latest options (closures, elasticities) are kept ready.
class LiveModel {
  public:
    explicit LiveModel(Base base);
    /// Of a file that carries its base (a result, a sweep, carried_inputs() of these). Names that the scenarios of the
    /// file stand on (tables of rates, groups as they were) may be used by name. \throws FileError, InputError
    explicit LiveModel(LabelledFile const& file);
    ~LiveModel();
    LiveModel(LiveModel&&) noexcept;
    LiveModel& operator=(LiveModel&&) noexcept;
    LiveModel(LiveModel const&) = delete;
    LiveModel& operator=(LiveModel const&) = delete;

    [[nodiscard]] Base const& base() const noexcept;
    /// \throws InputError with every fault of the scenario and the levels, and for a question that may cost too much
    ///         \tests unit/live_test.cpp
    [[nodiscard]] LiveAnswer ask(LiveQuestion const& question) const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Of a result or a sweep, what a LiveModel is made of and nothing else: its base, the texts its scenario names and
/// its attributes. For pages that carry their model.
LabelledFile carried_inputs(LabelledFile const& file);

}  // namespace desvio
