#pragma once

#include <string>

namespace desvio {

/// \throws InputError with the languages there are. Private to report.
void require_page_language(std::string const& language);

}  // namespace desvio
