#pragma once

#include "desvio/io/store.hpp"
#include "desvio/params/base.hpp"

#include <string>
#include <vector>

namespace desvio {

/// drawn: without those that no chart or page shows, which are two thirds of all (docs/formats/pictures.md).
enum class PictureTables { all, drawn };

/// What every chart and page is drawn from, as JSON (docs/formats/pictures.md), of a result or a sweep.
/// \param base  whose names, groups and marks of quality to take where the file has no /input (a live answer); none: a
///              file without /input is drawn with its codes for names
/// \throws FileError when the file is neither, or lacks what its format promises
/// \tests unit/pictures_test.cpp, formats/test_pictures.py
std::string pictures_json(LabelledFile const& file, Base const* base = nullptr,
                          PictureTables wanted = PictureTables::all);

/// The tables under /derived of a result: sums and averages of what has three dimensions.
/// \throws FileError when the file lacks flows, duties, outputs or costs
std::vector<Table> derived_tables(LabelledFile const& result);

}  // namespace desvio
