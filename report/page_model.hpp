#pragma once

#include "desvio/io/store.hpp"

#include <string>

namespace desvio {

/// Whether the program was built with the engine that pages carry.
bool has_page_model();

/// What `desvio.engine.open` takes of a file: its inputs, carried, deflated, in base64. Private to report.
std::string page_model_input(LabelledFile const& file);

}  // namespace desvio
