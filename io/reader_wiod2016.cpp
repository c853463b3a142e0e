#include "io/table_reader.hpp"
#include "io/wiod_sheet.hpp"

namespace desvio {

namespace {

/// The release of 2016: 43 countries and ROW, 56 industries of ISIC Rev. 4, 2000 to 2014, one spreadsheet a year
/// (WIOT2014_Nov16_ROW, published as .xlsb and to be saved as .xlsx). Its r-codes are other than those of 2013, so
/// rows go by the codes of column A. Columns: inputs + TXSP + EXP_adj + PURR + PURNR + VA + IntTTM = GO.
WiodLayout wiod2016_layout() {
    using Role = BottomRowRole;
    return {.format = "wiod2016",
            .title = "World input-output table, WIOD release 2016",
            .source = "World Input-Output Database, release 2016 (Timmer et al., GGDC research memorandum 162, 2016)",
            .licence = "CC BY 4.0",
            .revision = Isic::rev4,
            .first_code = "A01",
            .code_row = 3,
            .region_row = 5,
            .category_row = 3,
            .is_region_said_once = false,
            .categories = {"CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"},
            .total_header = "GO",
            .bottom_rows = {
                {"II_fob", {"II_fob", "Total intermediate consumption"}, Role::intermediate_total},
                {"TXSP", {"TXSP", "taxes less subsidies on products"}, Role::paid_by_users},
                {"EXP_adj", {"EXP_adj", "Cif/ fob adjustments on exports"}, Role::paid_by_users},
                {"PURR", {"PURR", "Direct purchases abroad by residents"}, Role::paid_by_users},
                {"PURNR", {"PURNR", "Purchases on the domestic territory by non-residents"}, Role::paid_by_users},
                {"IntTTM", {"IntTTM", "International Transport Margins"}, Role::paid_by_users},
                {"VA", {"VA", "Value added at basic prices"}, Role::value_added},
                {"GO", {"GO", "Output at basic prices"}, Role::total}}};
}

}  // namespace

TableReader reader_wiod2016() {
    return {"wiod2016", "WIOD release 2016, one spreadsheet a year (WIOTyyyy_Nov16_ROW saved as .xlsx)",
            [](TableSource const& source) { return recognise_wiod_sheet(source, wiod2016_layout()); },
            [](TableSource const& source, int year) { return read_wiod_sheet(source, wiod2016_layout(), year); }};
}

}  // namespace desvio
