#include "io/packed_tables.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace desvio {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t largest_chunk = std::size_t{1} << 17U;  // numbers (1 MiB): what HDF5's chunk cache holds

/// The largest block of whole rows (trailing axes whole, leading ones 1) within the limit.
Shape choose_chunk(Shape const& shape) {
    Shape chunk(shape.size(), 1);
    std::size_t cells = 1;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        hsize_t const room = std::max<hsize_t>(1, largest_chunk / cells);
        chunk[axis] = std::min(shape[axis], room);
        if (chunk[axis] < shape[axis]) break;
        cells *= shape[axis];
    }
    return chunk;
}

}  // namespace

PackedTable pack_table(std::span<double const> values, Shape const& shape) {
    PackedTable table{choose_chunk(shape), {}};
    Shape const& chunk = table.chunk;
    auto const chunk_cells = std::accumulate(chunk.begin(), chunk.end(), std::size_t{1}, std::multiplies<>());
    // The one axis that is cut; the axes before it go one by one, so a chunk is one run of values.
    std::size_t cut = 0;
    while (cut + 1 < chunk.size() && chunk[cut] == 1) ++cut;
    std::size_t row_cells = 1;
    for (std::size_t axis = cut + 1; axis < shape.size(); ++axis) row_cells *= shape[axis];

    ShuffleDeflate deflate;
    Shape corner(shape.size(), 0);
    std::vector<double> padded;
    for (std::size_t done = 0; done < values.size();) {
        std::size_t const length = std::min(chunk[cut], shape[cut] - corner[cut]) * row_cells;
        std::span<double const> block = values.subspan(done, length);
        if (length < chunk_cells) {
            padded.assign(block.begin(), block.end());
            padded.resize(chunk_cells, missing);
            block = padded;
        }
        auto const packed = deflate.pack(block);
        table.chunks.push_back({corner, {packed.begin(), packed.end()}});
        done += length;
        corner[cut] += chunk[cut];
        for (std::size_t axis = cut; axis > 0 && corner[axis] >= shape[axis]; --axis) {
            corner[axis] = 0;
            ++corner[axis - 1];
        }
    }
    return table;
}

std::size_t PackingAhead::add(std::span<double const> values, Shape shape) {
    jobs_.emplace_back(
        std::packaged_task<PackedTable()>([values, shape = std::move(shape)] { return pack_table(values, shape); }));
    return jobs_.size() - 1;
}

void PackingAhead::begin() {
    helper_ = std::jthread([this](std::stop_token const& stop) {
        for (Job& job : jobs_) {
            if (stop.stop_requested()) return;
            if (!job.is_begun.test_and_set()) job.task();
        }
    });
}

PackedTable PackingAhead::take(std::size_t number) {
    Job& job = jobs_[number];
    if (!job.is_begun.test_and_set()) job.task();
    return job.result.get();
}

}  // namespace desvio
