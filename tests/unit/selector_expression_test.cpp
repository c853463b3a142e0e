#include "params/selector_expression.hpp"

#include "desvio/params/name_book.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>

namespace desvio {
namespace {

/// An expression as a tree, which knows its own value: what the parser and the sets are held against.
struct Tree {
    enum class Kind { leaf, negation, both, either };
    Kind kind = Kind::leaf;
    int letter = 0;
    std::unique_ptr<Tree> left, right;

    /// Bit k of the assignment is the truth of letter k.
    [[nodiscard]] bool value(unsigned assignment) const {
        switch (kind) {
            case Kind::leaf:
                return ((assignment >> static_cast<unsigned>(letter)) & 1U) != 0;
            case Kind::negation:
                return !left->value(assignment);
            case Kind::both:
                return left->value(assignment) && right->value(assignment);
            case Kind::either:
                return left->value(assignment) || right->value(assignment);
        }
        return false;
    }
    /// 3 for names and negations, 2 for &, 1 for |: who must stand in brackets.
    [[nodiscard]] int strength() const { return kind == Kind::either ? 1 : kind == Kind::both ? 2 : 3; }
};

constexpr int n_letters = 4;
constexpr unsigned n_assignments = 1U << n_letters;

class RandomExpressions {
  public:
    std::unique_ptr<Tree> tree(int depth) {
        auto made = std::make_unique<Tree>();
        int const kind = depth == 0 ? 0 : pick(4);
        made->kind = static_cast<Tree::Kind>(kind);
        made->letter = pick(n_letters);
        if (kind > 0) made->left = tree(depth - 1);
        if (kind > 1) made->right = tree(depth - 1);
        return made;
    }
    /// With the brackets it needs, some that it does not, and spaces anywhere.
    std::string text(Tree const& tree, int needed = 0) {
        bool const has_brackets = tree.strength() < needed || pick(6) == 0;
        std::string written;
        if (tree.kind == Tree::Kind::leaf)
            written = std::string("@") + static_cast<char>('a' + tree.letter);
        else if (tree.kind == Tree::Kind::negation)
            written = "!" + blank() + text(*tree.left, 3);
        else
            written = text(*tree.left, tree.strength()) + blank() + (tree.kind == Tree::Kind::both ? "&" : "|") +
                      blank() + text(*tree.right, tree.strength());
        return has_brackets ? "(" + blank() + written + blank() + ")" : written;
    }

