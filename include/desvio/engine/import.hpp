#pragma once

#include "desvio/engine/run.hpp"
#include "desvio/params/io_table.hpp"
#include "desvio/params/table_health.hpp"
#include "desvio/tables/mend.hpp"

namespace desvio {

struct ImportOptions {
    MendOptions mend;
    std::optional<ElasticitySet> elasticities;  ///< of the table's sectors; none: one theta for all, see uniform_set()
    std::vector<std::string>
        services;           ///< codes of the sectors that are services, all others being goods; empty: as read
    bool keep_use = false;  ///< keep the mended table in the base (use.csv), who uses what from where
    bool settle = false;    ///< bring the base to its own equilibrium at the end (settle_base)
};

/// A table made into a base, and what was done to it on the way.
struct Imported {
    Base base;                          ///< carries health and provenance
    std::vector<IdentityCheck> checks;  ///< of the base, after mending
    std::optional<Settled> settled;
    [[nodiscard]] bool passed() const;
};

/// Examines, mends and reduces a table. Negative final cells (Inventories::keep) can stand in a base only within the
/// full table that it keeps, and only where the sums over users are flows and final demand of at least 0: the checks
/// say. \throws InputError where a step refuses (see mend_table), or a compact base is to keep a full table \tests
/// unit/import_test.cpp
Imported import_table(IoTable table, ImportOptions const& options = {});

/// A base of another format: labelled, checked, settled if asked for. Of the steps that mend only negative inputs
/// apply.
Imported import_base(Base base, std::string const& format, ImportOptions const& options = {});

/// One elasticity for all sectors, as the built-in base's set "uniform" has it, with its source: what a table that
/// brings none is given until `base set --elasticities` brings better.
ElasticitySet uniform_set(Base const& base);

}  // namespace desvio
