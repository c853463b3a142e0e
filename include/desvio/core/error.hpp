#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// Three kinds of errors take three roads: a programmer's mistake is a contract (contracts.hpp), a user's mistake is
/// an InputError or a FileError, and a numerical failure is a Status inside a Summary and never an exception.
namespace desvio {

/// Where a fault stands in what the user gave. Line and column count from 1; 0 means "not known".
struct SourceLocation {
    std::string file;
    int line = 0;
    int column = 0;

    /// "file:line:column", leaving out what is not known.
    [[nodiscard]] std::string text() const {
        if (line <= 0) return file;
        if (column <= 0) return fmt::format("{}:{}", file, line);
        return fmt::format("{}:{}:{}", file, line, column);
    }
};

/// One fault of the user's input: what is wrong, why it matters, what to do.
struct Fault {
    SourceLocation where;
    std::string problem;
    std::string why;
    std::string remedy;

    /// "file:line:column: problem (why it matters) what to do"
    [[nodiscard]] std::string text() const {
        std::string line = where.text();
        if (!line.empty()) line += ": ";
        line += problem;
        if (!why.empty()) line += fmt::format(" ({})", why);
        if (!remedy.empty()) line += ' ' + remedy;
        return line;
    }
};

/// The user's input cannot be used; carries every fault found, not only the first. Exit code 3.
class InputError : public std::runtime_error {
  public:
    explicit InputError(std::vector<Fault> faults) : std::runtime_error(join(faults)), faults_(std::move(faults)) {}
    explicit InputError(Fault fault) : InputError(std::vector<Fault>{std::move(fault)}) {}

    [[nodiscard]] std::vector<Fault> const& faults() const noexcept { return faults_; }

  private:
    static std::string join(std::vector<Fault> const& faults) {
        std::string all;
        for (Fault const& fault : faults) {
            if (!all.empty()) all += '\n';
            all += fault.text();
        }
        return all;
    }
    std::vector<Fault> faults_;
};

/// A file or the disk failed (missing, unreadable, full, truncated). Exit code 6.
class FileError : public std::runtime_error {
  public:
    explicit FileError(Fault const& fault) : std::runtime_error(fault.text()) {}
};

/// Gathers all faults of one input so that the user sees them at once.
class FaultList {
  public:
    void add(SourceLocation where, std::string problem, std::string why = {}, std::string remedy = {}) {
        faults_.push_back({std::move(where), std::move(problem), std::move(why), std::move(remedy)});
    }
    void append(FaultList const& more) { faults_.insert(faults_.end(), more.faults_.begin(), more.faults_.end()); }
    [[nodiscard]] bool empty() const noexcept { return faults_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return faults_.size(); }
    [[nodiscard]] std::vector<Fault> const& faults() const noexcept { return faults_; }
    /// \throws InputError with everything gathered, if anything was
    void throw_if_any() const {
        if (!faults_.empty()) throw InputError(faults_);
    }

  private:
    std::vector<Fault> faults_;
};

}  // namespace desvio
