#pragma once

/// Where a base's tables stand in an HDF5 file, below the prefix.
namespace desvio::base_table {

inline constexpr char const* manifest_name = "/manifest/name";
inline constexpr char const* manifest_title = "/manifest/title";
inline constexpr char const* manifest_year = "/manifest/year";
inline constexpr char const* manifest_currency = "/manifest/currency";
inline constexpr char const* manifest_unit = "/manifest/unit";
inline constexpr char const* manifest_source = "/manifest/source";
inline constexpr char const* manifest_licence = "/manifest/licence";
inline constexpr char const* region_name = "/region/name";
inline constexpr char const* region_groups = "/region/groups";
inline constexpr char const* sector_name = "/sector/name";
inline constexpr char const* sector_kind = "/sector/kind";
inline constexpr char const* sector_isic = "/sector/isic";
inline constexpr char const* sector_groups = "/sector/groups";
inline constexpr char const* trade = "/trade/value";
inline constexpr char const* tariff = "/tariff/rate";
// Where a result reports the flows and duties of its base.
inline constexpr char const* reported_trade = "/trade/base";
inline constexpr char const* reported_tariff = "/tariff/base";
inline constexpr char const* input_share = "/input_share/value";
inline constexpr char const* value_added = "/value_added/share";
inline constexpr char const* final_demand = "/final_demand/value";
inline constexpr char const* elasticity_theta = "/elasticity/theta";
inline constexpr char const* elasticity_error = "/elasticity/standard_error";
inline constexpr char const* elasticity_source = "/elasticity/source";
inline constexpr char const* elasticity_title = "/elasticity/title";
inline constexpr char const* elasticity_horizon = "/elasticity/horizon";
inline constexpr char const* quality_cells = "/quality/cells";
inline constexpr char const* quality_index = "/quality/index";
inline constexpr char const* use_intermediate = "/use/intermediate";
inline constexpr char const* use_final = "/use/final";
inline constexpr char const* jobs = "/jobs/per_output";

inline constexpr char const* kind_goods = "goods";
inline constexpr char const* kind_services = "services";

}  // namespace desvio::base_table
