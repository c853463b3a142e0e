#pragma once

#include <string>
#include <utility>

namespace desvio {

/// What goes back to who asked.
struct Reply {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::string file_name;        ///< of a download; empty: shown
    double solve_seconds = -1.0;  ///< below 0: nothing was solved
    int retry_after = 0;          ///< s; with 503
};

inline Reply json_reply(std::string body, int status = 200) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    return reply;
}

}  // namespace desvio
