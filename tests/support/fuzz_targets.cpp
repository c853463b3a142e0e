#include "tests/support/fuzz_targets.hpp"

#include "desvio/core/error.hpp"
#include "desvio/io/base_io.hpp"
#include "desvio/io/scenario_io.hpp"
#include "desvio/io/store.hpp"
#include "io/base_files.hpp"
#include "io/csv.hpp"
#include "io/delimited.hpp"
#include "io/table_reader.hpp"
#include "io/xlsx.hpp"
#include "io/zip_archive.hpp"
#include "params/selector_expression.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/stored_zip.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace desvio::test {

namespace {

using Refusal = std::optional<std::string>;
using Files = std::vector<std::pair<std::string, std::string>>;

constexpr SourceLimits small_limits{std::uint64_t{1} << 20U, 2000};
constexpr std::size_t most_files = 16;
constexpr std::string_view file_mark = "=== ";

template <typename Read>
Refusal refusal_of(Read const& read) {
    try {
        read();
    } catch (InputError const& error) {
        return error.what();
    } catch (FileError const& error) {
        return error.what();
    }
    return std::nullopt;
}

/// Several files in one input: each begins after a line "=== name".
Files split_files(std::string_view input) {
    Files files;
    while (input.starts_with(file_mark) && files.size() < most_files) {
        auto const line_end = std::min(input.find('\n'), input.size());
        std::string const name(input.substr(file_mark.size(), line_end - file_mark.size()));
        input.remove_prefix(std::min(line_end + 1, input.size()));
        std::size_t end = input.starts_with(file_mark) ? 0 : input.find("\n" + std::string(file_mark));
        if (end == std::string_view::npos) end = input.size();
        if (end < input.size() && end > 0) ++end;  // with its line break
        files.emplace_back(name, input.substr(0, end));
        input.remove_prefix(end);
    }
    return files;
}

/// Names that stay inside a folder and mean one file each.
bool is_plain_name(std::string const& name) {
    constexpr std::size_t longest = 60;
    return !name.empty() && name.size() <= longest && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c == '(' || c == ')';
           });
}

/// One folder for all inputs of a program, emptied between them.
ScratchFolder& scratch() {
    static ScratchFolder folder;
    return folder;
}

/// The files on disk while it lives; "book.xlsx/xl/workbook.xml" is a part of the spreadsheet book.xlsx.
class InputFolder {
  public:
    explicit InputFolder(Files const& files) {
        std::map<std::string, Files> books;
        for (auto const& [name, content] : files) {
            auto const slash = name.find('/');
            if (slash == std::string::npos)
                write(name, content);
            else
                books[name.substr(0, slash)].emplace_back(name.substr(slash + 1), content);
        }
        for (auto const& [name, parts] : books) write(name, stored_zip(parts));
    }
    InputFolder(InputFolder const&) = delete;
    InputFolder& operator=(InputFolder const&) = delete;
    ~InputFolder() {
        std::error_code ignored;
        for (std::string const& name : names_) std::filesystem::remove(scratch() / name, ignored);
    }
    /// The lone file, else the folder.
    [[nodiscard]] std::filesystem::path path() const {
        return names_.size() == 1 ? scratch() / names_.front() : scratch().path();
    }

  private:
    void write(std::string const& name, std::string const& content) {
        if (!is_plain_name(name)) return;
        scratch().write(name, content);
        names_.push_back(name);
    }
    std::vector<std::string> names_;
};

/// The first byte is the delimiter, the rest the text.
Refusal run_delimited(std::string_view input) {
    if (input.empty()) return "empty";
    char const delimiter = input.front() == '\t' || input.front() == ';' ? input.front() : ',';
    InputFolder const folder({{"rows.txt", std::string(input.substr(1))}});
    return refusal_of([&] {
        TableSource const source(folder.path());
        static_cast<void>(guess_delimiter(source.head("rows.txt")));
        DelimitedReader rows(source, "rows.txt", delimiter);
        Refusal first;
        while (rows.next()) {
            for (std::size_t k = 0; k < rows.n_fields(); ++k) static_cast<void>(std::string(rows.text(k)));
            std::vector<double> numbers(rows.n_fields() - 1);
            auto const refusal = refusal_of([&] { rows.numbers(1, numbers); });
            if (!first) first = refusal;
        }
        if (first) throw InputError({{"rows.txt"}, *first, {}, {}});
    });
}

