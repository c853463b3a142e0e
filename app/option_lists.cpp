#include "app/option_lists.hpp"

namespace desvio::app {

std::vector<std::string> words_of(std::string const& list) {
    std::vector<std::string> words;
    std::string word;
    int depth = 0;
    for (char const c : list + ",") {
        if (c == '[' || c == '(') ++depth;
        if (c == ']' || c == ')') --depth;
        if (c != ',' || depth > 0) {
            word += c;
            continue;
        }
        auto const first = word.find_first_not_of(' ');
        if (first != std::string::npos) words.push_back(word.substr(first, word.find_last_not_of(' ') - first + 1));
        word.clear();
    }
    return words;
}

}  // namespace desvio::app
