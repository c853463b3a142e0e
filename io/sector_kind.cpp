#include "io/sector_kind.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace desvio {

namespace {

constexpr int last_goods_rev3 = 37;
constexpr int last_goods_rev4 = 33;

constexpr std::array service_words{
    "service",       "construction", "trade",        "transport",   "electricity",  "hotel",       "restaurant",
    "accommodation", "post",         "telecom",      "financ",      "insurance",    "real estate", "business",
    "public",        "education",    "health",       "recreation",  "househol",     "retail",      "wholesale",
    "repair",        "distribution", "collection",   "information", "professional", "administ",    "recycling",
    "re-export",     "other",        "water supply", "social",      "defence",      "programming", "consult",
    "research",      "advertis",     "rental",       "renting",     "sewage",       "waste",       "publish",
    "gas supply",    "steam",        "arts",         "entertain",   "scientific",   "legal",
};
// Goods that a word above would take for services.
constexpr std::array goods_words{"manufactur", "equipment", "product", "vehicle", "mining", "machinery"};

std::string fold(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return folded;
}

}  // namespace

SectorKind kind_of_division(std::string_view code, Isic revision) {
    auto const is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    auto const first = std::find_if(code.begin(), code.end(), is_digit);
    int division = 0;
    for (auto at = first; at != code.end() && at - first < 2 && is_digit(*at); ++at)
        division = division * 10 + *at - '0';
    int const last = revision == Isic::rev3 ? last_goods_rev3 : last_goods_rev4;
    return division > 0 && division <= last ? SectorKind::goods : SectorKind::services;
}

SectorKind kind_of_name(std::string_view name) {
    std::string const folded = fold(name);
    auto const holds = [&](char const* word) { return folded.find(word) != std::string::npos; };
    if (std::any_of(goods_words.begin(), goods_words.end(), holds) && !holds("service") && !holds("trade"))
        return SectorKind::goods;
    return std::any_of(service_words.begin(), service_words.end(), holds) ? SectorKind::services : SectorKind::goods;
}

}  // namespace desvio
