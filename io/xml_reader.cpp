#include "io/xml_reader.hpp"

#include "desvio/core/error.hpp"

#include <expat.h>

#include <exception>
#include <memory>
#include <new>
#include <type_traits>

namespace desvio {

namespace {

constexpr int xml_block = 1 << 16;
constexpr XML_Index longest_token = XML_Index{8} << 20;  // expat rereads an unfinished token with every block

std::string_view without_prefix(std::string_view name) { return name.substr(name.rfind(':') + 1); }

/// Expat is C: what a handler throws must not pass through it, so it is kept and thrown again outside.
class XmlParser {
  public:
    XmlParser(std::string const& place, XmlHandler& handler)
        : place_(place), handler_(handler), parser_(XML_ParserCreate(nullptr)) {
        if (!parser_) throw std::bad_alloc();
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, XML_Char const* name, XML_Char const** attributes) {
                auto const call = [&](XmlHandler& to) { to.start(without_prefix(name), XmlAttributes(attributes)); };
                static_cast<XmlParser*>(self)->guard(call);
            },
            [](void* self, XML_Char const* name) {
                static_cast<XmlParser*>(self)->guard([&](XmlHandler& to) { to.end(without_prefix(name)); });
            });
        XML_SetCharacterDataHandler(parser_.get(), [](void* self, XML_Char const* text, int size) {
            std::string_view const piece(text, static_cast<std::size_t>(size));
            static_cast<XmlParser*>(self)->guard([&](XmlHandler& to) { to.text(piece); });
        });
        XML_SetStartDoctypeDeclHandler(parser_.get(), [](void* self, XML_Char const* /*name*/, XML_Char const* /*id*/,
                                                         XML_Char const* /*public_id*/, int /*has_subset*/) {
            auto* const parser = static_cast<XmlParser*>(self);
            parser->guard([&](XmlHandler& /*to*/) { parser->refuse_document_type(); });
        });
    }

    void read(ByteStream& stream) {
        for (bool is_last = false; !is_last;) {
            void* const buffer = XML_GetBuffer(parser_.get(), xml_block);
            if (buffer == nullptr) throw std::bad_alloc();
            std::size_t const n = stream.read(static_cast<char*>(buffer), xml_block);
            n_read_ += static_cast<XML_Index>(n);
            is_last = n == 0;
            auto const status = XML_ParseBuffer(parser_.get(), static_cast<int>(n), is_last ? 1 : 0);
            if (thrown_) std::rethrow_exception(thrown_);
            if (status != XML_STATUS_OK) refuse_syntax();
            if (n_read_ - XML_GetCurrentByteIndex(parser_.get()) > longest_token)
                throw FileError({{place_, line()},
                                 fmt::format("one tag or text of more than {} bytes", longest_token),
                                 "no table needs one",
                                 {}});
        }
    }

  private:
    template <typename Call>
    void guard(Call const& call) noexcept {
        if (thrown_) return;
        try {
            call(handler_);
        } catch (...) {
            thrown_ = std::current_exception();
            XML_StopParser(parser_.get(), XML_FALSE);
        }
    }
    [[nodiscard]] int line() const { return static_cast<int>(XML_GetCurrentLineNumber(parser_.get())); }
    [[noreturn]] void refuse_document_type() const {
        throw FileError({{place_, line()},
                         "it declares a document type",
                         "no spreadsheet does; such declarations can make a short text explode",
                         "Open it in a spreadsheet program and save it again, if it is to be trusted."});
    }
    [[noreturn]] void refuse_syntax() const {
        throw FileError({{place_, line()},
                         fmt::format("is no well-formed XML: {}", XML_ErrorString(XML_GetErrorCode(parser_.get()))),
                         "the file is damaged or was cut off",
                         "Fetch it again."});
    }

    struct Free {
        void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
    };
    std::string const& place_;
    XmlHandler& handler_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
    XML_Index n_read_ = 0;
    std::exception_ptr thrown_;
};

}  // namespace

std::optional<std::string_view> XmlAttributes::find(std::string_view name) const {
    for (char const* const* pair = pairs_; *pair != nullptr; pair += 2)
        if (without_prefix(pair[0]) == name) return pair[1];
    return std::nullopt;
}

void read_xml(ByteStream& stream, std::string const& place, XmlHandler& handler) {
    XmlParser parser(place, handler);
    try {
        parser.read(stream);
    } catch (XmlStopped const&) {
        return;  // the handler has what it came for
    }
}

}  // namespace desvio
