#include "report/picture_labels.hpp"

#include "desvio/core/units.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>

namespace desvio::text {
namespace {

// Marks of quality that begin so are of flows that nobody observed: "estimated", "estimated (split)".
constexpr std::string_view estimated_mark = "estimated";

void add_member(PictureLabels& labels, std::string const& group, std::string const& code) {
    auto at = std::find_if(labels.groups.begin(), labels.groups.end(),
                           [&](auto const& entry) { return entry.first == group; });
    if (at == labels.groups.end()) at = labels.groups.insert(at, {group, {}});
    at->second.push_back(code);
}

/// sum_j of the base's flows whose mark says estimated, over sum_j of all; flows and marks by (sector, importer,
/// exporter), the answer by (exporter, importer).
template <typename Mark>
Table estimated_share(std::span<double const> trade, std::span<Mark const> marks, std::vector<bool> const& is_estimate,
                      std::size_t n_regions) {
    std::size_t const pairs = n_regions * n_regions;
    std::vector<double> estimated(pairs, 0.0), whole(pairs, 0.0);
    for (std::size_t cell = 0; cell < std::min(trade.size(), marks.size()); ++cell) {
        std::size_t const importer = cell % pairs / n_regions, exporter = cell % n_regions;
        std::size_t const pair = exporter * n_regions + importer;
        whole[pair] += trade[cell];
        auto const mark = static_cast<std::size_t>(marks[cell]);
        if (mark < is_estimate.size() && is_estimate[mark]) estimated[pair] += trade[cell];
    }
    for (std::size_t pair = 0; pair < pairs; ++pair)
        estimated[pair] = whole[pair] > 0.0 ? estimated[pair] / whole[pair] : std::numeric_limits<double>::quiet_NaN();
    return {"/derived/estimated_share",
            {"exporter", "importer"},
            std::move(estimated),
            units::fraction,
            "part of the trade before the change whose figures are estimates"};
}

std::vector<bool> estimates_among(std::vector<std::string> const& qualities) {
    std::vector<bool> is_estimate;
    is_estimate.reserve(qualities.size());
    for (std::string const& quality : qualities) is_estimate.push_back(quality.starts_with(estimated_mark));
    return is_estimate;
}

std::vector<std::string> const* codes_of(LabelledFile const& file, std::string const& dimension) {
    auto const at = file.dimensions.find(dimension);
    return at == file.dimensions.end() ? nullptr : std::get_if<std::vector<std::string>>(&at->second.labels);
}

PictureLabels labels_of_base(Base const& base) {
    PictureLabels labels;
    for (Region const& region : base.region_table) {
        labels.regions.emplace_back(region.code, region.name);
        for (std::string const& group : region.groups) add_member(labels, group, region.code);
    }
    for (Sector const& sector : base.sector_table) {
        labels.sectors.emplace_back(sector.code, sector.name);
        labels.sector_kinds.emplace_back(sector.code, sector.kind == SectorKind::goods ? "goods" : "services");
    }
    if (base.trade_quality.empty()) return labels;
    Vector const& trade = base.trade.flat();
    labels.estimated_share =
        estimated_share<unsigned char>({trade.data(), static_cast<std::size_t>(trade.size())}, base.trade_quality,
                                       estimates_among(base.quality_names), static_cast<std::size_t>(base.n_regions()));
    return labels;
}

/// Codes of an axis of /input beside a column of texts.
template <typename Use>
void for_each_row(LabelledFile const& file, std::string const& path, std::string const& dimension, Use const& use) {
    auto const& texts = file.texts(path);
    Dimension const* const axis = file.find_dimension(*file.find_table(path), dimension);
    auto const* codes = axis == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&axis->labels);
    if (codes == nullptr) return;
    for (std::size_t k = 0; k < std::min(codes->size(), texts.size()); ++k) use((*codes)[k], texts[k]);
}

PictureLabels labels_of_input(LabelledFile const& file) {
    PictureLabels labels;
    for_each_row(file, "/input/region/name", "region",
                 [&](auto const& code, auto const& name) { labels.regions.emplace_back(code, name); });
    for_each_row(file, "/input/region/groups", "region", [&](auto const& code, std::string const& groups) {
        for (std::size_t begin = 0; begin < groups.size();) {
            std::size_t const end = std::min(groups.find(';', begin), groups.size());
            if (end > begin) add_member(labels, groups.substr(begin, end - begin), code);
            begin = end + 1;
        }
    });
    for_each_row(file, "/input/sector/name", "sector",
                 [&](auto const& code, auto const& name) { labels.sectors.emplace_back(code, name); });
    for_each_row(file, "/input/sector/kind", "sector",
                 [&](auto const& code, auto const& kind) { labels.sector_kinds.emplace_back(code, kind); });
    Table const* const index = file.find_table("/input/quality/index");
    // Flows stand there only where they differ from those the result is reported against.
    Table const* trade = file.find_table("/input/trade/value");
    if (trade == nullptr) trade = file.find_table("/trade/base");
    Dimension const* const qualities =
        index == nullptr ? nullptr : file.find_dimension(*file.find_table("/input/quality/cells"), "quality");
    if (qualities == nullptr || trade == nullptr) return labels;
    labels.estimated_share = estimated_share<double>(
        std::get<std::vector<double>>(trade->values), std::get<std::vector<double>>(index->values),
        estimates_among(std::get<std::vector<std::string>>(qualities->labels)), labels.regions.size());
    return labels;
}

/// Codes that stand on the file's axes and have no name yet, such as ALL of a one-sector variant.
void add_codes(std::vector<std::pair<std::string, std::string>>& names, std::vector<std::string> const* codes) {
    if (codes == nullptr) return;
    for (std::string const& code : *codes)
        if (std::none_of(names.begin(), names.end(), [&](auto const& entry) { return entry.first == code; }))
            names.emplace_back(code, code);
}

}  // namespace

PictureLabels picture_labels(LabelledFile const& file, Base const* base) {
    PictureLabels labels;
    if (file.find_table("/input/region/name") != nullptr)
        labels = labels_of_input(file);
    else if (base != nullptr)
        labels = labels_of_base(*base);
    add_codes(labels.regions, codes_of(file, "region"));
    add_codes(labels.sectors, codes_of(file, "sector"));
    return labels;
}

}  // namespace desvio::text
