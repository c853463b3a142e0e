#include "desvio/params/concordance.hpp"

#include <algorithm>
#include <set>

namespace desvio {
namespace {

constexpr std::size_t names_joined = 3;  // more would not fit a table

template <typename Entries>
std::vector<std::string> names_of(Entries const& entries) {
    std::vector<std::string> names;
    names.reserve(entries.size());
    for (auto const& entry : entries) names.push_back(entry.name);
    return names;
}

std::string joined_codes(std::vector<std::string> const& codes) {
    std::string all;
    for (std::string const& code : codes) all += (all.empty() ? "" : ", ") + code;
    return all;
}

/// Codes of the axis that a row is about; a fault when there are none.
std::vector<Index> find_codes(std::string const& text, SourceLocation const& where, CodeAxis const& axis,
                              FaultList& faults) {
    if (text.starts_with('@')) {
        auto const group = axis.members.find(text.substr(1));
        if (group != axis.members.end()) return group->second;
        std::vector<std::string> groups;
        for (auto const& [name, members] : axis.members) groups.push_back("@" + name);
        faults.add(where, fmt::format("unknown group '{}'", text), {},
                   groups.empty() ? "There are no groups here: name codes." : suggest_name(text, groups));
        return {};
    }
    if (auto const code = axis.labels.find(text)) return {*code};
    faults.add(where, fmt::format("unknown {} '{}'", axis.what, text), "a mistyped code would go unmapped",
               suggest_name(text, axis.labels.codes()));
    return {};
}

/// Rows sorted out into the target code of each old code.
class Merger {
  public:
    Merger(Concordance const& concordance, CodeAxis const& axis)
        : concordance_(concordance), axis_(axis), row_of_(static_cast<std::size_t>(axis.labels.size()), nullptr) {}

    Merging merge(Unmapped unmapped) {
        for (ConcordanceRow const& row : concordance_.rows) place(row);
        for (ConcordanceRow const*& row : row_of_)
            if (row == nullptr) row = others_;
        settle_unmapped(unmapped);
        faults_.throw_if_any();
        return result();
    }

  private:
    void place(ConcordanceRow const& row) {
        if (row.from.empty()) faults_.add(row.from_where, "'from' is empty", "every row maps a code");
        if (row.to.empty())
            faults_.add(row.to_where, fmt::format("'{}' goes nowhere", row.from), "its flows would be lost",
                        "Write the code it becomes part of.");
        if (row.weight && *row.weight != 1.0)
            faults_.add(row.to_where, fmt::format("'{}' has the weight {:.6g}", row.from, *row.weight),
                        "when codes are merged, each goes to one target as a whole", "Take the weight out.");
        if (row.from.empty() || row.to.empty()) return;
        if (row.from == "*") {
            if (others_ != nullptr) faults_.add(row.from_where, "'*' is given twice");
            others_ = &row;
            return;
        }
        for (Index const code : find_codes(row.from, row.from_where, axis_, faults_)) {
            ConcordanceRow const*& at = row_of_[static_cast<std::size_t>(code)];
            if (at != nullptr)
                faults_.add(row.from_where, fmt::format("{} {} is mapped twice", axis_.what, axis_.labels[code]),
                            fmt::format("line {} maps it too", at->from_where.line), "Keep one of the rows.");
            else
                at = &row;
        }
    }

    void settle_unmapped(Unmapped unmapped) {
        std::set<std::string> targets;
        for (ConcordanceRow const& row : concordance_.rows) targets.insert(row.to);
        std::vector<std::string> lost;
        for (Index k = 0; k < axis_.labels.size(); ++k) {
            if (row_of_[static_cast<std::size_t>(k)] != nullptr) continue;
            std::string const& code = axis_.labels[k];
            if (unmapped == Unmapped::refused)
                lost.push_back(code);
            else if (targets.contains(code))
                faults_.add(
                    {concordance_.file}, fmt::format("{} is a target and also a {} left as it is", code, axis_.what),
                    "it would be merged without a row that says so", fmt::format("Add the row {},{}.", code, code));
        }
        if (!lost.empty())
            faults_.add({concordance_.file}, fmt::format("no row for {}", joined_codes(lost)),
                        "their flows would be lost",
                        "Map them, end with a row '*,CODE', or keep them as they are with --keep-others.");
    }

