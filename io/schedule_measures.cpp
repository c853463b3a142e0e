#include "io/schedule_measures.hpp"

#include "io/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace desvio {
namespace {

struct MeasureColumn {
    enum : std::size_t {
        id,
        authority,
        rate,
        rates,
        partner,
        sector,
        instrument,
        stack,
        exempt,
        covered,
        in_lieu_of,
        start,
        end,
        source,
        note
    };
};

/// The words of a field, separated by semicolons, each with its place.
std::vector<SelectorTerm> words_of(CsvReader const& csv, std::size_t column) {
    std::vector<SelectorTerm> words;
    std::string_view const text = csv.text(column);
    std::size_t begin = 0;
    while (begin <= text.size() && !text.empty()) {
        std::size_t const end = std::min(text.find(';', begin), text.size());
        std::size_t first = begin, last = end;
        while (first < last && text[first] == ' ') ++first;
        while (last > first && text[last - 1] == ' ') --last;
        if (last > first)
            words.push_back(
                {std::string(text.substr(first, last - first)), csv.where(csv.field(column).offset + first)});
        begin = end + 1;
    }
    return words;
}

/// One row of the table as a measure.
class MeasureRow {
  public:
    explicit MeasureRow(CsvReader& csv) : csv_(csv) {}

    DatedMeasure read() {
        DatedMeasure measure;
        measure.where = where(MeasureColumn::id);
        measure.id = filled(MeasureColumn::id, "id");
        measure.authority = filled(MeasureColumn::authority, "authority");
        measure.authority_where = where(MeasureColumn::authority);
        measure.instrument = csv_.text(MeasureColumn::instrument);
        measure.partner = {words_of(csv_, MeasureColumn::partner), where(MeasureColumn::partner)};
        measure.sector = {words_of(csv_, MeasureColumn::sector), where(MeasureColumn::sector)};
        measure.in_lieu_of = words_of(csv_, MeasureColumn::in_lieu_of);
        read_rate(measure);
        read_stacking(measure);
        read_share(measure);
        measure.start = read_day(MeasureColumn::start);
        measure.end = read_day(MeasureColumn::end);
        measure.end_where = where(MeasureColumn::end);
        measure.source = csv_.text(MeasureColumn::source);
        measure.note = csv_.text(MeasureColumn::note);
        return measure;
    }

  private:
    [[nodiscard]] SourceLocation where(std::size_t column) const { return csv_.where(csv_.field(column).offset); }

    std::string filled(std::size_t column, char const* name) {
        std::string text(csv_.text(column));
        if (text.empty()) csv_.fault(column, fmt::format("'{}' is empty", name), "a measure is known by it");
        return text;
    }

    void read_rate(DatedMeasure& measure) {
        measure.rates = csv_.text(MeasureColumn::rates);
        measure.rates_where = where(MeasureColumn::rates);
        bool const has_rate = !csv_.text(MeasureColumn::rate).empty();
        if (has_rate == !measure.rates.empty())
            csv_.fault(MeasureColumn::rate, has_rate ? "both rate and rates are given" : "there is no rate",
                       has_rate ? "it is not clear which holds" : "the measure says nothing without it",
                       "Give a fraction under rate, or a column of the cells under rates.");
        if (!has_rate) return;
        measure.rate = csv_.number(MeasureColumn::rate);
        if (measure.rate <= -1.0)
            csv_.fault(MeasureColumn::rate, fmt::format("rate {:.6g} is not above -1", measure.rate),
                       "the goods would have no price", "Give a larger rate.");
        else if (measure.rate > largest_scheduled_rate)
            csv_.fault(MeasureColumn::rate,
                       fmt::format("rate {:.6g} is above {:.0f}", measure.rate, largest_scheduled_rate),
                       "rates are fractions: 0.25 is 25%", "Divide percentages by 100.");
    }

