#include "io/hdf5_handle.hpp"

#include <fmt/format.h>

namespace desvio {

namespace {

std::string innermost_reason() {
    std::string reason;
    // Upward walks from where the failure happened; the first entry is the one that names it.
    auto const take = [](unsigned position, H5E_error2_t const* entry, void* out) -> herr_t {
        if (position == 0 && entry->desc != nullptr) *static_cast<std::string*>(out) = entry->desc;
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, &reason);
    return reason;
}

}  // namespace

Hdf5Failure::Hdf5Failure(std::string const& task)
    : std::runtime_error([&] {
          std::string const reason = innermost_reason();
          return reason.empty() ? task : fmt::format("{}: {}", task, reason);
      }()) {}

Hdf5Silence::Hdf5Silence() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &client_data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Silence::~Hdf5Silence() { H5Eset_auto2(H5E_DEFAULT, function_, client_data_); }

Hdf5Handle make_text_type() {
    Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "making a text type");
    check_hdf5(H5Tset_size(type.get(), H5T_VARIABLE), "making a text type");
    check_hdf5(H5Tset_cset(type.get(), H5T_CSET_UTF8), "making a text type");
    return type;
}

Hdf5Handle make_fixed_text_type(std::size_t size) {
    Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "making a text type");
    check_hdf5(H5Tset_size(type.get(), size), "making a text type");
    return type;
}

Hdf5Handle make_text_transfer() {
    constexpr std::size_t buffer = 32 * 1024;
    Hdf5Handle transfer(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "making a transfer");
    check_hdf5(H5Pset_buffer(transfer.get(), buffer, nullptr, nullptr), "making a transfer");
    return transfer;
}

Hdf5Handle make_scalar_space() { return {H5Screate(H5S_SCALAR), H5Sclose, "making a scalar"}; }

}  // namespace desvio
