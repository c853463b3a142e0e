#include "desvio/core/error.hpp"
#include "desvio/engine/live.hpp"
#include "desvio/io/carried_tables.hpp"
#include "desvio/report/live_json.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>

// What page/live/engine.js calls. Texts are UTF-8; bytes are given by address and size; nothing is thrown across.
namespace desvio::page {

/// A model, or why there is none; and the latest answer.
struct OpenEngine {
    std::optional<LiveModel> model;
    std::string answer;
};

namespace {

template <typename Work>
void answer_by(OpenEngine& engine, Work const& work) {
    try {
        engine.answer = work();
    } catch (InputError const& error) {
        engine.answer = live_faults_json(error.faults());
    } catch (std::exception const& error) {
        engine.answer = live_trouble_json(error.what());
    }
}

}  // namespace
}  // namespace desvio::page

using desvio::page::OpenEngine;

extern "C" {

/// A model of what carry_tables() wrote. desvio_answer() is empty, or says why there is none.
[[clang::export_name("desvio_open")]] OpenEngine* desvio_open(std::byte const* inputs, std::size_t size) {
    auto* const engine = new OpenEngine;  // NOLINT: the page holds it and gives it to desvio_close()
    desvio::page::answer_by(*engine, [&]() -> std::string {
        engine->model.emplace(desvio::carried_tables({inputs, size}, "this page"));
        return {};
    });
    return engine;
}

[[clang::export_name("desvio_close")]] void desvio_close(OpenEngine* engine) { delete engine; }  // NOLINT: see above

/// Puts a question (JSON); desvio_answer() has what came of it. \pre the engine has a model
[[clang::export_name("desvio_ask")]] void desvio_ask(OpenEngine* engine, char const* question, std::size_t size) {
    desvio::page::answer_by(*engine, [&] {
        auto const request = desvio::read_live_request({question, size});
        return desvio::live_answer_json(*engine->model, engine->model->ask(request.question));
    });
}

[[clang::export_name("desvio_answer")]] char const* desvio_answer(OpenEngine const* engine) {
    return engine->answer.data();
}
[[clang::export_name("desvio_answer_size")]] std::size_t desvio_answer_size(OpenEngine const* engine) {
    return engine->answer.size();
}
}
