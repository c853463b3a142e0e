#pragma once

#include "desvio/engine/live.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace desvio {

/// The bases that may be asked, each read when it is first named and kept.
class Library {
  public:
    /// \param names  those to show first, names or paths; built-in ones are added
    explicit Library(std::vector<std::string> names);
    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }
    /// \param name  of names(); empty: the first \throws InputError for any other: nothing else is opened
    [[nodiscard]] std::shared_ptr<LiveModel const> model(std::string const& name);

  private:
    std::vector<std::string> names_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<LiveModel const>> models_;
};

/// {"default", "bases": [names]}
std::string bases_json(Library const& library);
/// Codes, names, kinds and groups of a base.
std::string base_json(std::string const& name, Base const& base);
/// The built-in scenarios: name, title, note, source, base, TOML, and whether they are threats.
std::string scenarios_json();

}  // namespace desvio
