#include "app/leontief_method.hpp"

#include "app/command.hpp"
#include "desvio/core/error.hpp"
#include "desvio/core/labels.hpp"

#include <fmt/format.h>

namespace desvio::app {

LeontiefMethod chosen_leontief_method(std::string const& option, std::string const& word) {
    try {
        return parse_leontief_method(word);
    } catch (InputError const&) {
        std::vector<std::string> known;
        for (LeontiefMethod const method : leontief_methods()) known.push_back(to_string(method));
        throw UsageError(fmt::format("{} cannot be '{}'. {}", option, word, suggest_name(word, known)));
    }
}

}  // namespace desvio::app
