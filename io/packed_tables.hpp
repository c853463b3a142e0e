#pragma once

#include "io/deflate.hpp"

#include <hdf5.h>

#include <atomic>
#include <cstddef>
#include <deque>
#include <future>
#include <span>
#include <stop_token>
#include <thread>
#include <vector>

namespace desvio {

using Shape = std::vector<hsize_t>;

/// A chunk as HDF5 stores it: its first cell and its bytes, shuffled and deflated.
struct PackedChunk {
    Shape corner;
    std::vector<std::byte> bytes;
};

struct PackedTable {
    Shape chunk;  ///< size of every chunk; the last ones are padded with NaN
    std::vector<PackedChunk> chunks;
};

/// \param values  row-major, of this shape, at least one
PackedTable pack_table(std::span<double const> values, Shape const& shape);

/// Packs tables on a second thread while the first writes what is packed: on its way through a file the writer packs
/// those that the helper has not begun.
class PackingAhead {
  public:
    PackingAhead() = default;
    PackingAhead(PackingAhead const&) = delete;
    PackingAhead& operator=(PackingAhead const&) = delete;

    /// \return the number of the table, for take(). \pre begin() was not called; the values outlive this object
    std::size_t add(std::span<double const> values, Shape shape);
    void begin();
    PackedTable take(std::size_t number);

  private:
    struct Job {
        explicit Job(std::packaged_task<PackedTable()> what) : task(std::move(what)) {}
        std::packaged_task<PackedTable()> task;
        std::future<PackedTable> result = task.get_future();
        std::atomic_flag is_begun;
    };
    std::deque<Job> jobs_;
    std::jthread helper_;  // last: it is stopped before the jobs go
};

}  // namespace desvio
