#include "report/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio::text {
namespace {

constexpr std::size_t label_width = 22;

std::size_t columns(TextStyle const& style) { return static_cast<std::size_t>(std::max(style.width, 1)); }

}  // namespace

Page::Page(std::string const& title, TextStyle const& style)
    : text_(paint(wrap(title, columns(style)), Tone::strong, style) + "\n"), style_(style) {}

void Page::add(std::string const& label, std::string const& what) {
    if (what.empty()) return;
    text_ += paint(fmt::format("{:<{}}", label, label_width), Tone::faint, style_);
    text_ += wrap(what, columns(style_), label_width, label_width) + "\n";
}

}  // namespace desvio::text
