#pragma once

#include "desvio/core/error.hpp"
#include "desvio/params/scenario.hpp"

#include <toml++/toml.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace desvio {

/// Bounds of a number, and the reason that stands in the message when it is out of them.
struct NumberRange {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool is_low_allowed = true;
    std::string why;     ///< why it matters
    std::string remedy;  ///< what to do
};

/// The reading a run uses, and every number that was written with three.
struct ReadingChoice {
    ReadingLevel chosen = ReadingLevel::central;
    std::vector<WrittenReadings>& written;
};

/// A whole text of TOML. \throws InputError with line and column where it is none
toml::table parse_toml(std::string const& text, std::string const& file);

/// Reads the keys of one TOML table and gathers faults with file:line:column. Every key that is asked for counts as
/// known; refuse_unknown() then reports the others with the nearest known one, so that there is no second list of keys.
class TomlFields {
  public:
    /// \param block  how messages call the table: "[solver]", "[[tariff]]"; empty for the top of the file
    TomlFields(toml::table const& table, std::string block, std::string const& file, FaultList& faults);

    /// From here on number() takes { low = ..., central = ..., high = ... } too. \pre `readings` outlives this
    TomlFields& take_readings(ReadingChoice& readings) {
        readings_ = &readings;
        return *this;
    }

    /// The value, or nothing when it is not there or at fault (which is then reported).
    std::optional<std::string> text(std::string const& key);
    /// A text that must not be empty.
    std::optional<std::string> filled_text(std::string const& key);
    std::optional<double> number(std::string const& key, NumberRange const& range = {});
    std::optional<long long> integer(std::string const& key, long long low, long long high);
    std::optional<bool> flag(std::string const& key);
    /// A day, as a TOML date or as a text.
    std::optional<Date> date(std::string const& key);
    /// A string or a list of strings; empty when it is not there.
    Selector selector(std::string const& key);
    /// A text that must be one of `names`, else a fault with the nearest one.
    std::optional<std::string> choice(std::string const& key, std::vector<std::string> const& names);
    /// A table under this key.
    toml::table const* table(std::string const& key);
    /// The tables of an array of tables under this key.
    std::vector<toml::table const*> tables(std::string const& key);

    /// Makes a key known without reading it.
    void know(std::string const& key) { known_.push_back(key); }
    /// The same for a key that is never suggested.
    void pass_over(std::string const& key) { passed_over_.push_back(key); }
    [[nodiscard]] bool has(std::string const& key) const { return table_.contains(key); }
    [[nodiscard]] bool is_text(std::string const& key) const { return table_[key].is_string(); }
    [[nodiscard]] SourceLocation where() const { return locate(table_); }
    [[nodiscard]] SourceLocation where(std::string const& key) const;
    void fault(SourceLocation const& where, std::string problem, std::string why = {}, std::string remedy = {});
    /// Reports every key that nobody asked for.
    void refuse_unknown();

  private:
    toml::node const* find(std::string const& key);
    std::optional<double> number_in_readings(std::string const& key, toml::table const& three,
                                             NumberRange const& range);
    [[nodiscard]] SourceLocation locate(toml::node const& node) const;
    [[nodiscard]] std::string quoted(std::string const& key) const;
    void refuse_type(std::string const& key, toml::node const& node, char const* wanted, std::string const& remedy);

    toml::table const& table_;
    std::string block_;
    std::string const& file_;
    FaultList& faults_;
    ReadingChoice* readings_ = nullptr;
    std::vector<std::string> known_, passed_over_;
};

}  // namespace desvio