/// Every reader of native tables, whether it recognises the files or not.
Refusal run_tables(std::string_view input) {
    InputFolder const folder(split_files(input));
    Refusal refusal = "no reader";
    bool is_read = false;
    for (TableReader const& reader : table_readers()) {
        auto const said = refusal_of([&] {
            TableSource const source(folder.path(), small_limits);
            static_cast<void>(reader.recognise(source));
            if (reader.read_compact != nullptr) {
                Base const base = reader.read_compact(source, 0);
                DESVIO_EXPECT(base.trade.outer() == base.n_sectors());
                return;
            }
            IoTable const table = reader.read(source, 0);
            DESVIO_EXPECT(table.intermediate.rows() == table.n_rows());
        });
        is_read = is_read || !said;
        if (said) refusal = said;
    }
    return is_read ? std::nullopt : refusal;
}

void read_all_sheets(XlsxBook const& book) {
    for (std::string const& sheet : book.sheets())
        book.read_rows(sheet, [](int /*row*/, std::span<XlsxCell const> cells) {
            for (XlsxCell const& cell : cells) static_cast<void>(std::string(cell.text));
            return true;
        });
}

/// A spreadsheet as it is, or its parts as text, which are then zipped: mutations get past the checksums.
Refusal run_xlsx(std::string_view input) {
    std::string bytes = input.starts_with(file_mark) ? stored_zip(split_files(input)) : std::string(input);
    return refusal_of([&] { read_all_sheets(XlsxBook(std::move(bytes), "book.xlsx", small_limits)); });
}

Refusal run_zip(std::string_view input) {
    return refusal_of([&] {
        ZipArchive const archive(std::string(input), "a.zip", small_limits);
        std::array<char, 4096> block{};
        for (ZipArchive::Entry const& entry : archive.entries()) {
            auto const stream = archive.open(entry, entry.name, {});
            while (stream->read(block.data(), block.size()) > 0) continue;
        }
    });
}

/// The folder of a base.
Refusal run_base_csv(std::string_view input) {
    std::map<std::string, std::string> content;
    for (auto& [name, text] : split_files(input)) content.emplace(name, std::move(text));
    BaseFiles files{"base", {}, [&](std::string const& name) { return content.at(name); }};
    for (auto const& [name, text] : content) files.names.push_back(name);
    return refusal_of([&] { static_cast<void>(read_base_files(files, true)); });
}

/// A scenario, then the tables of rates or groups it names.
Refusal run_scenario(std::string_view input) {
    Files files = split_files(input);
    if (files.empty()) files.emplace_back("scenario.toml", input);
    std::map<std::string, std::string> const tables(files.begin() + 1, files.end());
    return refusal_of([&] { static_cast<void>(parse_scenario(files.front().second, "scenario.toml", tables)); });
}

/// A text of a selector: whatever the parser makes of it can be evaluated.
Refusal run_selector(std::string_view input) {
    SelectorExpression const expression = parse_selector_expression(input);
    if (expression.fault) {
        DESVIO_EXPECT(expression.steps.empty() && expression.fault->offset <= input.size());
        return expression.fault->problem;
    }
    std::size_t depth = 0;
    for (SelectorStep const& step : expression.steps) {
        if (step.kind == SelectorStep::Kind::name) {
            ++depth;
            DESVIO_EXPECT(!step.name.empty());
        } else {
            DESVIO_EXPECT(depth >= (step.kind == SelectorStep::Kind::negation ? 1u : 2u));
            if (step.kind != SelectorStep::Kind::negation) --depth;
        }
    }
    DESVIO_EXPECT(depth == 1);
    return std::nullopt;
}

Refusal run_store(std::string_view input) {
    InputFolder const folder({{"file.h5", std::string(input)}});
    return refusal_of([&] {
        LabelledFile const file = read_store(folder.path());
        static_cast<void>(refusal_of([&] { static_cast<void>(base_from_tables(file, "")); }));  // few files are bases
    });
}

constexpr std::array targets{
    FuzzTarget{"delimited", run_delimited}, FuzzTarget{"tables", run_tables},
    FuzzTarget{"xlsx", run_xlsx},           FuzzTarget{"zip", run_zip},
    FuzzTarget{"base_csv", run_base_csv},   FuzzTarget{"scenario", run_scenario},
    FuzzTarget{"store", run_store},         FuzzTarget{"selector", run_selector},
};

}  // namespace

std::span<FuzzTarget const> fuzz_targets() { return targets; }

FuzzTarget const* find_fuzz_target(std::string_view name) {
    auto const at =
        std::find_if(targets.begin(), targets.end(), [&](auto const& target) { return target.name == name; });
    return at == targets.end() ? nullptr : &*at;
}

}  // namespace desvio::test
