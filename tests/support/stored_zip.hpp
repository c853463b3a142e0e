#pragma once

#include <string>
#include <utility>
#include <vector>

namespace desvio::test {

/// A zip of these files (name, content), not deflated, in memory: quick to make and with sound checksums.
std::string stored_zip(std::vector<std::pair<std::string, std::string>> const& files);

}  // namespace desvio::test
