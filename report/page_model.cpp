#include "report/page_model.hpp"

#include "desvio/engine/live.hpp"
#include "desvio/io/carried_tables.hpp"
#include "desvio/io/digest.hpp"
#include "desvio/report/page_files.hpp"

namespace desvio {

// The build packs it where it has em++.
bool has_page_model() { return !page_paths("live/engine_binary.js").empty(); }

std::string page_model_input(LabelledFile const& file) {
    auto const bytes = deflate_bytes(carry_tables(carried_inputs(file)));
    return base64_text({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

}  // namespace desvio
