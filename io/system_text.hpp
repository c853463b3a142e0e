#pragma once

#include "desvio/params/io_table.hpp"
#include "io/table_source.hpp"

#include <string>
#include <vector>

namespace desvio {

/// The files of one table whose parts are labelled texts (io/labelled_text.hpp): EXIOBASE, pymrio. Names are those of
/// the source; empty where there is none.
struct SystemFiles {
    std::string flows;          ///< Z, or A
    bool has_shares = false;    ///< flows are A, unless their units say otherwise
    std::string final_demand;   ///< Y
    std::string output;         ///< x
    std::string units;          ///< region, sector, unit
    std::string factors;        ///< F: rows in money are value added, or taxes on products
    std::string factor_units;   ///< name, unit
    std::string final_factors;  ///< F of final users: taxes on products that they pay
};

/// The name, or nothing where the source has no such file.
std::string file_or_none(TableSource const& source, std::string const& name);

/// Flows (Z.txt, else A.txt), Y.txt, x.txt and unit.txt of a folder; factors are for the caller to find.
SystemFiles system_in_folder(TableSource const& source, std::string const& folder);

/// Reads such a table into million currency units.
///
///   Z[(i,j),(n,k)] = A[(i,j),(n,k)] x[(n,k)]      where A is given
///   x = (I - A)^-1 sum_c F[.,(.,c)]               where A is given and x is not
///
/// \throws InputError for labels that disagree, units that are no money or not the same everywhere; FileError
/// \cost one pass over each file; O((N J)^3) where x has to be solved for
/// \tests unit/reader_exiobase_test.cpp, unit/reader_pymrio_test.cpp
IoTable read_system(TableSource const& source, SystemFiles const& files);

}  // namespace desvio
