#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace desvio {

/// One step of an expression over sets in postfix order: a name puts its set on a stack, an operator takes its operands
/// from there and puts its result in their place.
struct SelectorStep {
    enum class Kind { name, negation, intersection, join };
    Kind kind = Kind::name;
    std::string name;        ///< "BRA", "@brics:partner", "*"; empty for operators
    std::size_t offset = 0;  ///< byte of the text where it stands
};

/// Why a text is no expression.
struct SelectorFault {
    std::size_t offset = 0;
    std::string problem, remedy;
};

struct SelectorExpression {
    std::vector<SelectorStep> steps;  ///< empty when there is a fault
    std::optional<SelectorFault> fault;
};

/// Brackets deeper than this are refused: the parser goes down one call a level.
inline constexpr int deepest_selector = 100;

/// Reads set algebra over names:
///
///     expression := part ('|' part)*      either
///     part       := factor ('&' factor)*  both
///     factor     := '!' factor | '(' expression ')' | name
///
/// A name goes on to the next of | & ! ( ), without the spaces around it. \cost O(text)
/// \tests unit/selector_expression_test.cpp, fuzz_selector
SelectorExpression parse_selector_expression(std::string_view text);

}  // namespace desvio
