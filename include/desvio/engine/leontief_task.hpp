#pragma once

#include "desvio/io/right_hand_sides_io.hpp"
#include "desvio/io/store.hpp"
#include "desvio/params/io_table.hpp"
#include "desvio/solvers/leontief.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// The classic questions to one matrix of coefficients: what must be produced, what does it cost, which cells has the
/// inverse. Each from a base or a matrix file, with labels to the edge.
namespace desvio {

/// A matrix of coefficients with what is known of it.
///
/// | symbol | member            | shape | unit                                              |
/// | A      | coefficients      | n x n | value of input (row) per value of output (column) |
/// | F      | final_demand      | n x m | as `unit`; m regions' demand, or the file's own right-hand sides; may be
/// empty |
struct LeontiefInput {
    std::string name, origin, unit;
    Labels rows;
    Index block = 0;  ///< rows of one region; 0: not known
    RowMatrix coefficients;
    RightHandSides final_demand;  ///< by region where it comes from a base
    bool is_of_base = false;
};

struct LeontiefInputOptions {
    bool allows_negative_value_added = false;
    double memory_limit = 0.0;  ///< bytes the matrix may take; 0: no limit
};

/// Reads a base (built-in name, folder or .h5) through full_table(), A = Z / x column by column, or a matrix file.
/// \throws InputError naming rows and columns: not finite, a column whose inputs cost more than its output (negative
///         value added), a sector that is bought from and has no output, a matrix larger than memory; FileError
/// \tests unit/leontief_task_test.cpp
LeontiefInput read_leontief_input(std::string const& base_or_file, LeontiefInputOptions const& options = {});

/// The coefficients of a full table. \param table  its intermediate flows become the coefficients
LeontiefInput input_of_table(IoTable table, LeontiefInputOptions const& options = {});

/// Faults of coefficients that no table of values has, by label; see read_leontief_input.
void require_coefficients(LeontiefInput const& input, LeontiefInputOptions const& options);

/// What is asked. \param how  "final-demand": what all regions buy, or the file's right-hand sides;
/// "final-demand-by-region": a question for each region; "value-added": 1 - the column sums of A; "ones"; or a CSV file
/// (read_right_hand_sides). Empty: final demand where there is some, else ones; ones when transposed.
/// \throws InputError when there is no such demand, naming what there is; FileError
RightHandSides choose_right_hand_sides(LeontiefInput const& input, std::string const& how, bool is_transposed);

/// "ROW,COLUMN" as a cell of the inverse. \throws InputError with the nearest label
std::pair<Index, Index> parse_cell(std::string const& text, Labels const& rows);

/// An answer with everything it takes to read it.
struct LeontiefAnswer {
    std::string name, origin, unit;
    Labels rows;
    bool is_transposed = false;
    RightHandSides right_hand_sides;
    Matrix solution;                             ///< n x right-hand sides
    std::vector<std::pair<Index, Index>> cells;  ///< of the inverse that were asked for
    Vector cell_values;
    LeontiefSummary summary;
};

/// Solves (I - A) X = F, or its transpose. \param input  its matrix is taken over
/// \throws InputError of LeontiefSystem, with labels   \tests unit/leontief_task_test.cpp
LeontiefAnswer solve_leontief(LeontiefInput input, RightHandSides right_hand_sides, bool is_transposed,
                              std::vector<std::pair<Index, Index>> const& cells, LeontiefOptions options);

/// The answer as labelled tables: /leontief/solution and /leontief/right_hand_sides (row, right_hand_side),
/// /inverse/value (cell). \param command_line  for the record; may be empty
LabelledFile leontief_tables(LeontiefAnswer const& answer, std::string const& command_line);

/// The input as a matrix file, a block of rows at a time. \throws FileError
void write_leontief_input(LeontiefInput const& input, std::filesystem::path const& path);

}  // namespace desvio
