"""Pictures (docs/formats/pictures.md) of a world of three regions, with figures small enough to be worked by hand.

Northland is the market. Southland loses 100 there; Eastland buys 10 less of it too, 20 more is sold at home, 90 is not sold.
Eastland gains 40 there: 30 is new production, 15 was sold at home before, and 5 more goes to Southland."""

REGIONS, SECTORS = ("NOR", "SUR", "EST"), ("GDS", "SRV")
NAMES = {"NOR": "Northland", "SUR": "Southland", "EST": "Eastland"}
MONEY = "million US$"


def table(dimensions, units, values):
    return {"dimensions": dimensions, "units": units, "long_name": "", "values": values}


def run_world():
    exporter, region = (lambda units, *v: table(["exporter"], units, list(v))), (lambda units, *v: table(["region"], units, list(v)))
    pair = lambda units, *v: table(["exporter", "importer"], units, list(v))
    by_sector = lambda name, units, *v: table(["sector", name], units, list(v))
    return {
        "format": "desvio-pictures", "version": 1, "kind": "run",
        "attributes": {"desvio_version": "0.1.0", "base_name": "three", "draws": 40, "closures": "factors = mobile"},
        "scenario": {"name": "half"}, "focus": ["SUR", "EST"], "market": "NOR",
        "names": {"region": dict(NAMES), "sector": {"GDS": "Goods", "SRV": "Services"}},
        "sector_kind": {"GDS": "goods", "SRV": "services"}, "groups": {"south": ["SUR", "EST"]},
        "dimensions": {"region": list(REGIONS), "exporter": list(REGIONS), "importer": list(REGIONS), "sector": list(SECTORS)},
        "tables": {
            "/redirection_volume/loss": exporter(MONEY, 0, 100, -40),
            "/redirection_volume/redirected": exporter(MONEY, 0, -10, 5),
            "/redirection_volume/absorbed": exporter(MONEY, 0, 20, -15),
            "/redirection_volume/output_cut": exporter(MONEY, 0, 90, -30),
            "/redirection_volume/by_destination": pair(MONEY, 0, 0, 0, 0, 0, -10, 0, 5, 0),
            "/redirection_volume/output_cut_by_sector": by_sector("exporter", MONEY, 0, 70, -40, 0, 20, 10),
            "/market/import_base": exporter(MONEY, 0, 400, 100),
            "/region/welfare_pct": region("percent", 0.1, -2.0, 1.0),
            "/region/welfare_pct_p05": region("percent", 0.0, -2.5, 0.5),
            "/region/welfare_pct_p95": region("percent", 0.2, -1.5, 1.5),
            "/focus/welfare_pct_p05": table([], "percent", [-1.75]), "/focus/welfare_pct_p95": table([], "percent", [-0.75]),
            "/region/terms_of_trade_pct": region("percent", 0.1, -1.5, 0.2),
            "/region/volume_of_trade_pct": region("percent", 0.0, -0.2, 0.1),
            "/region/income_base": region(MONEY, 5000, 3000, 1000),
            "/region/value_added_base": region(MONEY, 5000, 3000, 1000),
            "/derived/duty_base": exporter("fraction", 0, 0.02, 0.01),
            "/derived/duty_counterfactual": exporter("fraction", 0, 0.4, 0.01),
            "/derived/duty_by_sector_base": by_sector("exporter", "fraction", 0, 0.025, 0.0125, 0, 0, 0),
            "/derived/duty_by_sector_counterfactual": by_sector("exporter", "fraction", 0, 0.5, 0.0125, 0, 0, 0),
            "/derived/market_imports_base": by_sector("exporter", MONEY, 0, 320, 80, 0, 80, 20),
            "/derived/output_pct": by_sector("region", "percent", 1.0, -7.0, 4.0, 0.5, -0.2, 12.0),
        },
    }


def china_world():
    """The same world, Eastland called China: the only focus is Southland, which sends it 10 of its 400 + 10 + 90 abroad."""
    world = run_world()
    for labels in world["dimensions"].values():
        labels[:] = ["CHN" if label == "EST" else label for label in labels]
    world["names"]["region"] = {"NOR": "Northland", "SUR": "Southland", "CHN": "China (mainland)"}
    world["focus"], world["groups"] = ["SUR"], {}
    pair = lambda *v: table(["exporter", "importer"], "1", list(v))
    world["tables"]["/concentration/destination_share_base"] = pair(0, 0, 0, 0.8, 0, 0.2, 0, 0, 0)
    world["tables"]["/concentration/destination_share_counterfactual"] = pair(0, 0, 0, 0.75, 0, 0.25, 0, 0, 0)
    return world


def unchanged_world():
    world = run_world()
    for path, entry in world["tables"].items():
        if path.endswith("_counterfactual"):
            entry["values"] = list(world["tables"][path.replace("_counterfactual", "_base")]["values"])
        elif not path.endswith("_base"):
            entry["values"] = [0] * len(entry["values"])
    return world


def sweep_world():
    """Levels 0, 0.5 and 1 of a duty; Northland's income is highest at 0.25; Eastland's changes its sign at 0.5."""
    ladder = lambda *v: table(["rate", "region"], "percent", list(v))
    return {
        "format": "desvio-pictures", "version": 1, "kind": "sweep",
        "attributes": {"desvio_version": "0.1.0", "base_name": "three"}, "scenario": {"name": "half"},
        "focus": ["SUR", "EST"], "market": "NOR", "names": {"region": dict(NAMES), "sector": {"GDS": "Goods"}},
        "sector_kind": {"GDS": "goods"}, "groups": {"south": ["SUR", "EST"]},
        "dimensions": {"axis": ["rate"], "rate": [0.0, 0.5, 1.0], "region": list(REGIONS), "exporter": list(REGIONS), "importer": list(REGIONS),
                       "kink": [0, 1]},
        "tables": {
            "/axis/path": table(["axis"], "", ["tariff[0].rate"]), "/axis/unit": table(["axis"], "", ["fraction"]),
            "/axis/written": table(["axis"], "1", [1.0]),
            "/region/welfare_pct": ladder(0, 0, 0, 0.1, -1.0, 0.0, -0.4, -2.0, 1.0),
            "/region/income_base": table(["region"], MONEY, [5000, 3000, 1000]),
            "/optimum/rate/welfare_level": table([], "fraction", [0.25]), "/optimum/rate/welfare_value": table([], "percent", [0.15]),
            "/optimum/rate/welfare_at_end": table([], "1", [0]), "/optimum/rate/revenue_level": table([], "fraction", [1.0]),
            "/optimum/rate/revenue_value": table([], "numeraire million US$", [250.0]),
            "/optimum/rate/revenue_at_end": table([], "1", [1]),
            "/kink/along": table(["kink"], "", ["rate", "rate"]), "/kink/kind": table(["kink"], "", ["gains", "dies"]),
            "/kink/level": table(["kink"], "1", [0.5, 0.75]), "/kink/region": table(["kink"], "", ["EST", "NOR"]),
            "/kink/exporter": table(["kink"], "", ["", "SUR"]), "/kink/sector": table(["kink"], "", ["", "GDS"]),
        },
    }
