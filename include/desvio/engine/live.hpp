#pragma once

#include "desvio/engine/run.hpp"

#include <string>
#include <utility>
#include <vector>

/// Questions answered while someone waits: a scenario as text, some of its numbers moved, one base kept ready.
namespace desvio {

struct LiveQuestion {
    std::string scenario;                                ///< TOML as in a scenario file; other files are not opened
    std::vector<std::pair<std::string, double>> levels;  ///< by path, as params/vary names them
};

struct LiveAnswer {
    Summary summary;  ///< other than converged: there are no tables
    AuditReport audit;
    LabelledFile tables;  ///< a result file without intervals and without /input
    double solve_seconds = 0.0, seconds = 0.0;
};

/// Safe to share between threads.
class LiveModel {
  public:
    explicit LiveModel(Base base);
    /// Of a file that carries its base (a result, a sweep). \throws FileError
    explicit LiveModel(LabelledFile const& file);
    [[nodiscard]] Base const& base() const noexcept;
    /// \throws InputError with every fault of the scenario and the levels
    [[nodiscard]] LiveAnswer ask(LiveQuestion const& question) const;

  private:
    Base base_;
};

}  // namespace desvio
