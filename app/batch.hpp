#pragma once

#include "desvio/engine/run.hpp"
#include "desvio/engine/short_answer.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Many scenarios run one beside the other; the failure of one does not stop the rest.
namespace desvio::app {

enum class BatchState { waiting, solved, found, skipped, failed };

struct BatchItem {
    std::string asked;  ///< the scenario as it was named
    Scenario scenario;
    std::shared_ptr<Base const> base;
    std::string base_sha256;
    std::filesystem::path file;  ///< empty: nothing is kept
    BatchState state = BatchState::waiting;
    int code = 0;        ///< an ExitCode
    std::string reason;  ///< why it was skipped
    std::optional<ShortAnswer> answer;
};

struct BatchOptions {
    RunOptions run;          ///< threads and monitor are the batch's own
    int jobs = 1;            ///< 0: as many as there are processors
    bool is_forced = false;  ///< run also what a file holds already
    bool compress = true;
    bool is_quiet = false;
    std::string command_line;
};

/// Whether the words ask for several scenarios: more than one word, or a pattern of built-in names ("@all", "@brics*").
bool names_several(std::vector<std::string> const& words);

/// The scenarios that the words name, each once: patterns become the built-in names they match.
/// \throws UsageError for a pattern that matches nothing
std::vector<std::string> expand_names(std::vector<std::string> const& words);

/// Reads the scenarios and the bases they are about; what cannot be read is told and failed.
/// \param base     in place of each scenario's own, or empty
/// \param reading  for those that have readings
std::vector<BatchItem> read_batch(std::vector<std::string> const& names, std::string const& base,
                                  std::optional<ReadingLevel> reading, std::optional<Date> date);

/// Runs what is waiting; a file made from the same scenario, base and program with the same draws stands for a run.
/// Files are written whole or not at all.
void run_batch(std::vector<BatchItem>& items, BatchOptions const& options);

/// The worst of the exit codes: that of a bug, else the largest.
int worst_code(std::vector<BatchItem> const& items);

}  // namespace desvio::app
