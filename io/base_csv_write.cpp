#include "io/atomic_write.hpp"
#include "io/base_files.hpp"
#include "io/base_use.hpp"
#include "io/csv.hpp"

#include <cmath>
#include <initializer_list>

namespace desvio {

namespace {

/// A row: its codes as they stand, then the value.
void append_row(std::string& out, std::initializer_list<std::string_view> codes, double value) {
    for (std::string_view const code : codes) {
        append_csv_field(out, code);
        out += ',';
    }
    append_number(out, value);
    out += '\n';
}

void append_texts(std::string& out, std::initializer_list<std::string_view> texts) {
    bool is_first = true;
    for (std::string_view const text : texts) {
        if (!is_first) out += ',';
        append_csv_field(out, text);
        is_first = false;
    }
    out += '\n';
}

std::string write_regions(Base const& base) {
    std::string out = "code,name,groups\n";
    for (Region const& region : base.region_table)
        append_texts(out, {region.code, region.name, join_groups(region.groups)});
    return out;
}

std::string write_sectors(Base const& base) {
    std::string out = "code,name,kind,isic,groups\n";
    for (Sector const& sector : base.sector_table)
        append_texts(out, {sector.code, sector.name, sector.kind == SectorKind::goods ? "goods" : "services",
                           sector.isic, join_groups(sector.groups)});
    return out;
}

/// Cells that are 0 are left out.
std::string write_flows(Base const& base, Tensor3 const& flows, char const* value_column) {
    std::string out = fmt::format("sector,exporter,importer,{}\n", value_column);
    for (Index j = 0; j < base.n_sectors(); ++j)
        for (Index i = 0; i < base.n_regions(); ++i)
            for (Index n = 0; n < base.n_regions(); ++n)
                if (flows(j, n, i) != 0.0)
                    append_row(out, {base.sectors[j], base.regions[i], base.regions[n]}, flows(j, n, i));
    return out;
}

std::string write_io_coefficients(Base const& base) {
    std::string out = "region,input,user,value\n";
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index k = 0; k < base.n_sectors(); ++k)
            for (Index j = 0; j < base.n_sectors(); ++j)
                if (base.input_share(n, k, j) != 0.0)
                    append_row(out, {base.regions[n], base.sectors[k], base.sectors[j]}, base.input_share(n, k, j));
    return out;
}

std::string write_elasticities(Base const& base, ElasticitySet const& set) {
    std::string out = "sector,theta,se,source\n";
    for (Index j = 0; j < base.n_sectors(); ++j) {
        append_csv_field(out, base.sectors[j]);
        out += ',';
        append_number(out, set.theta[j]);
        out += ',';
        append_number(out, set.standard_error[j]);
        out += ',';
        append_csv_field(out, set.source[static_cast<std::size_t>(j)]);
        out += '\n';
    }
    return out;
}

std::string write_declared(Base const& base, Matrix const& declared, char const* value_column) {
    std::string out = fmt::format("region,sector,{}\n", value_column);
    for (Index n = 0; n < base.n_regions(); ++n)
        for (Index j = 0; j < base.n_sectors(); ++j)
            if (!std::isnan(declared(j, n))) append_row(out, {base.regions[n], base.sectors[j]}, declared(j, n));
    return out;
}

std::string write_quality(Base const& base) {
    std::string out = "sector,exporter,importer,quality\n";
    auto const n_regions = base.n_regions();
    for (Index j = 0; j < base.n_sectors(); ++j)
        for (Index i = 0; i < n_regions; ++i)
            for (Index n = 0; n < n_regions; ++n) {
                auto const quality = base.trade_quality[static_cast<std::size_t>((j * n_regions + n) * n_regions + i)];
                if (quality != 0)
                    append_texts(out, {base.sectors[j], base.regions[i], base.regions[n], base.quality_names[quality]});
            }
    return out;
}

}  // namespace

void write_base_folder(Base const& base, std::filesystem::path const& folder) {
    StagedFolder staged(folder);
    staged.write(base_file::manifest, write_manifest(base));
    staged.write(base_file::regions, write_regions(base));
    staged.write(base_file::sectors, write_sectors(base));
    staged.write(base_file::trade, write_flows(base, base.trade, "value"));
    staged.write(base_file::tariffs, write_flows(base, base.tariff, "rate"));
    staged.write(base_file::io_coefficients, write_io_coefficients(base));
    for (ElasticitySet const& set : base.elasticities)
        staged.write(base_file::elasticity_file_of(set.name), write_elasticities(base, set));
    if (base.value_added_share)
        staged.write(base_file::value_added, write_declared(base, *base.value_added_share, "share"));
    if (base.final_demand) staged.write(base_file::final_demand, write_declared(base, *base.final_demand, "value"));
    if (!base.trade_quality.empty()) staged.write(base_file::trade_quality, write_quality(base));
    if (base.use_table) staged.write(base_file::use, write_use(base));
    if (base.jobs_per_output) staged.write(base_file::jobs, write_declared(base, *base.jobs_per_output, "value"));
    staged.commit();
}

}  // namespace desvio
