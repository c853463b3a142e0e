#pragma once

#include "desvio/engine/figure.hpp"
#include "desvio/io/store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace desvio {

/// What stands as the unit of tables along the axis of outcomes, each of which has its own: /outcome/units.
inline constexpr char const* figure_units = "units of the outcome";
inline constexpr char const* squared_units = "units of the outcome, squared";

/// Fills a file whose tables have an axis of outcomes.
class FigureTables {
  public:
    /// Begins with the attributes format and version.
    FigureTables(LabelledFile& file, std::string const& format);

    void text(char const* name, std::string value) { file_.attributes.push_back({name, std::move(value)}); }
    void number(char const* name, std::int64_t value) { file_.attributes.push_back({name, value}); }
    void real(char const* name, double value) { file_.attributes.push_back({name, value}); }
    /// model, closures, elasticities
    void model(ModelOptions const& model);
    /// program, commit, time and command line
    void origin(std::string const& command_line);
    void axis(std::string const& name, std::vector<std::string> labels, std::string const& long_name);
    void axis_of_numbers(std::string const& name, std::vector<double> labels, std::string const& long_name);
    /// The axis `outcome` and /outcome/units, /outcome/long_name.
    void figures(std::vector<Figure> const& figures);

    void add(std::string path, std::vector<std::string> axes, std::vector<double> values, std::string units,
             std::string long_name);
    void texts(std::string path, std::string const& axis, std::vector<std::string> values, std::string long_name);
    void by_outcome(std::string path, Vector const& values, std::string long_name, char const* units = figure_units);
    /// \param values  one row a label of the axis, one column an outcome
    void by(std::string path, std::string const& axis, Matrix const& values, std::string long_name,
            char const* units = figure_units);

  private:
    LabelledFile& file_;
};

/// The outcomes of such a file by name. \throws FileError
std::vector<std::string> recorded_outcomes(LabelledFile const& file);

/// A whole number among its attributes. \throws FileError
std::int64_t recorded_count(LabelledFile const& file, std::string const& name);
/// Any other. \throws FileError
double recorded_real(LabelledFile const& file, std::string const& name);

}  // namespace desvio
