#include "report/page_model.hpp"

#include "desvio/report/page_files.hpp"

namespace desvio {

bool has_page_model() { return false; }

std::string page_model_input(LabelledFile const&) { return {}; }

}  // namespace desvio
