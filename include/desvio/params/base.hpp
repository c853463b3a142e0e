#pragma once

#include "desvio/core/labels.hpp"
#include "desvio/core/tensor.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace desvio {

struct IoTable;
struct TableHealth;

enum class SectorKind { goods, services };

struct Region {
    std::string code;  ///< e.g. "BRA"; unique within a base
    std::string name;
    std::vector<std::string> groups;  ///< e.g. {"latin_america", "mercosur", "brics"}
};

struct Sector {
    std::string code;  ///< e.g. "AGR"; unique within a base
    std::string name;
    SectorKind kind = SectorKind::goods;
    std::string isic;  ///< ISIC divisions it covers, as written in the source
    std::vector<std::string> groups;
};

/// Trade elasticities theta[j] = sigma[j] - 1 of one study or registry entry.
struct ElasticitySet {
    std::string name;                 ///< "default" for elasticities.csv, NAME for elasticities_NAME.csv
    std::string title;                ///< one line for people, from the manifest
    std::string horizon;              ///< "long run", "short run", ...; empty when the manifest does not say
    Vector theta;                     ///< J, > 0
    Vector standard_error;            ///< J; NaN where the source gives none
    std::vector<std::string> source;  ///< J
};

/// One step of how a base was made out of a published table; kept in its file.
struct ProvenanceStep {
    std::string step;    ///< "import", "negative cells", "inventories", "aggregate regions", ...
    std::string detail;  ///< what was done, in a sentence with its figures
    double cells = 0.0;  ///< how many figures changed
    double moved = 0.0;  ///< sum of absolute changes, million
    std::string worst;   ///< the figure that changed most: labels, before and after; empty when nothing did
};

/// The picture of one year as it was given (THEORY §1): what a folder of CSV or a base .h5 holds, before anything is
/// derived from it. derive_accounts() turns it into the accounts a model needs.
///
/// | symbol       | member            | shape     | unit                                            |
/// | M[j,n,i]     | trade             | J x N x N | million currency units, basic price, before duty |
/// | t[j,n,i]     | tariff            | J x N x N | fraction (0.10 = 10 %); 0 when i = n            |
/// | gamma[n,k,j] | input_share       | N x J x J | cost of input k per unit of output value of j   |
/// | beta[j,n]    | value_added_share | J x N     | as declared, if it was                          |
/// | F[j,n]       | final_demand      | J x N     | million, purchaser price, as declared, if it was |
struct Base {
    std::string name, title, currency, unit, source, licence;
    int year = 0;
    std::string origin;                ///< where it was read from, for messages: a path or "built-in NAME"
    std::vector<Region> region_table;  ///< N
    std::vector<Sector> sector_table;  ///< J
    Labels regions, sectors;           ///< the codes of the two tables, in the same order
    Tensor3 trade, tariff, input_share;
    std::vector<ElasticitySet> elasticities;  ///< at least one; the first is the default
    std::optional<Matrix> value_added_share;  ///< NaN where not declared
    std::optional<Matrix> final_demand;       ///< NaN where not declared
    /// How each cell of trade was come by, as an index into quality_names; empty when the source does not say
    /// or the caller did not ask for it.
    std::vector<std::string> quality_names;
    std::vector<unsigned char> trade_quality;   ///< J*N*N in the order of trade
    std::vector<ProvenanceStep> provenance;     ///< how it was made, in order; empty when not known
    std::shared_ptr<TableHealth const> health;  ///< of the table it was made from; none when not known
    /// Who uses what from where, when the base keeps it (FORMATS §1, use.csv): its sum over users is `trade` and
    /// `input_share`. None: a compact base, whose users all buy a good from every origin in the same proportions.
    std::shared_ptr<IoTable const> use_table;
    std::optional<Matrix> jobs_per_output;  ///< J x N, persons per million of gross output; NaN where not known

    [[nodiscard]] Index n_regions() const noexcept { return regions.size(); }
    [[nodiscard]] Index n_sectors() const noexcept { return sectors.size(); }
    /// The set of that name. \throws InputError naming the sets there are
    [[nodiscard]] ElasticitySet const& elasticity_set(std::string const& set_name) const;
    /// Every group name that any region (sector) carries, sorted; sectors also have "goods" and "services".
    [[nodiscard]] std::vector<std::string> region_groups() const;
    [[nodiscard]] std::vector<std::string> sector_groups() const;
    /// Members of a group in base order, empty when there is no such group.
    [[nodiscard]] std::vector<Index> region_members(std::string const& group) const;
    [[nodiscard]] std::vector<Index> sector_members(std::string const& group) const;
    /// Rebuilds `regions` and `sectors` from the two tables.
    void index_labels();
};

}  // namespace desvio
