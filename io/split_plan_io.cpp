#include "desvio/io/split_plan_io.hpp"

#include "io/csv.hpp"
#include "io/usable_name.hpp"
#include "io/whole_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace desvio {
namespace {

struct SplitColumn {
    enum : std::size_t { code, share, name, groups, exports, imports, within, partner };
};

// Shares written with a few digits: thirds with six.
constexpr double sum_tolerance = 1e-5;

double read_share(CsvReader& csv, std::size_t column) {
    double const value = csv.number(column);
    if (value < 0.0 || value > 1.0)
        csv.fault(column, fmt::format("the share {:.6g} is not between 0 and 1", value), "shares are fractions",
                  "Divide percentages by 100.");
    return value;
}

std::vector<std::string> read_list(std::string_view text) {
    std::vector<std::string> list;
    while (!text.empty()) {
        auto const end = std::min(text.find(';'), text.size());
        if (end > 0) list.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return list;
}

/// Shares that should sum to 1 are made to, exactly; further away is a fault.
void normalise(std::vector<double*> const& shares, SourceLocation const& where, std::string const& what,
               FaultList& faults) {
    double sum = 0.0;
    for (double const* value : shares) sum += *value;
    if (!(std::abs(sum - 1.0) <= sum_tolerance)) {
        faults.add(where, fmt::format("{} sum to {:.6g}", what, sum), "the parts together are the whole",
                   "Make them sum to 1.");
        return;
    }
    for (double* value : shares) *value /= sum;
}

void check_optional(SplitPlan& plan, std::optional<double> SplitPart::*member, char const* what, FaultList& faults) {
    std::vector<double*> given;
    for (SplitPart& part : plan.parts)
        if (part.*member) given.push_back(&*(part.*member));
    if (given.empty()) return;
    if (given.size() != plan.parts.size())
        faults.add({plan.file}, fmt::format("some parts have a share of {} and some do not", what), {},
                   "Give it for all parts or for none.");
    else
        normalise(given, {plan.file}, fmt::format("the shares of {}", what), faults);
}

/// Shares by partner: of all parts or of none, and together the whole.
void check_partners(SplitPlan& plan, std::vector<std::string> const& codes, FaultList& faults) {
    for (auto const& [member, what] :
         {std::pair{&SplitPartner::exports, "exports to"}, std::pair{&SplitPartner::imports, "imports from"}}) {
        std::map<std::string, std::map<std::string, double*>> by_partner;
        std::map<std::string, SourceLocation> place;
        for (SplitPartner& row : plan.partners) {
            if (std::find(codes.begin(), codes.end(), row.part) == codes.end()) {
                if (member == &SplitPartner::exports)
                    faults.add(row.where, fmt::format("'{}' is no part", row.part), "a part needs a row of its own",
                               suggest_name(row.part, codes));
            } else if (row.*member && !by_partner[row.partner].emplace(row.part, &*(row.*member)).second) {
                faults.add(row.where,
                           fmt::format("the share of {} in {} {} is given twice", row.part, what, row.partner));
            }
            place.emplace(row.partner, row.where);
        }
        for (auto const& [partner, given] : by_partner) {
            std::vector<double*> shares;
            for (auto const& [part, value] : given) shares.push_back(value);
            if (given.size() != codes.size())
                faults.add(
                    place[partner],
                    fmt::format("{} of {} parts have a share of {} {}", given.size(), codes.size(), what, partner), {},
                    "Give it for all parts, 0 for those that have none.");
            else
                normalise(shares, place[partner], fmt::format("the shares of {} {}", what, partner), faults);
        }
    }
}

void check_plan(SplitPlan& plan, FaultList& faults) {
    if (plan.parts.size() < 2)
        faults.add({plan.file}, fmt::format("there are {} parts", plan.parts.size()), "a split has two or more",
                   "Write a row code,share for each part.");
    std::vector<std::string> codes;
    std::vector<double*> shares;
    for (SplitPart& part : plan.parts) {
        if (std::find(codes.begin(), codes.end(), part.code) != codes.end())
            faults.add(part.where, fmt::format("part {} is given twice", part.code), {}, "Keep one of the rows.");
        codes.push_back(part.code);
        shares.push_back(&part.share);
    }
    if (plan.parts.size() >= 2) normalise(shares, {plan.file}, "the shares of the parts", faults);
    check_optional(plan, &SplitPart::exports, "exports", faults);
    check_optional(plan, &SplitPart::imports, "imports", faults);

    check_partners(plan, codes, faults);
    std::map<std::string, std::map<std::string, double*>> by_cell;
    std::map<std::string, SourceLocation> place;
    for (SplitCell& cell : plan.cells) {
        if (std::find(codes.begin(), codes.end(), cell.part) == codes.end())
            faults.add(cell.where, fmt::format("'{}' is no part", cell.part), "a part needs a row of its own",
                       suggest_name(cell.part, codes));
        else if (!by_cell[cell.within].emplace(cell.part, &cell.share).second)
            faults.add(cell.where, fmt::format("the share of {} in {} is given twice", cell.part, cell.within));
        place.emplace(cell.within, cell.where);
    }
    for (auto const& [within_code, given] : by_cell) {
        std::vector<double*> cell_shares;
        for (auto const& [part, value] : given) cell_shares.push_back(value);
        if (given.size() != codes.size())
            faults.add(place[within_code],
                       fmt::format("{} of {} parts have a share in {}", given.size(), codes.size(), within_code), {},
                       "Give it for all parts, 0 for those that have none.");
        else
            normalise(cell_shares, place[within_code], fmt::format("the shares in {}", within_code), faults);
    }
}

}  // namespace

/// A row with a partner: shares of trade with it and nothing else.
SplitPartner read_partner(CsvReader& csv, SourceLocation const& where) {
    SplitPartner row{
        std::string(csv.text(SplitColumn::code)), std::string(csv.text(SplitColumn::partner)), {}, {}, where};
    for (std::size_t const column : {SplitColumn::share, SplitColumn::name, SplitColumn::groups, SplitColumn::within})
        if (!csv.text(column).empty())
            csv.fault(column, "a row with a partner has exports and imports only",
                      "it is about trade with one region, over all sectors", "Leave the field empty.");
    if (!csv.text(SplitColumn::exports).empty()) row.exports = read_share(csv, SplitColumn::exports);
    if (!csv.text(SplitColumn::imports).empty()) row.imports = read_share(csv, SplitColumn::imports);
    if (!row.exports && !row.imports)
        csv.fault(SplitColumn::partner, "there is no share of exports or imports with this partner", {},
                  "Give one of them or both.");
    return row;
}

SplitPlan parse_split_plan(std::string const& text, std::string const& file, SplitAxis axis) {
    CsvReader csv(text, file);
    std::vector<std::string> optional{"name", "groups", "exports", "imports"};
    if (axis == SplitAxis::region)
        optional.insert(optional.end(), {"sector", "partner"});
    else
        optional.emplace_back("region");
    bool const may_have_partners = axis == SplitAxis::region;
    csv.match_columns({"code", "share"}, optional);
    SplitPlan plan{file, {}, {}, {}};
    while (csv.next_row()) {
        SourceLocation const where = csv.where(csv.row_offset());
        if (may_have_partners && !csv.text(SplitColumn::partner).empty()) {
            plan.partners.push_back(read_partner(csv, where));
            continue;
        }
        double const value = read_share(csv, SplitColumn::share);
        if (!csv.text(SplitColumn::within).empty()) {
            plan.cells.push_back(
                {std::string(csv.text(SplitColumn::code)), std::string(csv.text(SplitColumn::within)), value, where});
            continue;
        }
        SplitPart part{std::string(csv.text(SplitColumn::code)),
                       std::string(csv.text(SplitColumn::name)),
                       read_list(csv.text(SplitColumn::groups)),
                       value,
                       {},
                       {},
                       where};
        if (!is_usable_name(part.code))
            csv.fault(SplitColumn::code, fmt::format("'{}' is not a code", part.code), {}, usable_name_rule);
        for (std::string const& group : part.groups)
            if (!is_usable_name(group))
                csv.fault(SplitColumn::groups, fmt::format("'{}' is not a group name", group), {}, usable_name_rule);
        if (part.name.empty()) part.name = part.code;
        if (!csv.text(SplitColumn::exports).empty()) part.exports = read_share(csv, SplitColumn::exports);
        if (!csv.text(SplitColumn::imports).empty()) part.imports = read_share(csv, SplitColumn::imports);
        plan.parts.push_back(std::move(part));
    }
    FaultList faults;
    bool const is_sound = !csv.has_faults();
    csv.finish(faults);
    if (is_sound) check_plan(plan, faults);
    faults.throw_if_any();
    return plan;
}

SplitPlan read_split_plan(std::filesystem::path const& path, SplitAxis axis) {
    return parse_split_plan(read_whole_file(path), path.string(), axis);
}

}  // namespace desvio
