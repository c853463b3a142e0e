#include "desvio/io/machine_facts.hpp"

#include "desvio/core/error.hpp"
#include "io/atomic_write.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <thread>

namespace desvio {

namespace {

constexpr double kibi = 1024.0;

/// The text of a file of the system, or nothing.
std::string system_file(std::string const& path) {
    try {
        return read_text_file(path);
    } catch (FileError const&) {
        return {};
    }
}

/// The number a text begins with; 0 when it begins with something else.
double leading_number(std::string_view text) {
    double value = 0.0;
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// What stands after "KEY:" on the first line that starts with it.
std::string field_of(std::string const& text, std::string const& key) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(key)) continue;
        auto const colon = line.find(':');
        if (colon == std::string::npos) continue;
        auto const begin = line.find_first_not_of(" \t", colon + 1);
        return begin == std::string::npos ? std::string() : line.substr(begin);
    }
    return {};
}

double status_bytes(char const* key) { return kibi * leading_number(field_of(system_file("/proc/self/status"), key)); }

std::vector<CacheFacts> read_caches() {
    std::vector<CacheFacts> caches;
    for (int index = 0;; ++index) {
        std::string const folder = fmt::format("/sys/devices/system/cpu/cpu0/cache/index{}/", index);
        std::string const type = system_file(folder + "type");
        if (type.empty()) break;
        if (type.starts_with("Instruction")) continue;
        std::string const size = system_file(folder + "size");  // "48K"
        double const unit = size.find('M') != std::string::npos ? kibi * kibi : kibi;
        caches.push_back(
            {static_cast<int>(leading_number(system_file(folder + "level"))), leading_number(size) * unit});
    }
    return caches;
}

}  // namespace

MachineFacts read_machine_facts() {
    MachineFacts facts;
    facts.processor = field_of(system_file("/proc/cpuinfo"), "model name");
    facts.n_processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    facts.caches = read_caches();
    std::string const memory = system_file("/proc/meminfo");
    facts.memory = kibi * leading_number(field_of(memory, "MemTotal"));
    facts.memory_free = kibi * leading_number(field_of(memory, "MemAvailable"));
    // A container's limit, where there is one; without, the file says "max".
    double const limit = leading_number(system_file("/sys/fs/cgroup/memory.max"));
    if (limit > 0.0) {
        double const used = leading_number(system_file("/sys/fs/cgroup/memory.current"));
        facts.memory = std::min(facts.memory, limit);
        facts.memory_free = std::min(facts.memory_free, std::max(0.0, limit - used));
    }
    return facts;
}

double peak_memory() { return status_bytes("VmHWM"); }
double held_memory() { return status_bytes("VmRSS"); }

bool reset_peak_memory() {
    malloc_trim(0);  // what the allocator keeps for later is not held by anyone
    int const file = ::open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (file < 0) return false;
    bool const is_written = ::write(file, "5", 1) == 1;  // 5 resets the peak and touches nothing else
    ::close(file);
    return is_written;
}

}  // namespace desvio
