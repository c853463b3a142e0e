#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

struct duk_hthread;

namespace desvio {

/// A script failed: its message and the stack of its calls. A mistake of the program, not of its user.
class ScriptError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// ECMAScript 5 without files, network or clock (Duktape), its memory bounded. One thread at a time.
/// \tests unit/script_engine_test.cpp
class ScriptEngine {
  public:
    static constexpr std::size_t default_memory = std::size_t{512} << 20U;

    /// \param memory  bytes that scripts and what they make may take
    explicit ScriptEngine(std::size_t memory = default_memory);
    ~ScriptEngine();
    ScriptEngine(ScriptEngine const&) = delete;
    ScriptEngine& operator=(ScriptEngine const&) = delete;

    /// Runs a script; the value of its last expression as text. \param name  for messages \throws ScriptError
    std::string run(std::string_view code, std::string const& name);

    /// Gives a global variable this text. \throws ScriptError
    void set_text(std::string const& variable, std::string_view text);

  private:
    struct Budget {
        std::size_t left;
        bool is_broken = false;  ///< Duktape gave up: its heap cannot even be freed
    };
    struct Task;
    std::string protect(Task& task);

    Budget budget_;
    duk_hthread* heap_;
};

}  // namespace desvio
