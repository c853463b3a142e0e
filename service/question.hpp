#pragma once

#include "desvio/report/live_json.hpp"

#include <string>

namespace desvio {

/// What the service is asked: a question of the live model, and what a report of its answer should be like.
struct Question {
    LiveRequest asked;
    std::string language = "en";  ///< of a report
    bool with_model = true;       ///< whether a report carries the model
};

/// A question of the live model (read_live_request()) that may have "language" and "with_model" besides.
/// \throws InputError with every fault \tests unit/question_test.cpp
Question read_question(std::string const& body);

}  // namespace desvio
