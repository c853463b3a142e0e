#include "io/xlsx.hpp"

#include "desvio/core/labels.hpp"
#include "io/xlsx_sheet.hpp"
#include "io/xml_reader.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace desvio {

namespace {

constexpr std::size_t most_shared_texts = std::size_t{1} << 22U;
constexpr std::size_t longest_text = std::size_t{1} << 20U;  // bytes; spreadsheet programs stop at 32767 characters
constexpr char const* usual_book_part = "xl/workbook.xml";
constexpr int n_letters = 26;

struct Relationship {
    std::string kind;  // the last part of its type: "worksheet"
    std::string part;  // the file in the zip
};

/// xl/_rels/workbook.xml.rels: which file stands behind an id.
class RelationshipHandler final : public XmlHandler {
  public:
    explicit RelationshipHandler(std::filesystem::path folder) : folder_(std::move(folder)) {}
    void start(std::string_view name, XmlAttributes const& attributes) override {
        auto const id = attributes.find("Id");
        auto const type = attributes.find("Type");
        auto const target = attributes.find("Target");
        if (name != "Relationship" || !id || !type || !target || attributes.find("TargetMode") == "External") return;
        std::string part = target->starts_with('/') ? std::string(target->substr(1))
                                                    : (folder_ / *target).lexically_normal().generic_string();
        found[std::string(*id)] = {std::string(type->substr(type->rfind('/') + 1)), std::move(part)};
    }
    void end(std::string_view /*name*/) override {}
    void text(std::string_view /*piece*/) override {}

    std::map<std::string, Relationship> found;

  private:
    std::filesystem::path folder_;
};

/// xl/workbook.xml: the names of the sheets, in order, and their ids.
class BookHandler final : public XmlHandler {
  public:
    void start(std::string_view name, XmlAttributes const& attributes) override {
        auto const sheet = attributes.find("name");
        auto const id = attributes.find("id");
        if (name == "sheet" && sheet && id) sheets.emplace_back(*sheet, *id);
    }
    void end(std::string_view /*name*/) override {}
    void text(std::string_view /*piece*/) override {}

    std::vector<std::pair<std::string, std::string>> sheets;
};

/// xl/sharedStrings.xml: texts that cells name by their place. Formatted ones come in runs; what tells how a text is
/// pronounced (rPh) is left out.
class SharedTextHandler final : public XmlHandler {
  public:
    SharedTextHandler(std::string place, std::vector<std::string>& texts) : place_(std::move(place)), texts_(texts) {}
    void start(std::string_view name, XmlAttributes const& /*attributes*/) override {
        if (name == "si") {
            if (texts_.size() >= most_shared_texts) refuse(fmt::format("more than {} texts", most_shared_texts));
            texts_.emplace_back();
        }
        if (name == "rPh") ++n_pronunciations_;
        is_text_ = name == "t" && n_pronunciations_ == 0;
    }
    void end(std::string_view name) override {
        if (name == "rPh") --n_pronunciations_;
        is_text_ = false;
    }
    void text(std::string_view piece) override {
        if (!is_text_ || texts_.empty()) return;
        texts_.back() += piece;
        if (texts_.back().size() > longest_text) refuse(fmt::format("a text of more than {} bytes", longest_text));
    }

  private:
    [[noreturn]] void refuse(std::string problem) const {
        throw FileError({{place_}, std::move(problem), "no table holds that", "Check where the file is from."});
    }
    std::string place_;
    std::vector<std::string>& texts_;
    int n_pronunciations_ = 0;
    bool is_text_ = false;
};

[[noreturn]] void refuse_other_format(std::string const& place, std::string problem) {
    throw InputError({{place},
                      std::move(problem),
                      "only .xlsx can be read",
                      "Open it in a spreadsheet program and save it as .xlsx (without a password)."});
}

/// Old spreadsheets and ones with a password are compound files, which begin so.
void refuse_compound_file(std::string const& place, std::string_view head) {
    if (head.starts_with("\xD0\xCF\x11\xE0"))
        refuse_other_format(place, "is an old spreadsheet (.xls) or one with a password");
}

std::filesystem::path const& require_zip(std::filesystem::path const& path) {
    TableSource const source(path);
    if (source.is_single_file()) refuse_compound_file(path.string(), source.head(source.names().front(), 4));
    return path;
}

std::string require_zip(std::string bytes, std::string const& place) {
    refuse_compound_file(place, bytes);
    return bytes;
}

}  // namespace

