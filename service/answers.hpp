#pragma once

#include "desvio/service/service.hpp"
#include "service/library.hpp"
#include "service/question.hpp"
#include "service/reply.hpp"
#include "service/solve_gate.hpp"

#include <mutex>
#include <string>

namespace desvio {

/// What each path answers. Safe to call from any thread; throws nothing but what is a bug.
class Answers {
  public:
    explicit Answers(ServiceOptions const& options);
    /// Paths that take a question.
    static std::vector<std::string> asks();
    [[nodiscard]] Reply get(std::string const& path, std::string const& base);
    [[nodiscard]] Reply post(std::string const& path, std::string const& body);

  private:
    Reply look_up(std::string const& path, std::string const& base);
    Reply answer(Question const& question);
    Reply make_file(Question const& question, bool is_report);

    ServiceOptions options_;
    Library library_;
    SolveGate solves_, files_;
    std::mutex store_;  // HDF5 is not for several threads
    std::string scenarios_;
};

}  // namespace desvio
