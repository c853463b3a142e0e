#pragma once

#include <functional>
#include <string>

namespace desvio::app {

/// How a piece of work ended: an ExitCode, and what to tell when it failed.
struct Attempt {
    int code = 0;
    std::string message;  ///< empty when nothing was thrown
};

/// Does the work; what it throws becomes the exit code of its kind and a message.
Attempt attempt(std::function<int()> const& work);

}  // namespace desvio::app
