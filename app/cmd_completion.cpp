#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/parse.hpp"
#include "app/terminal.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

std::string option_words(Command const& command) {
    std::vector<std::string> words;
    for (auto const& option : command.options.options()) words.push_back("--" + option->long_name());
    words.emplace_back("--help");
    return fmt::format("{}", fmt::join(words, " "));
}

/// `'base check') options='--json --help' names='world-2023' ;;`
std::string command_case(Command const& command) {
    return fmt::format("        '{}') options='{}' names='{}' ;;\n", command.name, option_words(command),
                       fmt::join(command.completions, " "));
}

std::string family_cases() {
    std::string cases;
    for (std::string const& first : first_words()) {
        std::vector<std::string> second;
        for (Command const& command : all_commands()) {
            if (command.name.starts_with(first + " ")) second.push_back(command.name.substr(first.size() + 1));
        }
        if (!second.empty()) cases += fmt::format("        '{}') second='{}' ;;\n", first, fmt::join(second, " "));
    }
    return cases;
}

/// Generated from the table of commands, so that it knows every command, option and built-in name of this program.
std::string bash_script() {
    std::string cases;
    for (Command const& command : all_commands()) cases += command_case(command);
    std::string script = fmt::format(
        "# bash completion for desvio; load it with: source <(desvio completion bash)\n"
        "_desvio() {{\n"
        "    local current=${{COMP_WORDS[COMP_CWORD]}} command=${{COMP_WORDS[1]:-}} options='' names='' second=''\n"
        "    COMPREPLY=()\n"
        "    if [[ $COMP_CWORD -eq 1 ]]; then\n"
        "        COMPREPLY=($(compgen -W '{} help --help --version' -- \"$current\"))\n"
        "        return\n"
        "    fi\n"
        "    if [[ $command == help && $COMP_CWORD -eq 2 ]]; then\n"
        "        COMPREPLY=($(compgen -W '{}' -- \"$current\"))\n"
        "        return\n"
        "    fi\n"
        "    case $command in\n"
        "{}"
        "    esac\n"
        "    if [[ -n $second ]]; then\n"
        "        if [[ $COMP_CWORD -eq 2 ]]; then\n"
        "            COMPREPLY=($(compgen -W \"$second\" -- \"$current\"))\n"
        "            return\n"
        "        fi\n"
        "        command=\"$command ${{COMP_WORDS[2]}}\"\n"
        "    fi\n"
        "    case $command in\n"
        "{}"
        "    esac\n",
        fmt::join(first_words(), " "), fmt::join(first_words(), " "), family_cases(), cases);
    script +=
        "    if [[ $current == -* ]]; then\n"
        "        COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n"
        "    else\n"
        "        COMPREPLY=($(compgen -W \"$names\" -- \"$current\") $(compgen -f -- \"$current\"))\n"
        "    fi\n"
        "}\n"
        "complete -o filenames -F _desvio desvio\n";
    return script;
}

int run(Invocation const& invocation) {
    std::string const shell = invocation.words("shell").front();
    if (shell != "bash") throw UsageError(fmt::format("there is no completion for '{}'. Known: bash.", shell));
    print(bash_script());
    return ok;
}

}  // namespace

Command completion_command() {
    return {.name = "completion",
            .summary = "print a script that completes commands, options and names in the shell",
            .usage = "bash",
            .details = "",
            .positionals = {{.name = "shell", .most = 1, .least = 1, .shown = "a shell: bash"}},
            .options = po::options_description(""),
            .examples = {"source <(desvio completion bash)",
                         "desvio completion bash > ~/.local/share/bash-completion/completions/desvio"},
            .completions = {"bash"},
            .run = run};
}

}  // namespace desvio::app
