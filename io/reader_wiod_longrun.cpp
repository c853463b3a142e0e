#include "io/table_reader.hpp"
#include "io/wiod_sheet.hpp"

namespace desvio {

namespace {

/// The long-run tables as one sheet a year: 25 countries and ROW, 23 industries of ISIC Rev. 3, from 1965. A region
/// is said once, at the first column and row of its block; rows below the industries have no codes, so they get some.
/// Columns: inputs + TAX + DISC + PURNR + PURR + MARGIN + VA = total gross production.
WiodLayout wiod_longrun_layout() {
    using Role = BottomRowRole;
    return {
        .format = "wiod-longrun",
        .title = "World input-output table, long-run WIOD",
        .source = "Long-run World Input-Output Database (Woltjer, Gouma, Timmer, GGDC research memorandum 190, 2021)",
        .licence = "not stated in the file",
        .revision = Isic::rev3,
        .first_code = "AtB",
        .code_row = 5,
        .region_row = 4,
        .category_row = 5,
        .is_region_said_once = true,
        .categories = {"Household consumption", "Government consumption", "GFCF", "Stock variation"},
        .total_header = "Total demand",
        .bottom_rows = {
            {"II", {"Total intermediate consumption"}, Role::intermediate_total},
            {"TAX", {"Taxes less subsides on products", "Taxes less subsidies on products"}, Role::paid_by_users},
            {"DISC", {"Statistical discrepancy"}, Role::paid_by_users},
            {"PURNR", {"Domestic purchases by non-residents"}, Role::paid_by_users},
            {"PURR", {"Direct purchases abroad by residents"}, Role::paid_by_users},
            {"MARGIN", {"Internation transport margins", "International transport margins"}, Role::paid_by_users},
            {"VA", {"Total value added"}, Role::value_added},
            {"GO", {"Total gross production"}, Role::total}}};
}

}  // namespace

TableReader reader_wiod_longrun() {
    return {"wiod-longrun", "long-run WIOD, 26 regions x 23 industries, one sheet a year (.xlsx)",
            [](TableSource const& source) { return recognise_wiod_sheet(source, wiod_longrun_layout()); },
            [](TableSource const& source, int year) { return read_wiod_sheet(source, wiod_longrun_layout(), year); }};
}

}  // namespace desvio
