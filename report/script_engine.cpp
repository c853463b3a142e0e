#include "report/script_engine.hpp"

#include <duktape.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace desvio {
namespace {

// Before every block stands its size, in room enough to keep the block aligned.
constexpr std::size_t header = alignof(std::max_align_t);

}  // namespace

/// A script to run, or a text to put into a variable.
struct ScriptEngine::Task {
    std::string_view text;
    char const* name;
    bool is_code;
};

ScriptEngine::ScriptEngine(std::size_t memory) : budget_{memory} {
    duk_realloc_function const resize = [](void* udata, void* old, duk_size_t size) -> void* {
        auto& budget = *static_cast<Budget*>(udata);
        std::byte* const block = old == nullptr ? nullptr : static_cast<std::byte*>(old) - header;
        std::size_t before = 0;
        if (block != nullptr) std::memcpy(&before, block, sizeof before);
        if (size == 0) {
            std::free(block);
            budget.left += before;
            return nullptr;
        }
        if (size > before && size - before > budget.left) return nullptr;
        void* const grown = std::realloc(block, size + header);
        if (grown == nullptr) return nullptr;
        std::memcpy(grown, &size, sizeof size);
        budget.left += before;
        budget.left -= size;
        return static_cast<std::byte*>(grown) + header;
    };
    static duk_realloc_function const any_resize = resize;
    heap_ = duk_create_heap([](void* udata, duk_size_t size) { return any_resize(udata, nullptr, size); }, resize,
                            [](void* udata, void* block) { any_resize(udata, block, 0); }, &budget_,
                            // Never in a protected call, and every call is one.
                            [](void* udata, char const* message) -> void {
                                static_cast<Budget*>(udata)->is_broken = true;
                                throw ScriptError(message == nullptr ? "the script engine gave up" : message);
                            });
    if (heap_ == nullptr) throw std::bad_alloc();
}

ScriptEngine::~ScriptEngine() {
    if (!budget_.is_broken) duk_destroy_heap(heap_);
}

std::string ScriptEngine::protect(Task& task) {
    // Errors leave this function by a jump that runs no destructor: it holds none.
    duk_safe_call_function const body = [](duk_context* heap, void* udata) -> duk_ret_t {
        auto const& what = *static_cast<Task const*>(udata);
        if (!what.is_code) {
            duk_push_lstring(heap, what.text.data(), what.text.size());
            duk_put_global_string(heap, what.name);
            duk_push_undefined(heap);
            return 1;
        }
        duk_push_string(heap, what.name);
        duk_compile_lstring_filename(heap, DUK_COMPILE_EVAL, what.text.data(), what.text.size());
        duk_call(heap, 0);
        duk_to_string(heap, -1);
        return 1;
    };
    bool const is_done = duk_safe_call(heap_, body, &task, 0, 1) == DUK_EXEC_SUCCESS;
    std::string text = is_done ? "" : duk_safe_to_stacktrace(heap_, -1);
    if (duk_size_t length = 0; is_done && duk_is_string(heap_, -1) != 0) {
        char const* const result = duk_get_lstring(heap_, -1, &length);
        text.assign(result, length);
    }
    duk_pop(heap_);
    if (!is_done) throw ScriptError(text);
    return text;
}

std::string ScriptEngine::run(std::string_view code, std::string const& name) {
    Task task{code, name.c_str(), true};
    return protect(task);
}

void ScriptEngine::set_text(std::string const& variable, std::string_view text) {
    Task task{text, variable.c_str(), false};
    protect(task);
}

}  // namespace desvio
