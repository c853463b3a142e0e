#pragma once

#include "desvio/core/tensor.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace desvio {

/// Edit distance (insertions, deletions, substitutions), case folded: "Bra" and "BRA" are 0 apart.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    auto const fold = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t k = 1; k <= b.size(); ++k) {
            std::size_t const substituted = diagonal + (fold(a[i - 1]) == fold(b[k - 1]) ? 0 : 1);
            diagonal = std::exchange(row[k], std::min({row[k] + 1, row[k - 1] + 1, substituted}));
        }
    }
    return row[b.size()];
}

/// The known name nearest to a mistyped one, for "did you mean"; empty when nothing is near (more than half differs).
inline std::string nearest_name(std::string_view wanted, std::vector<std::string> const& known) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, wanted.size() / 2) + 1;
    for (std::string const& name : known) {
        if (auto const distance = edit_distance(wanted, name); distance < best_distance) {
            best_distance = distance;
            best = name;
        }
    }
    return best;
}

/// "Did you mean 'BRA'?" or, when nothing is near, the names there are.
inline std::string suggest_name(std::string_view wanted, std::vector<std::string> const& known) {
    if (auto const near = nearest_name(wanted, known); !near.empty()) return "Did you mean '" + near + "'?";
    std::string all;
    for (std::string const& name : known) all += (all.empty() ? "" : ", ") + name;
    return "Known: " + all + ".";
}

/// The codes of one axis (regions or sectors), in order: what turns a bare integer into a name at the edge.
class Labels {
  public:
    Labels() = default;
    /// \pre codes are distinct (readers refuse duplicates with file and line before they come here)
    explicit Labels(std::vector<std::string> codes) : codes_(std::move(codes)) {
        for (std::size_t k = 0; k < codes_.size(); ++k) index_.emplace(codes_[k], static_cast<Index>(k));
    }

    [[nodiscard]] Index size() const noexcept { return static_cast<Index>(codes_.size()); }
    [[nodiscard]] std::string const& operator[](Index k) const { return codes_[static_cast<std::size_t>(k)]; }
    [[nodiscard]] std::vector<std::string> const& codes() const noexcept { return codes_; }
    [[nodiscard]] std::optional<Index> find(std::string_view code) const {
        auto const at = index_.find(std::string(code));
        if (at == index_.end()) return std::nullopt;
        return at->second;
    }
    friend bool operator==(Labels const& a, Labels const& b) { return a.codes_ == b.codes_; }

  private:
    std::vector<std::string> codes_;
    std::unordered_map<std::string, Index> index_;
};

}  // namespace desvio
