#include "params/selector_expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace desvio {
namespace {

constexpr std::string_view operators = "|&!()";
constexpr std::string_view blanks = " \t\r\n";
constexpr int no_character = -1;

/// What a reader of messages counts: characters from 1, where the text has bytes from 0.
std::size_t character_at(std::string_view text, std::size_t offset) {
    std::size_t characters = 1;
    for (char const c : text.substr(0, offset)) {
        constexpr unsigned char mark = 0xC0, continuation = 0x80;
        if ((static_cast<unsigned char>(c) & mark) != continuation) ++characters;
    }
    return characters;
}

/// Recursive descent: each function reads one rule of the grammar from `at_` on and returns whether it could.
class SelectorParser {
  public:
    explicit SelectorParser(std::string_view text) : text_(text) {}

    SelectorExpression parse() {
        bool is_good = read_join(0);
        if (is_good && peek() != no_character) {
            is_good = peek() == ')'
                          ? refuse("'{}' {} closes nothing", "Take it out, or write '(' before it.")
                          : refuse("'{}' {} follows without an operator", "Write & (both) or | (either) before it.");
        }
        if (!is_good) expression_.steps.clear();
        return std::move(expression_);
    }

  private:
    using Kind = SelectorStep::Kind;

    /// The next character that is not blank; no_character at the end.
    int peek() {
        while (at_ < text_.size() && blanks.find(text_[at_]) != std::string_view::npos) ++at_;
        return at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : no_character;
    }

    bool read_join(int depth) {
        if (!read_intersection(depth)) return false;
        while (peek() == '|') {
            std::size_t const offset = at_++;
            if (!read_intersection(depth)) return false;
            expression_.steps.push_back({Kind::join, {}, offset});
        }
        return true;
    }

    bool read_intersection(int depth) {
        if (!read_factor(depth)) return false;
        while (peek() == '&') {
            std::size_t const offset = at_++;
            if (!read_factor(depth)) return false;
            expression_.steps.push_back({Kind::intersection, {}, offset});
        }
        return true;
    }

    bool read_factor(int depth) {
        std::vector<std::size_t> negations;
        while (peek() == '!') negations.push_back(at_++);
        if (!(peek() == '(' ? read_brackets(depth) : read_name())) return false;
        for (; !negations.empty(); negations.pop_back())  // the innermost first
            expression_.steps.push_back({Kind::negation, {}, negations.back()});
        return true;
    }

    bool read_brackets(int depth) {
        if (depth >= deepest_selector) return refuse("brackets {1} are too many in one another", "Use fewer.");
        std::size_t const open = at_++;
        if (!read_join(depth + 1)) return false;
        if (peek() == ')') {
            ++at_;
            return true;
        }
        if (peek() != no_character)
            return refuse("'{}' {} follows without an operator", "Write & (both) or | (either) before it.");
        at_ = open;
        return refuse("the '(' {1} is not closed", "Write ')' after what it holds.");
    }

    bool read_name() {
        if (peek() == no_character) return refuse_end();
        if (operators.find(text_[at_]) != std::string_view::npos)
            return refuse("'{}' {} stands where a name should", "Write a name before it, or take it out.");
        std::size_t const begin = at_;
        at_ = std::min(text_.find_first_of(operators, begin), text_.size());
        std::string_view name = text_.substr(begin, at_ - begin);
        name.remove_suffix(name.size() - 1 - name.find_last_not_of(blanks));
        if (name == "@") {
            at_ = begin;
            return refuse("'{}' {} names no group", "Write the group's name after it.");
        }
        expression_.steps.push_back({Kind::name, std::string(name), begin});
        return true;
    }

    bool refuse_end() {
        expression_.fault = {text_.size(), fmt::format("'{}' ends where a name should stand", text_),
                             "Write a name, or take out the last operator."};
        return false;
    }

    /// \param problem  {} or {0} is what stands there, {1} where that is
    bool refuse(char const* problem, char const* remedy) {
        std::size_t const end = std::min(text_.find_first_of(operators, at_ + 1), text_.size());
        std::string_view word = text_.substr(at_, end - at_);
        if (operators.find(word.front()) != std::string_view::npos) word = word.substr(0, 1);
        word.remove_suffix(word.size() - 1 - word.find_last_not_of(blanks));
        std::string const place = fmt::format("at character {} of '{}'", character_at(text_, at_), text_);
        expression_.fault = {at_, fmt::format(fmt::runtime(problem), word, place), remedy};
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    SelectorExpression expression_;
};

}  // namespace

SelectorExpression parse_selector_expression(std::string_view text) { return SelectorParser(text).parse(); }

}  // namespace desvio
