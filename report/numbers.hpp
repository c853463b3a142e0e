#pragma once

#include "report/text_table.hpp"

#include <string>

/// Numbers as a reader wants them. NaN is shown as "–". Private to report.
namespace desvio::text {

/// "1,234,568": `decimals` digits after the point, thousands apart by commas; never "-0".
std::string format_number(double value, int decimals = 0);
/// The same with a sign: "+1,235", "-12", "0".
std::string format_signed(double value, int decimals = 0);
/// "38%" from a fraction.
std::string format_share(double fraction, int decimals = 0);
/// "12.3 bn" or "345 mn" from million, without its sign.
std::string format_amount(double million);
/// "1.2e-11", "0".
std::string format_residual(double value);

/// A signed cell, green above and red below what rounds to zero.
Cell signed_cell(double value, int decimals = 0);

/// "1.5 GB", "0.3 MB", "12 kB" (powers of ten).
std::string format_bytes(double bytes);

/// "0.04", "1,234": a value with four significant digits at most.
std::string format_compact(double value);

}  // namespace desvio::text
