#pragma once

#include "desvio/io/table_io.hpp"
#include "desvio/report/summary.hpp"
#include "desvio/solvers/summary.hpp"

#include <chrono>
#include <string>
#include <string_view>

/// The only place that knows of standard output, standard error, the environment and signals.
/// What is printed clears a line that tells progress first.
namespace desvio::app {

/// Readies signals: Ctrl-C asks the solver to stop (a second one ends the program at once); a closed pipe and a
/// file-size limit become errors of the write that meets them.
void prepare_signals();
/// Whether Ctrl-C was pressed.
bool is_interrupted();

/// Writes to standard output. A reader who has gone away (`| head`) is no error: the rest is dropped.
/// \throws FileError when it cannot be written (disk full)
void print(std::string_view text);

/// "desvio: error: ..." on standard error, one line a line of the message.
void print_error(std::string_view message);
void print_warning(std::string_view message);
/// The message alone on standard error, a line of its own.
void print_note(std::string_view message);

/// Colour on a terminal unless NO_COLOR is set; its width, or 100 columns where there is no terminal; whether the
/// locale is one of UTF-8.
TextStyle output_style();
/// The same for pictures: the width of a narrow terminal as it is, below the 80 columns that tables are made for.
TextStyle picture_style();
/// Whether standard output is a terminal.
bool is_terminal();

/// Shows the progress of solves that take longer than a second in all, on a terminal only; stops them on Ctrl-C. A bar
/// with the time left: of pieces of a known number by how many are done, else by how far the logarithm of the residual
/// has come, for residuals fall by about the same factor in every evaluation.
class Progress {
  public:
    explicit Progress(bool is_quiet);
    ~Progress();  ///< clears the line
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;
    [[nodiscard]] Monitor monitor();

  private:
    bool is_shown_ = false;  ///< whether standard error is a terminal and may be used
    std::chrono::steady_clock::time_point begin_, last_;
    double first_residual_ = 0.0;  ///< of the solve that is going on

    [[nodiscard]] std::string text_of(Iteration const& iteration) const;
};

/// Tells what a long command is about to do, on a terminal only, each step in the place of the last.
class StageProgress {
  public:
    explicit StageProgress(bool is_quiet);
    ~StageProgress();  ///< clears the line
    StageProgress(StageProgress const&) = delete;
    StageProgress& operator=(StageProgress const&) = delete;
    /// \param what  nothing new when empty. \return false after Ctrl-C
    [[nodiscard]] bool show(std::string_view what) const;

  private:
    bool is_shown_ = false;
};

/// The same for work of many equal parts: a bar with the time left.
class StepProgress {
  public:
    explicit StepProgress(bool is_quiet);
    ~StepProgress();  ///< clears the line
    StepProgress(StepProgress const&) = delete;
    StepProgress& operator=(StepProgress const&) = delete;
    /// \param seconds  since the work began \return false after Ctrl-C
    [[nodiscard]] bool show(double done, double of, std::string_view what, double seconds);

  private:
    bool is_shown_ = false;
    double last_seconds_ = 0.0;
};

/// The same for reading: a bar in bytes.
class ByteProgress {
  public:
    explicit ByteProgress(bool is_quiet);
    ~ByteProgress();  ///< clears the line
    ByteProgress(ByteProgress const&) = delete;
    ByteProgress& operator=(ByteProgress const&) = delete;
    [[nodiscard]] ByteMonitor monitor();

  private:
    bool is_shown_ = false;
    std::chrono::steady_clock::time_point begin_, last_;
};

}  // namespace desvio::app
