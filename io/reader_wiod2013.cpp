#include "io/table_reader.hpp"
#include "io/wiod_sheet.hpp"

namespace desvio {

namespace {

/// The release of 2013: 40 countries and RoW, 35 industries of ISIC Rev. 3, 1995 to 2011, one spreadsheet a year
/// (wiot09_row_apr12.xlsx). The row of international transport margins has no code in the files; r65 is its place.
/// Columns: inputs + r99 + r61 + r62 + r63 + r64 + margins = r69.
WiodLayout wiod2013_layout() {
    using Role = BottomRowRole;
    return {
        .format = "wiod2013",
        .title = "World input-output table, WIOD release 2013",
        .source = "World Input-Output Database, release 2013 (Timmer et al., Review of International Economics 2015)",
        .licence = "CC BY 4.0",
        .revision = Isic::rev3,
        .first_code = "AtB",
        .code_row = 3,
        .region_row = 5,
        .category_row = 6,
        .is_region_said_once = false,
        .categories = {"c37", "c38", "c39", "c41", "c42"},
        .total_header = "Total output",
        .bottom_rows = {{"r60", {"r60", "Total intermediate consumption"}, Role::intermediate_total},
                        {"r99", {"r99", "taxes less subsidies on products"}, Role::paid_by_users},
                        {"r61", {"r61", "Cif/ fob adjustments on exports"}, Role::paid_by_users},
                        {"r62", {"r62", "Direct purchases abroad by residents"}, Role::paid_by_users},
                        {"r63", {"r63", "Purchases on the domestic territory by non-residents"}, Role::paid_by_users},
                        {"r65", {"r65", "International Transport Margins"}, Role::paid_by_users},
                        {"r64", {"r64", "Value added at basic prices"}, Role::value_added},
                        {"r69", {"r69", "Output at basic prices"}, Role::total}}};
}

}  // namespace

TableReader reader_wiod2013() {
    return {"wiod2013", "WIOD release 2013, one spreadsheet a year (wiotYY_row_*.xlsx)",
            [](TableSource const& source) { return recognise_wiod_sheet(source, wiod2013_layout()); },
            [](TableSource const& source, int year) { return read_wiod_sheet(source, wiod2013_layout(), year); }};
}

}  // namespace desvio
