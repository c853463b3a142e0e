#include "app/base_target.hpp"

#include "app/target.hpp"
#include "app/terminal.hpp"
#include "desvio/io/base_io.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace desvio::app {

void add_base_target(Command& command) {
    add_value<std::string>(command, "output,o", "NEW", "folder, or file ending in .h5, to write");
}

std::string base_target(Invocation const& invocation, char const* command) {
    if (!invocation.has("output"))
        throw UsageError(fmt::format("'{}' needs -o NEW: the folder or .h5 file to write", command));
    std::string target = invocation.word("output");
    if (target.ends_with(".h5")) {
        require_writable(target);
    } else {
        require_writable_folder(target);
    }
    return target;
}

void write_changed_base(Base& base, std::string const& how, Invocation const& invocation, std::string const& target) {
    std::filesystem::path path(target);
    if (!path.has_filename()) path = path.parent_path();
    base.source += fmt::format("{}{} from {}", base.source.empty() ? "" : "; ", how, base.name);
    base.provenance.push_back({how, fmt::format("from {}, by '{}'", base.name, invocation.command_line), 0.0, 0.0, {}});
    base.name = path.stem().string();
    write_base(base, target);
}

void warn_of_dropped_use(Base const& before, Base const& after) {
    if (before.use_table && !after.use_table)
        print_warning(
            "the full table is not kept, as it no longer agrees with the base: users buy in the same proportions now");
}

}  // namespace desvio::app