    [[nodiscard]] Merging result() const {
        Merging merging;
        std::map<std::string, Index> place_of;
        std::vector<std::string> given_names;
        for (Index k = 0; k < axis_.labels.size(); ++k) {
            ConcordanceRow const* const row = row_of_[static_cast<std::size_t>(k)];
            std::string const& code = row == nullptr ? axis_.labels[k] : row->to;
            auto const [at, is_new] = place_of.emplace(code, merging.size());
            if (is_new) {
                merging.codes.push_back(code);
                merging.members.emplace_back();
                given_names.emplace_back();
            }
            auto const target = static_cast<std::size_t>(at->second);
            merging.target.push_back(at->second);
            merging.members[target].push_back(k);
            if (row != nullptr && given_names[target].empty()) given_names[target] = row->name;
        }
        for (std::size_t target = 0; target < given_names.size(); ++target)
            merging.names.push_back(given_names[target].empty() ? join_names(merging.members[target])
                                                                : given_names[target]);
        return merging;
    }

    [[nodiscard]] std::string join_names(std::vector<Index> const& members) const {
        std::string all;
        for (std::size_t k = 0; k < std::min(members.size(), names_joined); ++k)
            all += (k == 0 ? "" : " + ") + axis_.names[static_cast<std::size_t>(members[k])];
        if (members.size() > names_joined) all += fmt::format(" and {} more", members.size() - names_joined);
        return all;
    }

    Concordance const& concordance_;
    CodeAxis const& axis_;
    std::vector<ConcordanceRow const*> row_of_;
    ConcordanceRow const* others_ = nullptr;
    FaultList faults_;
};

}  // namespace

CodeAxis region_axis(Base const& base) {
    CodeAxis axis{"region", base.regions, names_of(base.region_table), {}};
    for (std::string const& group : base.region_groups()) axis.members[group] = base.region_members(group);
    return axis;
}

CodeAxis sector_axis(Base const& base) {
    CodeAxis axis{"sector", base.sectors, names_of(base.sector_table), {}};
    for (std::string const& group : base.sector_groups()) axis.members[group] = base.sector_members(group);
    return axis;
}

CodeAxis plain_axis(std::string what, Labels labels) {
    std::vector<std::string> names = labels.codes();
    return {std::move(what), std::move(labels), std::move(names), {}};
}

Merging merge_axis(Concordance const& concordance, CodeAxis const& axis, Unmapped unmapped) {
    return Merger(concordance, axis).merge(unmapped);
}

Merging keep_axis(CodeAxis const& axis) {
    Merging merging;
    merging.codes = axis.labels.codes();
    merging.names = axis.names;
    for (Index k = 0; k < axis.labels.size(); ++k) {
        merging.target.push_back(k);
        merging.members.push_back({k});
    }
    return merging;
}

std::map<std::string, std::vector<WeightedTarget>> spread_codes(Concordance const& concordance, CodeAxis const& axis) {
    std::map<std::string, std::vector<WeightedTarget>> spread;
    FaultList faults;
    for (ConcordanceRow const& row : concordance.rows) {
        if (row.from.empty()) faults.add(row.from_where, "'from' is empty", "every row maps a code");
        if (row.to.empty())
            faults.add(row.to_where, fmt::format("'{}' goes nowhere", row.from), "its rates would be lost",
                       fmt::format("Write the {} it stands for.", axis.what));
        if (row.from.empty() || row.to.empty()) continue;
        auto& targets = spread[row.from];
        for (Index const to : find_codes(row.to, row.to_where, axis, faults)) {
            bool const is_there = std::any_of(targets.begin(), targets.end(),
                                              [&](WeightedTarget const& target) { return target.to == to; });
            if (is_there)
                faults.add(row.from_where, fmt::format("'{}' to {} is given twice", row.from, axis.labels[to]), {},
                           "Keep one of the rows.");
            else
                targets.push_back({to, row.weight.value_or(1.0)});
        }
    }
    faults.throw_if_any();
    return spread;
}

}  // namespace desvio
