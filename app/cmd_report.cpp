#include "app/answer_file.hpp"
#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/text_file.hpp"
#include "desvio/report/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace desvio::app {
namespace {

bool is_sweep_file(LabelledFile const& file) { return file.text_attribute("format") == "desvio-sweep"; }

int run(Invocation const& invocation) {
    auto const begin = std::chrono::steady_clock::now();
    bool const is_quiet = invocation.has("quiet");
    std::string const target = invocation.word("output");
    if (target.empty()) throw UsageError("'report' needs -o FILE.html: the page to write");
    require_writable(target);
    PageOptions options{.language = invocation.word("lang"), .with_model = !invocation.has("no-model")};
    std::vector<LabelledFile> files;
    for (std::string const& word : invocation.words("file")) {
        AnswerFile answer = answer_file(word, is_quiet);
        if (answer.code != ok) return answer.code;
        options.names.push_back(std::filesystem::path(word).filename().string());
        files.push_back(std::move(answer.file));
    }
    if (!invocation.has("no-ladder") && std::none_of(files.begin(), files.end(), is_sweep_file))
        options.ladder = ladder_of(files.front(), is_quiet);
    PageContent content;
    std::string const page = report_page(files, options, &content);
    write_text_file(target, page);
    if (is_quiet) return ok;
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    constexpr double million = 1e6;
    print(fmt::format("{}: {:.1f} MB, {} answer{}{}{}, {:.1f} s\n", target, static_cast<double>(page.size()) / million,
                      content.answers, content.answers == 1 ? "" : "s",
                      content.has_ladder ? ", the ladder of the duty" : "",
                      content.has_model ? ", the model" : ", without the model", seconds));
    return ok;
}

}  // namespace

Command report_command() {
    Command command{
        .name = "report",
        .summary = "write one web page that holds an answer, its pictures and the model",
        .usage = "FILE.h5|SCENARIO... -o FILE.html [options]",
        .details =
            "The page is one file that needs no network: it can be mailed and opened anywhere. It is about the first\n"
            "file; further ones are held against it, and a sweep among them is its ladder of levels. Without one\n"
            "the first duty of the scenario is swept. A scenario is run first.",
        .positionals = {{.name = "file", .most = -1, .least = 1, .shown = "a result FILE.h5, or a SCENARIO"}},
        .options = po::options_description(""),
        .examples = {"desvio report brics.h5 -o brics.html", "desvio report brics-100 --lang es -o informe.html",
                     "desvio report brics.h5 mirror.h5 ladder.h5 -o brics.html"},
        .completions = builtin_scenarios(),
        .run = run};
    add_value<std::string>(command, "output,o", "FILE", "page to write");
    add_value<std::string>(command, "lang", "LANGUAGE", "en", "en", "language of the page: en, es or pt");
    add_flag(command, "no-model", "leave out the model; the page is smaller and its sliders do nothing");
    add_flag(command, "no-ladder", "do not sweep the duty");
    add_flag(command, "quiet,q", "print nothing");
    return command;
}

}  // namespace desvio::app
