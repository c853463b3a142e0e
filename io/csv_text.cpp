#include "desvio/io/csv_text.hpp"

#include "io/csv.hpp"

namespace desvio {

std::string csv_text(std::vector<std::string> const& header, std::vector<std::vector<CsvValue>> const& rows) {
    std::string out;
    for (std::size_t k = 0; k < header.size(); ++k) {
        if (k > 0) out += ',';
        append_csv_field(out, header[k]);
    }
    out += '\n';
    for (auto const& row : rows) {
        for (std::size_t k = 0; k < row.size(); ++k) {
            if (k > 0) out += ',';
            if (auto const* number = std::get_if<double>(&row[k]))
                append_number(out, *number);
            else
                append_csv_field(out, std::get<std::string>(row[k]));
        }
        out += '\n';
    }
    return out;
}

}  // namespace desvio
