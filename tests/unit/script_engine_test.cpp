#include "report/script_engine.hpp"

#include <gtest/gtest.h>

namespace desvio {
namespace {

/// What an engine says of a script that fails.
std::string failure(ScriptEngine& engine, std::string const& code) {
    try {
        engine.run(code, "mine.js");
    } catch (ScriptError const& error) {
        return error.what();
    }
    return "";
}

TEST(ScriptEngine, TheLastExpressionIsTheAnswer) {
    ScriptEngine engine;
    EXPECT_EQ(engine.run("var a = 40; a + 2", "sum"), "42");
    EXPECT_EQ(engine.run("a * 0.1", "globals stay"), "4");
    EXPECT_EQ(engine.run("'\\u00fc\\u2212' + JSON.stringify([1/3])", "text"), "ü−[0.3333333333333333]");
}

TEST(ScriptEngine, TextsArriveAsTheyAre) {
    ScriptEngine engine;
    std::string const text = "quote \" backslash \\ newline \n São Tomé −";
    engine.set_text("given", text);
    EXPECT_EQ(engine.run("given", "back"), text);
    EXPECT_EQ(engine.run("given.length", "length"), "40");
}

TEST(ScriptEngine, FailuresSayWhereAndTheEngineGoesOn) {
    ScriptEngine engine;
    std::string const thrown = failure(engine, "function deep() {\n  return missing.thing;\n}\ndeep();");
    EXPECT_NE(thrown.find("missing"), std::string::npos) << thrown;
    EXPECT_NE(thrown.find("mine.js:2"), std::string::npos) << thrown;
    EXPECT_NE(failure(engine, "1 +").find("SyntaxError"), std::string::npos);
    EXPECT_NE(failure(engine, "(function f() { f(); })()").find("RangeError"), std::string::npos);
    EXPECT_EQ(engine.run("6 * 7", "after"), "42");
}

TEST(ScriptEngine, MemoryIsBounded) {
    ScriptEngine engine(std::size_t{4} << 20U);
    EXPECT_NE(failure(engine, "var all = []; while (true) all.push(new Array(1000).join('x') + all.length);"), "");
    EXPECT_EQ(engine.run("all = null; 'room again'", "after"), "room again");
}

TEST(ScriptEngine, ThereAreNoFilesAndNoNetwork) {
    ScriptEngine engine;
    for (char const* const name : {"require", "process", "XMLHttpRequest", "fetch", "readFile", "print", "alert"})
        EXPECT_EQ(engine.run(std::string("typeof ") + name, "look"), "undefined") << name;
}

}  // namespace
}  // namespace desvio