  private:
    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    std::string blank() { return std::string(static_cast<std::size_t>(pick(3)), ' '); }
    std::mt19937 random_{20250807};
};

/// One region an assignment: region k is in the groups whose bit it has, so that a selection is a truth table.
Base base_of_assignments() {
    Base base;
    for (unsigned k = 0; k < n_assignments; ++k) {
        Region region{"R" + std::to_string(k), "", {"all"}};
        for (int letter = 0; letter < n_letters; ++letter)
            if (((k >> static_cast<unsigned>(letter)) & 1U) != 0)
                region.groups.emplace_back(1, static_cast<char>('a' + letter));
        base.region_table.push_back(region);
    }
    base.index_labels();
    return base;
}

Selector list_of(std::vector<std::string> const& terms) {
    Selector selector;
    for (std::string const& term : terms) selector.terms.push_back({term, {}});
    return selector;
}

TEST(SelectorExpression, RandomOnesHaveTheTruthTablesOfTheirTrees) {
    Base const base = base_of_assignments();
    NameBook names(base);
    RandomExpressions random;
    for (int trial = 0; trial < 2000; ++trial) {
        auto const tree = random.tree(trial % 6);
        std::string const text = random.text(*tree);
        FaultList faults;
        std::vector<Index> const members = names.regions(list_of({text}), faults);
        std::vector<Index> wanted;
        for (unsigned k = 0; k < n_assignments; ++k)
            if (tree->value(k)) wanted.push_back(static_cast<Index>(k));
        ASSERT_EQ(members, wanted) << text;
        ASSERT_EQ(faults.size(), wanted.empty() ? 1u : 0u) << text;
    }
}

TEST(SelectorExpression, ListsAreUnionsLessTheirExclusions) {
    Base const base = base_of_assignments();
    NameBook names(base);
    RandomExpressions random;
    for (int trial = 0; trial < 500; ++trial) {
        auto const a = random.tree(2), b = random.tree(2), c = random.tree(2);
        // In brackets each is one item, and "!( )" an exclusion whatever stands in it.
        Selector const list =
            list_of({"(" + random.text(*a) + ")", "!(" + random.text(*b) + ")", "(" + random.text(*c) + ")"});
        FaultList faults;
        std::vector<Index> const members = names.regions(list, faults);
        std::vector<Index> wanted;
        auto const is_exclusion = [](Tree const& tree) { return tree.kind == Tree::Kind::negation; };
        if (is_exclusion(*a) || is_exclusion(*c)) continue;  // "(!X)" is an exclusion too
        for (unsigned k = 0; k < n_assignments; ++k)
            if ((a->value(k) || c->value(k)) && !b->value(k)) wanted.push_back(static_cast<Index>(k));
        ASSERT_EQ(members, wanted) << to_string(list);
    }
}

std::string fault_of(std::string const& text) {
    SelectorExpression const expression = parse_selector_expression(text);
    EXPECT_TRUE(expression.steps.empty() || !expression.fault) << text;
    return expression.fault ? std::to_string(expression.fault->offset) + ": " + expression.fault->problem : "";
}

TEST(SelectorExpression, FaultsSayWhereAndWhat) {
    EXPECT_EQ(fault_of("@a & !@b | (BRA | ARG)"), "");
    EXPECT_EQ(fault_of("United States"), "");  // a name may hold spaces: the base will not know it
    EXPECT_EQ(fault_of(""), "0: '' ends where a name should stand");
    EXPECT_EQ(fault_of("@a & "), "5: '@a & ' ends where a name should stand");
    EXPECT_EQ(fault_of("@a & | @b"), "5: '|' at character 6 of '@a & | @b' stands where a name should");
    EXPECT_EQ(fault_of("& @a"), "0: '&' at character 1 of '& @a' stands where a name should");
    EXPECT_EQ(fault_of("()"), "1: ')' at character 2 of '()' stands where a name should");
    EXPECT_EQ(fault_of("(@a | @b"), "0: the '(' at character 1 of '(@a | @b' is not closed");
    EXPECT_EQ(fault_of("@a) | @b"), "2: ')' at character 3 of '@a) | @b' closes nothing");
    EXPECT_EQ(fault_of("(@a) @b"), "5: '@b' at character 6 of '(@a) @b' follows without an operator");
    EXPECT_EQ(fault_of("@a !@b"), "3: '!' at character 4 of '@a !@b' follows without an operator");
    EXPECT_EQ(fault_of("@a | @"), "5: '@' at character 6 of '@a | @' names no group");
    EXPECT_EQ(fault_of("é & )"), "5: ')' at character 5 of 'é & )' stands where a name should");
}

TEST(SelectorExpression, DeepBracketsAreRefusedAndManyNegationsAreNot) {
    auto const nested = [](int depth) {
        auto const n = static_cast<std::size_t>(depth);
        return std::string(n, '(') + "A" + std::string(n, ')');
    };
    EXPECT_EQ(fault_of(nested(deepest_selector)), "");
    EXPECT_NE(fault_of(nested(deepest_selector + 1)).find("too many in one another"), std::string::npos);
    EXPECT_NE(fault_of(std::string(1000000, '(')).find("too many in one another"), std::string::npos);
    std::string const negations(100000, '!');
    EXPECT_EQ(parse_selector_expression(negations + "A").steps.size(), negations.size() + 1);
}

TEST(SelectorExpression, StepsStandInPostfixOrder) {
    std::string order;
    for (SelectorStep const& step : parse_selector_expression("A | B & !(C | D)").steps) {
        switch (step.kind) {
            case SelectorStep::Kind::name:
                order += step.name;
                break;
            case SelectorStep::Kind::negation:
                order += '!';
                break;
            case SelectorStep::Kind::intersection:
                order += '&';
                break;
            case SelectorStep::Kind::join:
                order += '|';
                break;
        }
    }
    EXPECT_EQ(order, "ABCD|!&|");
}

}  // namespace
}  // namespace desvio
