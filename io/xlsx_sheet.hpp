#pragma once

#include "io/xlsx.hpp"
#include "io/xml_reader.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace desvio {

/// The XML of one sheet, made into rows of cells.
class SheetHandler final : public XmlHandler {
  public:
    /// \param place  what messages call the sheet: "book.xlsx Sheet1"; the other two must outlive the handler
    SheetHandler(std::string place, std::vector<std::string> const& shared_texts, XlsxBook::RowVisitor const& visit)
        : place_(std::move(place)), shared_texts_(shared_texts), visit_(visit) {}
    void start(std::string_view name, XmlAttributes const& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

  private:
    enum class ValueType { number, shared_text, text, inline_text, boolean, error };
    void start_row(XmlAttributes const& attributes);
    void start_cell(XmlAttributes const& attributes);
    void finish_cell();
    void finish_row();
    [[noreturn]] void refuse_cell(std::string problem, std::string why = {}) const;

    std::string place_;
    std::vector<std::string> const& shared_texts_;
    XlsxBook::RowVisitor const& visit_;
    int row_ = 0, column_ = 0;
    bool is_in_row_ = false, is_in_cell_ = false, is_in_value_ = false, has_value_ = false;
    int n_pronunciations_ = 0;
    ValueType type_ = ValueType::number;
    std::string value_;
    std::vector<XlsxCell> cells_;
    std::deque<std::string> texts_;  // of this row, but for those shared; references stay valid
};

}  // namespace desvio
