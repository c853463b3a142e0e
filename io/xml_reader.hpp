#pragma once

#include "io/table_source.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace desvio {

/// The attributes of one element; valid during start().
class XmlAttributes {
  public:
    /// \param pairs  name, value, name, value, ..., null
    explicit XmlAttributes(char const* const* pairs) : pairs_(pairs) {}
    /// The value of an attribute by its name without a prefix: "id" finds r:id.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

  private:
    char const* const* pairs_;
};

/// What comes while an XML text is read. Names are without prefixes.
class XmlHandler {
  public:
    XmlHandler() = default;
    XmlHandler(XmlHandler const&) = delete;
    XmlHandler& operator=(XmlHandler const&) = delete;
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, XmlAttributes const& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;  ///< a run of text may come in several pieces
};

/// Thrown by a handler that has seen enough: read_xml() then returns.
struct XmlStopped {};

/// Reads XML from a stream, in memory that does not grow with it. A document type declaration is refused: it is where
/// entities are defined, and with them texts that explode.
/// \throws FileError naming the line of what is not well-formed; what the handler throws
void read_xml(ByteStream& stream, std::string const& place, XmlHandler& handler);

}  // namespace desvio
