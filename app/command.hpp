#pragma once

#include <boost/program_options.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace desvio::app {

namespace po = boost::program_options;

/// What a command was asked: its options by name and its positional words.
struct Invocation {
    po::variables_map options;
    std::string command_line;  ///< as typed, for the record in a result

    [[nodiscard]] bool has(char const* name) const { return options.count(name) > 0; }
    template <typename T>
    [[nodiscard]] T get(char const* name) const {
        return options[name].as<T>();
    }
    /// The words of a positional argument; none when it was not given.
    [[nodiscard]] std::vector<std::string> words(char const* name) const {
        return has(name) ? get<std::vector<std::string>>(name) : std::vector<std::string>{};
    }
    [[nodiscard]] std::string word(char const* name, std::string const& otherwise = {}) const {
        return has(name) ? get<std::string>(name) : otherwise;
    }
};

/// A word of a command line that is not an option.
struct Positional {
    std::string name;   ///< key in Invocation::words
    int most = 1;       ///< how many words it may take; -1 any number
    int least = 0;      ///< how many it needs
    std::string shown;  ///< in usage lines: "SCENARIO"
};

/// One command: everything that parsing, help and completion need. A new one is a file with a function that returns it
/// and a line in commands.cpp.
struct Command {
    std::string name;     ///< "run", "base check"
    std::string summary;  ///< one line, no full stop
    std::string usage;    ///< after the name: "SCENARIO [options]"
    std::string details;  ///< paragraphs of the help page
    std::vector<Positional> positionals;
    po::options_description options;
    std::vector<std::string> examples;  ///< whole command lines
    /// What shell completion offers for the positional words; empty for files only.
    std::vector<std::string> completions;
    int (*run)(Invocation const&);  ///< \returns an ExitCode
};

/// "json", "quiet,q": an option without a value.
inline void add_flag(Command& command, char const* name, char const* text) {
    command.options.add_options()(name, text);
}

/// An option with a value, shown as "--base BASE".
template <typename T>
void add_value(Command& command, char const* name, char const* shown, char const* text) {
    command.options.add_options()(name, po::value<T>()->value_name(shown), text);
}

/// The same with a value for when it is not given.
template <typename T>
void add_value(Command& command, char const* name, char const* shown, T const& otherwise, char const* otherwise_shown,
               char const* text) {
    command.options.add_options()(name, po::value<T>()->value_name(shown)->default_value(otherwise, otherwise_shown),
                                  text);
}

/// All commands, in the order of the overview.
std::vector<Command> const& all_commands();

/// The command line cannot be used. Exit code 2.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

Command run_command();
Command sweep_command();
Command solve_for_command();
Command compare_command();
Command decompose_command();
Command threat_command();
Command describe_command();
Command validate_command();
Command base_check_command();
Command base_info_command();
Command base_import_command();
Command base_export_command();
Command base_settle_command();
Command base_aggregate_command();
Command base_split_command();
Command base_set_command();
Command base_diff_command();
Command base_compare_command();
Command analyze_command();
Command schedule_list_command();
Command schedule_check_command();
Command schedule_show_command();
Command schedule_diff_command();
Command schedule_timeline_command();
Command leontief_command();
Command bench_command();
Command report_command();
Command plot_command();
Command export_command();
Command rerun_command();
Command serve_command();
Command completion_command();

}  // namespace desvio::app
