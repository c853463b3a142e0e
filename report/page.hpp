#pragma once

#include "report/text_table.hpp"

#include <string>

namespace desvio::text {

/// A title and lines of a label with a wrapped text beside it.
class Page {
  public:
    Page(std::string const& title, TextStyle const& style);
    /// Nothing is added for an empty text.
    void add(std::string const& label, std::string const& what);
    [[nodiscard]] std::string const& text() const noexcept { return text_; }

  private:
    std::string text_;
    TextStyle style_;
};

}  // namespace desvio::text
