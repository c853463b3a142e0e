#include "app/parse.hpp"

#include "desvio/core/labels.hpp"
#include "desvio/io/scenario_io.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio::app {
namespace {

/// "Did you mean 'run'?", or where to look.
std::string hint(std::string const& wanted, std::vector<std::string> const& known, std::string const& otherwise) {
    std::string const near = nearest_name(wanted, known);
    return near.empty() ? otherwise : fmt::format("Did you mean '{}'?", near);
}

std::vector<std::string> option_names(Command const& command) {
    std::vector<std::string> names{"--help"};
    for (auto const& option : command.options.options()) names.push_back("--" + option->long_name());
    return names;
}

std::string see_help(Command const& command) { return fmt::format("See 'desvio help {}'.", command.name); }

std::string dashed(std::string const& option) { return option.starts_with('-') ? option : "--" + option; }

/// Words of positional arguments are collected under one hidden option and dealt out afterwards.
constexpr char const* collected = "words";

void deal_words(Command const& command, std::vector<std::string> const& words, po::variables_map& options) {
    std::size_t next = 0;
    for (Positional const& positional : command.positionals) {
        std::vector<std::string> taken;
        while (next < words.size() && (positional.most < 0 || static_cast<int>(taken.size()) < positional.most)) {
            taken.push_back(words[next++]);
        }
        if (!taken.empty()) options.insert({positional.name, po::variable_value(boost::any(taken), false)});
    }
    if (next < words.size()) {
        throw UsageError(fmt::format("'{}' is one word too many. {}", words[next], see_help(command)));
    }
}

}  // namespace

Date parse_day(std::string const& text) {
    if (auto const day = parse_date(text)) return *day;
    throw UsageError("'" + text + "' is no day: write it like 2025-08-07");
}

std::optional<ReadingLevel> reading_option(Invocation const& invocation) {
    if (!invocation.has("reading")) return std::nullopt;
    std::string const name = invocation.word("reading");
    auto const reading = parse_option<ReadingLevel>(name);
    if (!reading)
        throw UsageError(fmt::format("there is no reading '{}'. {}", name,
                                     suggest_name(name, desvio::option_names<ReadingLevel>())));
    return reading;
}

Scenario ReadingChooser::read(std::string const& name) {
    Scenario scenario = read_scenario(name);
    note(scenario);
    return level_ && !scenario.readings.empty() ? read_scenario(name, level_) : scenario;
}

void ReadingChooser::require_use(std::string const& name) const {
    // Reading it so refuses it, in the words of every scenario without readings.
    if (level_ && !is_used_) static_cast<void>(read_scenario(name, level_));
}

std::vector<std::string> first_words() {
    std::vector<std::string> words;
    for (Command const& command : all_commands()) {
        std::string const word = command.name.substr(0, command.name.find(' '));
        if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
    return words;
}

Choice choose_command(std::vector<std::string> const& arguments) {
    std::string const& first = arguments.front();
    std::vector<std::string> second_words;
    for (Command const& command : all_commands()) {
        if (command.name == first) return {&command, 1};
        if (!command.name.starts_with(first + " ")) continue;
        if (arguments.size() > 1 && command.name == first + " " + arguments[1]) return {&command, 2};
        second_words.push_back(command.name.substr(first.size() + 1));
    }
    if (!second_words.empty()) {
        std::string const choices = fmt::format("One of: {}.", fmt::join(second_words, ", "));
        if (arguments.size() < 2 || arguments[1].starts_with('-')) {
            throw UsageError(fmt::format("'{}' needs to know what to do. {}", first, choices));
        }
        throw UsageError(
            fmt::format("unknown command '{} {}'. {}", first, arguments[1], hint(arguments[1], second_words, choices)));
    }
    if (first.starts_with('-')) {
        throw UsageError(fmt::format("unknown option '{}'. {}", first,
                                     hint(first, {"--help", "--version"}, "See 'desvio --help'.")));
    }
    auto known = first_words();
    known.emplace_back("help");
    throw UsageError(fmt::format("unknown command '{}'. {}", first, hint(first, known, "See 'desvio --help'.")));
}

Invocation parse_arguments(Command const& command, std::vector<std::string> const& arguments) {
    po::options_description all;
    all.add(command.options);
    all.add_options()(collected, po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add(collected, -1);
    // Abbreviated options would change their meaning when a new option arrives.
    int const style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;

    Invocation invocation;
    try {
        po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style).run(),
                  invocation.options);
        po::notify(invocation.options);
    } catch (po::unknown_option const& error) {
        std::string const option = dashed(error.get_option_name());
        throw UsageError(fmt::format("unknown option '{}' of '{}'. {}", option, command.name,
                                     hint(option, option_names(command), see_help(command))));
    } catch (po::multiple_occurrences const& error) {
        throw UsageError(fmt::format("option '{}' is given more than once", dashed(error.get_option_name())));
    } catch (po::invalid_option_value const& error) {
        throw UsageError(fmt::format("{}. {}", error.what(), see_help(command)));
    } catch (po::error const& error) {
        throw UsageError(fmt::format("{}. {}", error.what(), see_help(command)));
    }
    deal_words(command, invocation.words(collected), invocation.options);
    return invocation;
}

}  // namespace desvio::app
