#pragma once

#include "app/command.hpp"
#include "desvio/params/date.hpp"
#include "desvio/params/scenario.hpp"

#include <optional>

namespace desvio::app {

/// The command that the first words name, and how many words that took.
struct Choice {
    Command const* command = nullptr;
    std::size_t words = 0;
};
/// \throws UsageError with the nearest command for an unknown one
Choice choose_command(std::vector<std::string> const& arguments);

/// Options and positional words of a command. \throws UsageError with the nearest option for an unknown one
Invocation parse_arguments(Command const& command, std::vector<std::string> const& arguments);

/// The day of an option. \throws UsageError when it is none
Date parse_day(std::string const& text);

/// The reading of --reading, if it is there. \throws UsageError when it is none
std::optional<ReadingLevel> reading_option(Invocation const& invocation);

/// Scenarios of one command at the reading asked for: those that have numbers with three take it, the others have none
/// to choose. When no scenario does, require_use() refuses.
class ReadingChooser {
  public:
    explicit ReadingChooser(Invocation const& invocation) : level_(reading_option(invocation)) {}
    [[nodiscard]] std::optional<ReadingLevel> level() const { return level_; }
    Scenario read(std::string const& name);
    /// Tells of a scenario that was read elsewhere.
    void note(Scenario const& scenario) { is_used_ = is_used_ || !scenario.readings.empty(); }
    /// \throws InputError \param name  of the scenario that the message is about
    void require_use(std::string const& name) const;

  private:
    std::optional<ReadingLevel> level_;
    bool is_used_ = false;
};

/// Names that commands start with: "run", "base", ...
std::vector<std::string> first_words();

}  // namespace desvio::app
