#include "io/icio_layout.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace desvio {

namespace {

// Final users of the editions from 2016 to 2025.
constexpr std::array known_categories{"HFCE", "NPISH", "NPS",  "GGFC", "GFCF",   "INVNT",
                                      "INV",  "DPABR", "DIRP", "P33",  "NONRES", "FD"};
constexpr std::array output_labels{"OUT", "OUTPUT", "TOTAL"};
constexpr std::string_view discrepancy_label = "DISC";

bool is_category(std::string_view text) {
    return std::find(known_categories.begin(), known_categories.end(), text) != known_categories.end();
}

bool is_output(std::string_view text) {
    return std::find(output_labels.begin(), output_labels.end(), text) != output_labels.end();
}

template <typename T>
Index index_of(std::vector<T> const& list, T const& wanted) {
    return std::find(list.begin(), list.end(), wanted) - list.begin();
}

/// A final user's column: of which region, which category.
struct FinalColumn {
    std::string region, category;
    std::size_t field;
};

/// Reads header fields one after another.
class HeaderReader {
  public:
    explicit HeaderReader(DelimitedReader const& header) : header_(header) {}

    IcioLayout read() {
        std::size_t const n = header_.n_fields();
        for (std::size_t field = 1; field < n; ++field) take(field);
        if (layout_.sector_columns.empty())
            header_.refuse(0, "no label is of the form COUNTRY_SECTOR", "this is no header of an OECD ICIO table", {});
        if (final_columns_.empty())
            header_.refuse(n - 1, "there is no column of final demand", "a table without it cannot be used",
                           "The line may be cut off: fetch the file again.");
        place_sectors();
        place_final_users();
        return std::move(layout_);
    }

  private:
    void take(std::size_t field) {
        std::string_view const label = header_.text(field);
        auto const [left, right] = split_icio_label(label);
        bool const is_category_first = is_category(left) && regions_.contains(std::string(right));
        if (layout_.has_output) header_.refuse(field, fmt::format("column '{}' follows that of output", label));
        if (right.empty()) {
            take_single(field, label);
        } else if (is_category_first || is_category(right)) {
            if (layout_.has_discrepancy) header_.refuse(field, fmt::format("column '{}' follows DISC", label));
            if (is_category_first) layout_.edition = IcioLayout::Edition::y2016;
            final_columns_.push_back(
                {std::string(is_category_first ? right : left), std::string(is_category_first ? left : right), field});
        } else if (!final_columns_.empty()) {
            header_.refuse(field, fmt::format("column '{}' is no final demand and follows such columns", label),
                           "sectors come first, then final demand by country", {});
        } else {
            regions_.emplace(left, field);
            layout_.sector_columns.push_back({std::string(left), std::string(right), header_.where(field)});
        }
    }

    void take_single(std::size_t field, std::string_view label) {
        if (is_output(label))
            layout_.has_output = true;
        else if (label == discrepancy_label && !layout_.has_discrepancy)
            layout_.has_discrepancy = true;
        else
            header_.refuse(field, fmt::format("unknown column '{}'", label), "labels are of the form COUNTRY_SECTOR",
                           suggest_name(label, {"OUT", "TOTAL", "DISC"}));
    }

    /// Adds parts of China and Mexico to the whole.
    void place_sectors() {
        Edge const edge = edge_of(layout_.sector_columns, "sector");
        layout_.sectors.items = edge.items;
        auto const n_items = static_cast<Index>(edge.items.size());
        for (std::string const& code : edge.regions) {
            std::string const whole(whole_region(code));
            auto& regions = layout_.sectors.regions;
            Index const region = index_of(regions, whole);
            layout_.has_parts = layout_.has_parts || region < static_cast<Index>(regions.size());
            if (region == static_cast<Index>(regions.size())) regions.push_back(whole);
            for (Index k = 0; k < n_items; ++k) layout_.sector_places.push_back(region * n_items + k);
        }
    }

    void place_final_users() {
        for (FinalColumn const& column : final_columns_)
            if (index_of(layout_.categories, column.category) == static_cast<Index>(layout_.categories.size()))
                layout_.categories.push_back(column.category);
        auto const n_categories = static_cast<Index>(layout_.categories.size());
        auto const& regions = layout_.sectors.regions;
        std::unordered_map<std::string, std::size_t> seen;
        std::vector<bool> is_filled(regions.size() * layout_.categories.size(), false);
        for (FinalColumn const& column : final_columns_) {
            Index const region = index_of(regions, std::string(whole_region(column.region)));
            if (region == static_cast<Index>(regions.size()))
                header_.refuse(column.field, fmt::format("'{}' has final demand and no sectors", column.region),
                               "final demand is that of the regions of the table",
                               suggest_name(column.region, regions));
            auto const [first, is_new] = seen.emplace(column.region + '_' + column.category, column.field);
            if (!is_new)
                header_.refuse(column.field, fmt::format("{} of {} is given twice", column.category, column.region),
                               "first at " + header_.where(first->second).text(), "Take one of the columns out.");
            Index const place = region * n_categories + index_of(layout_.categories, column.category);
            is_filled[static_cast<std::size_t>(place)] = true;
            layout_.final_places.push_back(place);
        }
        auto const gap = std::find(is_filled.begin(), is_filled.end(), false) - is_filled.begin();
        if (gap < static_cast<std::ptrdiff_t>(is_filled.size()))
            header_.refuse(header_.n_fields() - 1,
                           fmt::format("there is no column {} of {}",
                                       layout_.categories[static_cast<std::size_t>(gap % n_categories)],
                                       regions[static_cast<std::size_t>(gap / n_categories)]),
                           "every region has the same final categories",
                           "The line may be cut off: fetch the file again.");
        if (layout_.edition != IcioLayout::Edition::y2016 &&
            index_of(layout_.categories, std::string("P33")) < n_categories)
            layout_.edition = IcioLayout::Edition::y2018;
    }

    DelimitedReader const& header_;
    IcioLayout layout_;
    std::unordered_map<std::string, std::size_t> regions_;
    std::vector<FinalColumn> final_columns_;
};

}  // namespace

std::string_view whole_region(std::string_view code) {
    if (code == "CN1" || code == "CN2") return "CHN";
    if (code == "MX1" || code == "MX2") return "MEX";
    return code;
}

IcioLabel split_icio_label(std::string_view label) {
    auto const underscore = label.find('_');
    if (underscore == std::string_view::npos) return {label, {}};
    return {label.substr(0, underscore), label.substr(underscore + 1)};
}

IcioLayout read_icio_header(DelimitedReader const& header) { return HeaderReader(header).read(); }

}  // namespace desvio
