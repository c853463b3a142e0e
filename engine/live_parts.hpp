#pragma once

#include "desvio/engine/live.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace desvio {

/// What a live model keeps. Private to engine.
struct LiveModel::Parts {
    struct World;  ///< a model made for some options
    /// The one for these options; made where it is not kept. Safe to call from several threads.
    std::shared_ptr<World const> world(Scenario const& scenario);

    Base base;
    std::string base_sha256;
    std::map<std::string, std::string> texts;  ///< of files that scenarios may name, by name
    bool allow_unmatched = false;

  private:
    std::mutex mutex_;
    std::vector<std::shared_ptr<World const>> worlds_;  // the latest first
};

}  // namespace desvio
