#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/report/base_changes.hpp"
#include "desvio/tables/diff.hpp"

#include <fmt/format.h>

namespace desvio::app {
namespace {

constexpr int top_shown = 5;

Positional two_bases() {
    return {.name = "bases", .most = 2, .least = 2, .shown = "two BASEs: built-in names, folders or .h5 files"};
}

std::size_t chosen_top(Invocation const& invocation) {
    int const top = invocation.get<int>("top");
    if (top < 0) throw UsageError("--top must be 0 or more");
    return static_cast<std::size_t>(top);
}

int diff(Invocation const& invocation) {
    auto const names = invocation.words("bases");
    Base const before = read_base(names[0]);
    Base const after = read_base(names[1]);
    BaseDiff const difference = diff_bases(before, after, chosen_top(invocation));
    print(invocation.has("json") ? format_base_diff_json(difference) : format_base_diff(difference, output_style()));
    return difference.is_same() ? ok : audit_failed;
}

}  // namespace

Command base_diff_command() {
    Command command{
        .name = "base diff",
        .summary = "say what differs between two bases, largest first",
        .usage = "A B [--top N]",
        .details =
            "Labels and texts, then flows, duties, input shares and elasticities, by the bits, over the codes that\n"
            "both have. Exit code 0 when they are the same, 5 when anything differs.",
        .positionals = {two_bases()},
        .options = po::options_description(""),
        .examples = {"desvio base diff world-2023 my-world/", "desvio base diff old.h5 new.h5 --top 20"},
        .completions = builtin_bases(),
        .run = diff};
    add_value(command, "top", "N", top_shown, "5", "cells shown of each kind of figure");
    add_flag(command, "json", "print JSON");
    return command;
}

}  // namespace desvio::app
