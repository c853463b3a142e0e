#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <utility>

/// The HDF5 C API with owners for its identifiers and exceptions for its return codes. Private to this room.
namespace desvio {

/// What HDF5 said when a call failed; the caller adds the file's name.
class Hdf5Failure : public std::runtime_error {
  public:
    /// \param task  what was being done, e.g. "writing /trade/base"; the innermost reason is taken from HDF5's stack
    explicit Hdf5Failure(std::string const& task);
};

/// Keeps HDF5 from printing its error stack while it lives.
class Hdf5Silence {
  public:
    Hdf5Silence();
    ~Hdf5Silence();
    Hdf5Silence(Hdf5Silence const&) = delete;
    Hdf5Silence& operator=(Hdf5Silence const&) = delete;

  private:
    H5E_auto2_t function_ = nullptr;
    void* client_data_ = nullptr;
};

/// An identifier and the call that closes it.
class Hdf5Handle {
  public:
    using Close = herr_t (*)(hid_t);

    /// \throws Hdf5Failure when the identifier is invalid
    Hdf5Handle(hid_t id, Close close, std::string const& task) : id_(id), close_(close) {
        if (id < 0) throw Hdf5Failure(task);
    }
    Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }
    Hdf5Handle(Hdf5Handle const&) = delete;
    Hdf5Handle& operator=(Hdf5Handle const&) = delete;
    ~Hdf5Handle() {
        if (id_ >= 0) close_(id_);
    }
    [[nodiscard]] hid_t get() const noexcept { return id_; }

  private:
    hid_t id_;
    Close close_;
};

/// \throws Hdf5Failure when a call returned a negative number; \return the number otherwise
template <typename Result>
Result check_hdf5(Result result, std::string const& task) {
    if (result < 0) throw Hdf5Failure(task);
    return result;
}

/// Text of any length in UTF-8, the one string type that every reader opens.
Hdf5Handle make_text_type();
/// The type of a text of fixed length, which the dimension scale convention asks for in its own attributes.
Hdf5Handle make_fixed_text_type(std::size_t size);
Hdf5Handle make_scalar_space();
/// Transfer of texts through a small buffer: HDF5 would make and zero two of a megabyte for each data set.
Hdf5Handle make_text_transfer();

}  // namespace desvio
