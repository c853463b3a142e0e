#pragma once

#include <gtest/gtest.h>
#include <filesystem>

namespace desvio::test {

/// The folder of reference data beside the checkout; tests that need it skip with a message where it is absent.
inline std::filesystem::path shared_data(char const* folder) {
    return std::filesystem::path(DESVIO_SHARED_DATA) / folder;
}

}  // namespace desvio::test

/// Skips the test, saying which data are missing.
#define DESVIO_NEED_SHARED_DATA(path) \
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "reference data are absent: " << (path).string()
