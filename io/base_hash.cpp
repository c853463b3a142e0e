#include "desvio/io/base_io.hpp"
#include "desvio/params/io_table.hpp"

#include <nettle/sha2.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>

namespace desvio {

namespace {

constexpr std::size_t block_words = 512;  // hashed at a time

/// SHA-256 over lengths, texts and numbers, each unmistakably delimited.
class Digest {
  public:
    Digest() { sha256_init(&state_); }

    void add(std::uint64_t count) { add_words(std::span(&count, 1)); }
    void add(std::string const& text) {
        add(static_cast<std::uint64_t>(text.size()));
        std::array<std::uint8_t, 64> block{};
        for (std::size_t done = 0; done < text.size(); done += block.size()) {
            std::size_t const length = std::min(block.size(), text.size() - done);
            std::memcpy(block.data(), text.data() + done, length);
            sha256_update(&state_, length, block.data());
        }
    }
    void add(std::vector<std::string> const& texts) {
        add(static_cast<std::uint64_t>(texts.size()));
        for (std::string const& text : texts) add(text);
    }
    void add(Vector const& vector) { add_numbers(vector); }
    void add_numbers(Eigen::Ref<Vector const> const& vector) {
        std::array<std::uint64_t, block_words> block{};
        for (Index done = 0; done < vector.size();) {
            std::size_t const length = std::min(block.size(), static_cast<std::size_t>(vector.size() - done));
            for (std::size_t k = 0; k < length; ++k) block[k] = bits_of(vector[done + static_cast<Index>(k)]);
            add_words(std::span(block).first(length));
            done += static_cast<Index>(length);
        }
    }
    void add(Tensor3 const& tensor) { add(tensor.flat()); }
    void add_rows(RowMatrix const& rows) { add_numbers(Eigen::Map<Vector const>(rows.data(), rows.size())); }
    void add(std::optional<Matrix> const& matrix) {
        add(static_cast<std::uint64_t>(matrix ? 1 : 0));
        if (!matrix) return;
        for (Index column = 0; column < matrix->cols(); ++column)
            for (Index row = 0; row < matrix->rows(); ++row) add(bits_of((*matrix)(row, column)));
    }

    std::string hex() {
        std::array<std::uint8_t, SHA256_DIGEST_SIZE> bytes{};
        sha256_digest(&state_, bytes.size(), bytes.data());
        return fmt::format("{:02x}", fmt::join(bytes, ""));
    }

  private:
    /// -0 counts as 0 and every NaN as the same: formats need not keep what says nothing.
    static std::uint64_t bits_of(double value) {
        return std::bit_cast<std::uint64_t>(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value + 0.0);
    }
    /// The digest is over little-endian words.
    void add_words(std::span<std::uint64_t const> words) {
        static_assert(std::endian::native == std::endian::little);
        std::array<std::uint8_t, sizeof(std::uint64_t) * block_words> bytes{};
        std::memcpy(bytes.data(), words.data(), words.size_bytes());
        sha256_update(&state_, words.size_bytes(), bytes.data());
    }

    sha256_ctx state_{};
};

}  // namespace

std::string base_sha256(Base const& base) {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(base.region_table.size()));
    for (Region const& region : base.region_table) {
        digest.add(region.code);
        digest.add(region.groups);
    }
    digest.add(static_cast<std::uint64_t>(base.sector_table.size()));
    for (Sector const& sector : base.sector_table) {
        digest.add(sector.code);
        digest.add(static_cast<std::uint64_t>(sector.kind == SectorKind::goods ? 0 : 1));
        digest.add(sector.groups);
    }
    digest.add(base.trade);
    digest.add(base.tariff);
    digest.add(base.input_share);

    // Folders list sets by name, files as they were given: the order says nothing.
    std::vector<ElasticitySet const*> sets;
    for (ElasticitySet const& set : base.elasticities) sets.push_back(&set);
    std::sort(sets.begin(), sets.end(), [](auto const* a, auto const* b) { return a->name < b->name; });
    digest.add(static_cast<std::uint64_t>(sets.size()));
    for (ElasticitySet const* set : sets) {
        digest.add(set->name);
        digest.add(set->theta);
        digest.add(set->standard_error);
    }
    digest.add(base.value_added_share);
    digest.add(base.final_demand);
    // What a compact base lacks is added behind all it has: its digest is what it was before there was either.
    if (base.use_table) {
        digest.add(std::string("use"));
        digest.add(base.use_table->final_categories);
        digest.add_rows(base.use_table->intermediate);
        digest.add_rows(base.use_table->final_demand);
    }
    if (base.jobs_per_output) {
        digest.add(std::string("jobs"));
        digest.add(base.jobs_per_output);
    }
    return digest.hex();
}

}  // namespace desvio
