#include "desvio/io/base_io.hpp"
#include "engine/live_parts.hpp"

#include <utility>

// Alone in its file: the model inside a page has its base from a file, with its checksum, and is built without what
// makes checksums.
namespace desvio {

LiveModel::LiveModel(Base base) : parts_(std::make_unique<Parts>()) {
    parts_->base_sha256 = desvio::base_sha256(base);
    parts_->base = std::move(base);
}

}  // namespace desvio
