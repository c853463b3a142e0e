#pragma once

#include "desvio/core/labels.hpp"
#include "desvio/core/tensor.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace desvio {

/// Questions to a Leontief system, one a column.
struct RightHandSides {
    Matrix values;                    ///< rows of the matrix x questions
    std::vector<std::string> labels;  ///< of the questions
};

/// Reads questions from a CSV file with the columns row and value and, for several, right_hand_side. Rows that are not
/// named are 0; questions are in the order in which they come.
/// \param rows  labels of the matrix
/// \throws InputError with file:line:column of every unknown or repeated row and every value that is no number;
///         FileError   \tests unit/right_hand_sides_test.cpp
RightHandSides read_right_hand_sides(std::filesystem::path const& path, Labels const& rows);
RightHandSides parse_right_hand_sides(std::string const& text, std::string const& file, Labels const& rows);

}  // namespace desvio
