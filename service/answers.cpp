#include "service/answers.hpp"

#include "desvio/io/store.hpp"
#include "desvio/report/page_files.hpp"
#include "desvio/report/report_page.hpp"
#include "service/full_run.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <thread>

namespace desvio {
namespace {

constexpr std::string_view page_folder = "/page/";
constexpr char const* answer_path = "/api/answer";
constexpr char const* result_path = "/api/result.h5";
constexpr char const* report_path = "/api/report.html";

std::size_t places(int solves) {
    return solves > 0 ? static_cast<std::size_t>(solves) : std::max(1U, std::thread::hardware_concurrency());
}

std::string type_of(std::string_view path) {
    static std::map<std::string_view, std::string> const types{{"html", "text/html; charset=utf-8"},
                                                               {"css", "text/css; charset=utf-8"},
                                                               {"js", "text/javascript; charset=utf-8"},
                                                               {"json", "application/json"},
                                                               {"md", "text/plain; charset=utf-8"},
                                                               {"wasm", "application/wasm"},
                                                               {"svg", "image/svg+xml"}};
    auto const at = types.find(path.substr(path.rfind('.') + 1));
    return at == types.end() ? "application/octet-stream" : at->second;
}

Reply told(int status, Fault fault) { return json_reply(live_faults_json({std::move(fault)}), status); }

Reply busy() {
    Reply reply = told(503, {{}, "too many questions at once", "this one was not answered", "Ask again in a second."});
    reply.retry_after = 1;
    return reply;
}

Reply not_found() { return told(404, {{}, "there is no such page", {}, "Start at '/'."}); }

/// The page with every script and style that it needs named in it, in the order of their names: the library first.
std::string home_page() {
    std::string page = page_file("serve/index.html").value_or("");
    auto const put = [&](std::string_view place, std::string const& text) {
        if (std::size_t const at = page.find(place); at != std::string::npos) page.replace(at, place.size(), text);
    };
    std::string scripts, styles;
    for (char const* const folder : {"vendor/", "charts/", "report/", "serve/"}) {
        for (std::string const& path : page_paths(folder)) {
            if (path.ends_with(".js")) scripts += fmt::format("<script src=\"/page/{}\" defer></script>\n", path);
            if (path.ends_with(".css")) styles += fmt::format("<link rel=\"stylesheet\" href=\"/page/{}\">\n", path);
        }
    }
    put("{{styles}}", styles);
    put("{{scripts}}", scripts);
    return page;
}

/// Faults of what was asked go back to who asked; what else is thrown is a bug and is not told to strangers.
template <typename Ask>
Reply guarded(Ask const& ask) {
    try {
        return ask();
    } catch (InputError const& error) {
        return json_reply(live_faults_json(error.faults()), 400);
    } catch (FileError const& error) {
        return told(500, {{}, error.what(), {}, {}});
    } catch (std::exception const& error) {
        return told(500, {{}, fmt::format("a fault of the program itself: {}", error.what()), {}, "Please report it."});
    }
}

}  // namespace

Answers::Answers(ServiceOptions const& options)
    : options_(options),
      library_(options.bases),
      solves_(places(options.solves), options.waiting_solves, options.longest_wait),
      files_(1, 8, options.longest_file),
      scenarios_(scenarios_json()) {
    static_cast<void>(library_.model({}));
}

std::vector<std::string> Answers::asks() { return {answer_path, result_path, report_path}; }

Reply Answers::get(std::string const& path, std::string const& base) {
    return guarded([&] { return look_up(path, base); });
}

Reply Answers::post(std::string const& path, std::string const& body) {
    return guarded([&] {
        Question const question = read_question(body);
        if (path == answer_path) return answer(question);
        return make_file(question, path == report_path);
    });
}

Reply Answers::look_up(std::string const& path, std::string const& base) {
    if (path == "/api/health") return json_reply(R"({"status":"ok"})");
    if (path == "/api/bases") return json_reply(bases_json(library_));
    if (path == "/api/scenarios") return json_reply(scenarios_);
    if (path == "/api/base") {
        auto const model = library_.model(base);
        return json_reply(base_json(base.empty() ? library_.names().front() : base, model->base()));
    }
    // Names inside the program, compared letter by letter: no path of a disk is ever made of them.
    bool const is_home = path == "/";
    std::string const name = path.starts_with(page_folder) ? path.substr(page_folder.size()) : "";
    auto text = is_home ? home_page() : page_file(name);
    if (!text) return not_found();
    Reply reply = json_reply(std::move(*text));
    reply.type = type_of(is_home ? "html" : name);
    return reply;
}

Reply Answers::answer(Question const& question) {
    auto const model = library_.model(question.asked.base);
    SolveGate::Pass const pass = solves_.enter();
    if (!pass) return busy();
    LiveAnswer const found = model->ask(question.asked.question);
    Reply reply = json_reply(live_answer_json(*model, found));
    if (found.trouble().empty()) reply.solve_seconds = found.solve_seconds;
    return reply;
}

Reply Answers::make_file(Question const& question, bool is_report) {
    auto const model = library_.model(question.asked.base);
    SolveGate::Pass const pass = files_.enter();
    if (!pass) return busy();
    RunResult const run =
        full_run(question.asked.question, model->base(), {options_.most_draws, options_.longest_file});
    if (std::string const why = trouble_of(run.summary, run.audit); !why.empty())
        return json_reply(live_trouble_json(why));
    LabelledFile const tables = to_tables(run, "desvio serve");
    Reply reply;
    reply.file_name = usable_file_name(run.scenario.name);
    reply.solve_seconds = run.seconds;
    if (is_report) {
        reply.type = "text/html; charset=utf-8";
        reply.file_name += ".html";
        reply.body = report_page({tables}, {.language = question.language, .with_model = question.with_model});
        return reply;
    }
    std::lock_guard const lock(store_);
    reply.type = "application/x-hdf5";
    reply.file_name += ".h5";
    reply.body = store_image(tables);
    return reply;
}

}  // namespace desvio