    void read_stacking(DatedMeasure& measure) {
        std::string const word(csv_.text(MeasureColumn::stack));
        std::vector<std::string> known;
        for (Stacking const value : {Stacking::replace, Stacking::add, Stacking::max, Stacking::floor}) {
            known.push_back(to_string(value));
            if (word == known.back() || (word.empty() && value == Stacking::add)) {
                measure.stack = value;
                return;
            }
        }
        if (!word.empty())
            csv_.fault(MeasureColumn::stack, fmt::format("unknown stack '{}'", word), "it says how duties join",
                       suggest_name(word, known));
    }

    void read_share(DatedMeasure& measure) {
        std::string const exempt(csv_.text(MeasureColumn::exempt));
        measure.covered = csv_.text(MeasureColumn::covered);
        measure.exempt_where = where(MeasureColumn::exempt);
        measure.covered_where = where(MeasureColumn::covered);
        if (!exempt.empty() && !measure.covered.empty())
            csv_.fault(MeasureColumn::covered, "both exempt and covered are given", "one is 1 less the other",
                       "Keep one of them.");
        if (exempt.empty()) return;
        ParsedNumber const share = parse_number(exempt);
        if (!share.value) {
            measure.exempt = exempt;
            return;
        }
        measure.exempt_share = *share.value;
        if (measure.exempt_share < 0.0 || measure.exempt_share > 1.0)
            csv_.fault(MeasureColumn::exempt, fmt::format("the exempt share is {:.6g}", measure.exempt_share),
                       "it is a share of the trade of each cell", "Give a fraction: 0.432 is 43.2%.");
    }

    std::optional<Date> read_day(std::size_t column) {
        if (csv_.text(column).empty()) return std::nullopt;
        auto const day = parse_date(csv_.text(column));
        if (!day)
            csv_.fault(column, fmt::format("'{}' is no day", csv_.text(column)),
                       "measures are in force from day to day", "Write it as 2025-08-07.");
        return day;
    }

    CsvReader& csv_;
};

}  // namespace

std::vector<DatedMeasure> read_schedule_measures(std::string const& text, std::string const& file, FaultList& faults) {
    CsvReader csv(text, file);
    csv.match_columns({"id", "authority"}, {"rate", "rates", "partner", "sector", "instrument", "stack", "exempt",
                                            "covered", "in_lieu_of", "start", "end", "source", "note"});
    std::vector<DatedMeasure> measures;
    while (csv.next_row()) measures.push_back(MeasureRow(csv).read());
    if (measures.empty() && !csv.has_faults())
        csv.fault_at(0, "there are no measures", "the schedule would change nothing", "Write a row for each.");
    csv.finish(faults);
    return measures;
}

ScheduleCells read_schedule_cells(std::string const& text, std::string const& file, FaultList& faults) {
    ScheduleCells cells;
    // The names of the columns are the file's own: the header says them.
    std::string const header = text.substr(0, text.find_first_of("\r\n"));
    std::vector<std::string> others;
    std::size_t begin = 0;
    while (begin <= header.size()) {
        std::size_t const end = std::min(header.find(',', begin), header.size());
        std::string const name = header.substr(begin, end - begin);
        if (name != "partner" && name != "sector" && !name.empty()) others.push_back(name);
        begin = end + 1;
    }
    CsvReader csv(text, file);
    csv.match_columns({"partner", "sector"}, others);
    cells.columns = others;
    SourceLocation where{file, 1, 1};
    std::size_t counted_to = 0;
    while (csv.next_row()) {
        // Lines are counted on from the last row: asking the reader for every row would scan the text each time.
        where.line += static_cast<int>(std::count(text.data() + counted_to, text.data() + csv.row_offset(), '\n'));
        counted_to = csv.row_offset();
        ScheduleCells::Row row{std::string(csv.text(0)), std::string(csv.text(1)), {}, where};
        for (std::size_t k = 0; k < others.size(); ++k)
            row.values.push_back(csv.text(k + 2).empty() ? 0.0 : csv.number(k + 2));
        cells.rows.push_back(std::move(row));
    }
    csv.finish(faults);
    return cells;
}

}  // namespace desvio
