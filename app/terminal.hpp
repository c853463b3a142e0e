#pragma once

#include "desvio/io/table_io.hpp"
#include "desvio/report/summary.hpp"
#include "desvio/solvers/summary.hpp"

#include <chrono>
#include <string>
#include <string_view>

/// The only place that knows of standard output, standard error, the environment and signals.
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

/// Colour on a terminal unless NO_COLOR is set; its width, or 100 columns where there is no terminal.
TextStyle output_style();

/// Shows the progress of a solve that takes longer than a second, on a terminal only; stops it on Ctrl-C.
class Progress {
  public:
    explicit Progress(bool is_quiet);
    ~Progress();  ///< clears the line
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;
    [[nodiscard]] Monitor monitor();

  private:
    bool is_shown_ = false;  ///< whether standard error is a terminal and may be used
    bool has_line_ = false;
    double last_seconds_ = 0.0;
};

/// Tells what a long command is about to do, on a terminal only, each step in the place of the last.
class StageProgress {
  public:
    explicit StageProgress(bool is_quiet);
    ~StageProgress();  ///< clears the line
    StageProgress(StageProgress const&) = delete;
    StageProgress& operator=(StageProgress const&) = delete;
    /// \param what  nothing new when empty. \return false after Ctrl-C
    [[nodiscard]] bool show(std::string_view what);

  private:
    bool is_shown_ = false;
    bool has_line_ = false;
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
    bool has_line_ = false;
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
    bool has_line_ = false;
    std::chrono::steady_clock::time_point begin_, last_;
};

}  // namespace desvio::app
