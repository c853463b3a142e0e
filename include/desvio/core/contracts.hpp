#pragma once

/// Contracts for programmers: live in the dev and sanitizer presets (DESVIO_CONTRACTS), absent in release.
/// EXPECT states what a function needs, ENSURE what it promises. User input is never checked by a contract.
#ifdef DESVIO_CONTRACTS
#include <cstdio>
#include <cstdlib>
// A broken contract is a bug: say where and abort, so that a debugger or sanitizer shows the stack.
#define DESVIO_CONTRACT(kind, condition)                                                          \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            std::fprintf(stderr, "%s:%d: %s failed: %s\n", __FILE__, __LINE__, kind, #condition); \
            std::abort();                                                                         \
        }                                                                                         \
    } while (false)
#else
#define DESVIO_CONTRACT(kind, condition) static_cast<void>(0)
#endif

#define DESVIO_EXPECT(condition) DESVIO_CONTRACT("EXPECT", condition)
#define DESVIO_ENSURE(condition) DESVIO_CONTRACT("ENSURE", condition)
