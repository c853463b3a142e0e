#include "desvio/core/labels.hpp"
#include "desvio/params/vary.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace desvio {
namespace {

/// Names that results give their own axes.
constexpr char const* taken_labels[] = {"region", "sector", "importer", "exporter", "outcome", "kink", "axis"};
constexpr double most_levels = 100000.0;

std::vector<std::string> split_at(std::string const& text, char separator) {
    std::vector<std::string> parts(1);
    for (char const c : text) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

/// The number a text is, spaces around it left out.
std::optional<double> number_in(std::string const& text) {
    std::size_t const first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
    if (first == std::string::npos) return std::nullopt;
    double value = 0.0;
    auto const [end, error] = std::from_chars(text.data() + first, text.data() + last + 1, value);
    if (error != std::errc() || end != text.data() + last + 1) return std::nullopt;
    return value;
}

/// One --vary as it was written: [label=]path=levels.
struct AxisText {
    std::string label, path, levels;
};

/// Reads the levels of one axis; what is wrong goes to `faults`.
class LevelReader {
  public:
    LevelReader(SourceLocation where, FaultList& faults) : where_(std::move(where)), faults_(faults) {}

    std::vector<double> read(std::string const& text) {
        std::vector<double> levels = text.find(':') != std::string::npos ? steps(text) : list(text);
        std::sort(levels.begin(), levels.end());
        if (auto const twice = std::adjacent_find(levels.begin(), levels.end()); twice != levels.end())
            fault(fmt::format("the level {} comes twice", *twice), "", "Take one out.");
        return levels;
    }

    /// The numbers between separators; empty after a fault.
    std::vector<double> numbers(std::string const& text, char separator) {
        std::vector<double> values;
        for (std::string const& part : split_at(text, separator)) {
            if (auto const value = number_in(part)) {
                values.push_back(*value);
                continue;
            }
            fault(fmt::format("'{}' is no number", part), "", "Write start:end:step, or a list as 0,0.1,0.25.");
            return {};
        }
        return values;
    }

    void fault(std::string problem, std::string why, std::string remedy) {
        faults_.add(where_, std::move(problem), std::move(why), std::move(remedy));
    }

  private:
    std::vector<double> list(std::string const& text) {
        if (text.find_first_not_of(' ') == std::string::npos) {
            fault("the axis has no levels", "there is nothing to solve",
                  "Write start:end:step, or a list as 0,0.1,0.25.");
            return {};
        }
        return numbers(text, ',');
    }

    std::vector<double> steps(std::string const& text) {
        auto const parts = numbers(text, ':');
        if (parts.empty()) return {};
        if (parts.size() != 3) {
            fault(fmt::format("'{}' has no step", text), "a sweep needs to know where to stop on the way",
                  "Write start:end:step.");
            return {};
        }
        double const start = parts[0], end = parts[1], step = parts[2];
        double const n_steps = (end - start) / step;
        if (!(n_steps >= 0.0) || !std::isfinite(n_steps)) {
            fault(fmt::format("a step of {} does not lead from {} to {}", step, start, end), "the axis has no levels",
                  "Turn its sign, or the ends.");
            return {};
        }
        if (n_steps >= most_levels) {
            fault(fmt::format("the axis has {:.0f} levels", n_steps + 1.0),
                  fmt::format("{:.0f} are the most", most_levels), "Give a larger step.");
            return {};
        }
        constexpr double rounding = 1e-9;  // steps such as 0.1 do not add up to their end
        std::vector<double> levels;
        for (double k = 0.0; k <= n_steps + rounding; k += 1.0) {
            // 12 digits, so that three steps of 0.1 are 0.3
            double const level = start + k * step;
            levels.push_back(*number_in(fmt::format("{:.12g}", level)));
        }
        return levels;
    }

    SourceLocation where_;
    FaultList& faults_;
};

bool is_name(std::string const& text) {
    auto const is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

std::optional<AxisText> split_axis(std::string const& text, FaultList& faults) {
    auto const parts = split_at(text, '=');
    if (parts.size() == 2) return AxisText{"", parts[0], parts[1]};
    if (parts.size() == 3) return AxisText{parts[0], parts[1], parts[2]};
    faults.add({text}, "is no axis", "it must say what takes which levels", "Write e.g. tariff[0].rate=0:1:0.1.");
    return std::nullopt;
}

/// tariff[0].rate -> tariff_0_rate
std::string label_from(std::string path) {
    std::erase(path, ']');
    std::replace_if(
        path.begin(), path.end(), [](char c) { return c == '[' || c == '.'; }, '_');
    return path;
}

void label_axes(std::vector<SweepAxis>& axes, FaultList& faults) {
    for (SweepAxis& axis : axes) {
        if (!axis.label.empty()) {
            if (!is_name(axis.label))
                faults.add({axis.label}, "is no name for an axis", "it becomes the name of a dimension",
                           "Use letters, digits and '_'.");
            continue;
        }
        auto const same = std::count_if(axes.begin(), axes.end(), [&](SweepAxis const& other) {
            return other.number.field == axis.number.field || other.label == axis.number.field;
        });
        if (same > 1) continue;
        axis.label = axis.number.field;
    }
    for (SweepAxis& axis : axes)
        if (axis.label.empty()) axis.label = label_from(axis.number.path);
    for (std::size_t a = 0; a < axes.size(); ++a) {
        bool const is_taken =
            std::find(std::begin(taken_labels), std::end(taken_labels), axes[a].label) != std::end(taken_labels);
        bool const is_double = std::any_of(axes.begin(), axes.begin() + static_cast<std::ptrdiff_t>(a),
                                           [&](SweepAxis const& other) { return other.label == axes[a].label; });
        if (is_taken || is_double)
            faults.add({axes[a].label}, "cannot be the name of an axis",
                       is_taken ? "results have an axis of that name" : "another axis has it",
                       "Write another label in front: label=path=levels.");
        bool const is_again =
            std::any_of(axes.begin(), axes.begin() + static_cast<std::ptrdiff_t>(a),
                        [&](SweepAxis const& other) { return other.number.path == axes[a].number.path; });
        if (is_again)
            faults.add({axes[a].number.path}, "is varied twice", "it can have one level at a time",
                       "Put all levels into one axis.");
    }
}

}  // namespace

std::vector<SweepAxis> read_axes(std::vector<std::string> const& texts, Scenario const& scenario) {
    FaultList faults;
    std::vector<SweepAxis> axes;
    if (texts.empty())
        faults.add({}, "nothing is varied", "a sweep needs an axis", "Write e.g. --vary tariff[0].rate=0:1:0.1.");
    for (std::string const& text : texts) {
        auto const parts = split_axis(text, faults);
        if (!parts) continue;
        auto number = find_varied_number(parts->path, scenario, {text}, faults);
        std::vector<double> levels = LevelReader({text}, faults).read(parts->levels);
        if (!number) continue;
        for (double const level : levels) {
            std::size_t const before = faults.size();
            check_level(*number, level, {text}, faults);
            if (faults.size() > before) break;  // one level tells it
        }
        axes.push_back({parts->label, std::move(*number), std::move(levels)});
    }
    if (faults.empty()) label_axes(axes, faults);
    faults.throw_if_any();
    return axes;
}

LevelRange read_range(std::string const& text, Scenario const& scenario) {
    FaultList faults;
    auto const parts = split_axis(text, faults);
    faults.throw_if_any();
    LevelReader reader({text}, faults);
    LevelRange range;
    if (auto number = find_varied_number(parts->path, scenario, {text}, faults)) range.number = std::move(*number);
    auto const ends = reader.numbers(parts->levels, ':');
    if (!ends.empty() && (ends.size() != 2 || !(ends[0] < ends[1]))) {
        reader.fault(fmt::format("'{}' is no range", parts->levels), "a search needs two ends, the lower first",
                     "Write low:high, e.g. 0:2.");
    } else if (!ends.empty() && !range.number.path.empty()) {
        range.low = ends[0];
        range.high = ends[1];
        for (double const end : ends) check_level(range.number, end, {text}, faults);
    }
    faults.throw_if_any();
    return range;
}

}  // namespace desvio