std::string column_letters(int column) {
    std::string text;
    for (; column > 0; column = (column - 1) / n_letters)
        text.insert(text.begin(), static_cast<char>('A' + (column - 1) % n_letters));
    return text;
}

XlsxBook::XlsxBook(std::filesystem::path const& path, SourceLimits limits, ByteMonitor monitor)
    : archive_(require_zip(path), limits), monitor_(std::move(monitor)) {
    open_book();
}

XlsxBook::XlsxBook(std::string bytes, std::string const& place, SourceLimits limits, ByteMonitor monitor)
    : archive_(require_zip(std::move(bytes), place), place, limits), monitor_(std::move(monitor)) {
    open_book();
}

XlsxBook XlsxBook::of_source(TableSource const& source, std::string const& name) {
    return {source.content(name), source.place(name), {}, source.monitor()};
}

void XlsxBook::open_book() {
    RelationshipHandler package("");
    if (archive_.find("_rels/.rels") != nullptr) read_part("_rels/.rels", package);
    std::string book_part = usual_book_part;
    for (auto const& [id, relationship] : package.found)
        if (relationship.kind == "officeDocument") book_part = relationship.part;
    if (book_part.ends_with(".bin")) refuse_other_format(place(), "is a binary spreadsheet (.xlsb)");
    if (archive_.find(book_part) == nullptr) refuse_other_format(place(), "is a zip, but no spreadsheet");

    std::filesystem::path const book_path = book_part;
    BookHandler book;
    read_part(book_part, book);
    RelationshipHandler relationships(book_path.parent_path());
    read_part((book_path.parent_path() / "_rels" / book_path.filename()).generic_string() + ".rels", relationships);
    for (auto const& [name, id] : book.sheets) {
        auto const at = relationships.found.find(id);
        if (at == relationships.found.end())
            throw FileError({{place()}, fmt::format("sheet '{}' is not in the file", name), {}, "Fetch it again."});
        if (at->second.kind != "worksheet") continue;  // a chart
        sheets_.push_back(name);
        sheet_parts_.push_back(at->second.part);
    }
    for (auto const& [id, relationship] : relationships.found) {
        if (relationship.kind != "sharedStrings") continue;
        SharedTextHandler handler(place() + '/' + relationship.part, shared_texts_);
        read_part(relationship.part, handler);
    }
}

void XlsxBook::read_part(std::string const& part, XmlHandler& handler) const {
    std::string const part_place = place() + '/' + part;
    ZipArchive::Entry const* const entry = archive_.find(part);
    if (entry == nullptr)
        throw FileError({{part_place}, "there is no such part", "the spreadsheet is not whole", "Fetch it again."});
    auto const stream = archive_.open(*entry, part_place, monitor_);
    read_xml(*stream, part_place, handler);
}

void XlsxBook::read_rows(std::string const& sheet, RowVisitor const& visit) const {
    auto const at = std::find(sheets_.begin(), sheets_.end(), sheet);
    if (at == sheets_.end())
        throw InputError({{place()}, fmt::format("there is no sheet '{}'", sheet), {}, suggest_name(sheet, sheets_)});
    SheetHandler handler(fmt::format("{} {}", place(), sheet), shared_texts_, visit);
    read_part(sheet_parts_[static_cast<std::size_t>(at - sheets_.begin())], handler);
}

SourceLocation XlsxBook::where(std::string const& sheet, int row, int column) const {
    return {fmt::format("{} {}!{}{}", place(), sheet, column_letters(column), row)};
}

}  // namespace desvio
