#pragma once

#include "desvio/core/contracts.hpp"

#include <Eigen/Core>

#include <vector>

namespace desvio {

using Index = Eigen::Index;
using Vector = Eigen::VectorXd;  ///< N or J numbers
using Matrix = Eigen::MatrixXd;  ///< column-major; J x N throughout
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A dense array of three axes, last axis fastest, one contiguous block.
/// Flows and duties are (sector, importer, exporter): slice(j) is the importer x exporter matrix of sector j.
/// Input shares are (region, input, user): slice(n) is the input x user matrix of region n.
class Tensor3 {
  public:
    using Slice = Eigen::Map<RowMatrix>;
    using ConstSlice = Eigen::Map<RowMatrix const>;

    Tensor3() = default;
    Tensor3(Index outer, Index rows, Index cols, double value = 0.0)
        : outer_(outer), rows_(rows), cols_(cols), values_(Vector::Constant(outer * rows * cols, value)) {}

    /// Of that shape with values still to be written: for large arrays that are filled at once.
    [[nodiscard]] static Tensor3 uninitialised(Index outer, Index rows, Index cols) {
        Tensor3 tensor;
        tensor.outer_ = outer;
        tensor.rows_ = rows;
        tensor.cols_ = cols;
        tensor.values_.resize(outer * rows * cols);
        return tensor;
    }

    [[nodiscard]] Index outer() const noexcept { return outer_; }
    [[nodiscard]] Index rows() const noexcept { return rows_; }
    [[nodiscard]] Index cols() const noexcept { return cols_; }
    [[nodiscard]] Index size() const noexcept { return values_.size(); }
    [[nodiscard]] bool empty() const noexcept { return values_.size() == 0; }

    [[nodiscard]] double& operator()(Index k, Index r, Index c) { return values_[offset(k, r, c)]; }
    [[nodiscard]] double operator()(Index k, Index r, Index c) const { return values_[offset(k, r, c)]; }

    [[nodiscard]] Slice slice(Index k) { return {values_.data() + k * rows_ * cols_, rows_, cols_}; }
    [[nodiscard]] ConstSlice slice(Index k) const { return {values_.data() + k * rows_ * cols_, rows_, cols_}; }

    /// All values in memory order.
    [[nodiscard]] Vector& flat() noexcept { return values_; }
    [[nodiscard]] Vector const& flat() const noexcept { return values_; }

    [[nodiscard]] bool same_shape(Tensor3 const& other) const noexcept {
        return outer_ == other.outer_ && rows_ == other.rows_ && cols_ == other.cols_;
    }

  private:
    [[nodiscard]] Index offset(Index k, Index r, Index c) const {
        DESVIO_EXPECT(k >= 0 && k < outer_ && r >= 0 && r < rows_ && c >= 0 && c < cols_);
        return (k * rows_ + r) * cols_ + c;
    }
    Index outer_ = 0, rows_ = 0, cols_ = 0;
    Vector values_;
};

}  // namespace desvio
