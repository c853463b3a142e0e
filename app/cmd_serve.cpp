#include "app/command.hpp"
#include "app/exit_code.hpp"
#include "app/page_opener.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/service/service.hpp"

#include <fmt/format.h>

#include <optional>

namespace desvio::app {
namespace {

/// Where a browser on this machine finds it: an address that stands for all of them is none to go to.
std::string address_to_open(ServiceOptions const& options, Service const& service) {
    if (options.address == "0.0.0.0") return fmt::format("http://127.0.0.1:{}/", service.port());
    if (options.address == "::") return fmt::format("http://[::1]:{}/", service.port());
    return service.url();
}

int run(Invocation const& invocation) {
    ServiceOptions options;
    options.address = invocation.word("address");
    options.port = invocation.get<int>("port");
    options.solves = invocation.get<int>("threads");
    if (invocation.has("base")) options.bases = {invocation.word("base")};
    constexpr int last_port = 65535;
    if (options.port < 0 || options.port > last_port) throw UsageError("--port must be a number from 0 to 65535");
    if (options.solves < 0) throw UsageError("--threads must be 0 (as many as there are processors) or more");
    if (invocation.has("verbose")) options.log = [](std::string_view line) { print_note(line); };

    Service service(options);
    if (!is_loopback(options.address)) {
        print_warning(
            fmt::format("{} is reached from other machines too: whoever reaches it may ask this program "
                        "questions, without a password and unencrypted. It opens no file for them.",
                        options.address));
    }
    print(fmt::format("desvio answers at {}  (Ctrl-C ends it)\n", service.url()));
    std::optional<PageOpener> opener;
    if (invocation.has("open")) opener.emplace(address_to_open(options, service));
    service.run([&opener] {
        if (opener) opener->look();
        return is_interrupted();
    });
    return ok;
}

}  // namespace

Command serve_command() {
    Command command{.name = "serve",
                    .summary = "a page on this machine where sliders move the answer",
                    .usage = "[options]",
                    .details =
                        "Opens a page at http://127.0.0.1:8080/ where a scenario is put together and its numbers are\n"
                        "moved, and the answer is drawn at once. Only this machine reaches it unless --address says\n"
                        "otherwise. Nothing is kept; Ctrl-C ends it. Exit code 6 when the port is taken.",
                    .positionals = {},
                    .options = po::options_description(""),
                    .examples = {"desvio serve", "desvio serve --open", "desvio serve --port 0 --verbose",
                                 "desvio serve --base my-base/"},
                    .completions = {},
                    .run = run};
    add_value<int>(command, "port", "N", 8080, "8080", "port to listen on; 0 takes any that is free");
    add_value<std::string>(command, "address", "ADDRESS", "127.0.0.1", "127.0.0.1",
                           "address to listen on; any but a loopback one lets other machines in");
    add_value<std::string>(command, "base", "BASE", "a base to show first, beside the built-in ones");
    add_value<int>(command, "threads", "N", 0, "0", "answers computed at once; 0: as many as there are processors");
    add_flag(command, "open", "open the page in the browser (by xdg-open)");
    add_flag(command, "verbose", "a line a request on standard error");
    return command;
}

}  // namespace desvio::app
