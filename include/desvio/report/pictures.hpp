#pragma once

#include "desvio/io/store.hpp"

#include <string>

namespace desvio {

/// What every chart and page is drawn from, as JSON (docs/formats/pictures.md), of a result or a sweep.
/// \throws FileError when the file is neither, or lacks what its format promises
std::string pictures_json(LabelledFile const& file);

}  // namespace desvio
