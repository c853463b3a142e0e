"""Pictures (docs/formats/pictures.md) of a result or a sweep, by h5py and numpy: a second reading of what the program makes in C++."""

import math
import tomllib

import h5py
import numpy


def plain(values):
    return [None if isinstance(x, float) and not math.isfinite(x) else x for x in numpy.asarray(values).reshape(-1).tolist()]


def texts(dataset):
    return [x.decode() for x in numpy.asarray(dataset[()]).reshape(-1)]


def attribute(value):
    return value if isinstance(value, str) else value.decode() if isinstance(value, bytes) else value.item() if hasattr(value, "item") else str(value)


def pictures(path):
    with h5py.File(path, "r") as file:
        attributes = {name: attribute(value) for name, value in file.attrs.items()}
        regions, sectors = texts(file["input/region/region"]), texts(file["input/sector/sector"])
        groups = {}
        for code, names in zip(regions, texts(file["input/region/groups"])):
            for name in filter(None, names.split(";")):
                groups.setdefault(name, []).append(code)
        toml = attributes.pop("scenario_toml")
        made = {
            "format": "desvio-pictures", "version": 1, "kind": "run" if attributes["format"] == "desvio-result" else "sweep",
            "attributes": attributes, "scenario": {**tomllib.loads(toml).get("scenario", {}), "toml": toml},
            "focus": attributes.get("focus", "").split() or groups["latin_america"], "market": attributes["market"],
            "names": {"region": dict(zip(regions, texts(file["input/region/name"]))), "sector": dict(zip(sectors, texts(file["input/sector/name"])))},
            "sector_kind": dict(zip(sectors, texts(file["input/sector/kind"]))), "groups": groups, "dimensions": {}, "tables": {},
        }

        def visit(name, item):
            if not isinstance(item, h5py.Dataset) or name.startswith("input/"):
                return
            is_text = item.dtype == object
            if item.attrs.get("CLASS") == b"DIMENSION_SCALE":
                made["dimensions"].setdefault(name.split("/")[-1], texts(item) if is_text else plain(item[()]))
            elif item.ndim < 3 or name == "trade/total_counterfactual":
                made["tables"]["/" + name] = {
                    "dimensions": [axis[0].name.split("/")[-1] for axis in item.dims],
                    "units": attribute(item.attrs.get("units", "")), "long_name": attribute(item.attrs.get("long_name", "")),
                    "values": texts(item) if is_text else plain(item[()])}

        file.visititems(visit)
        if made["kind"] == "run":
            add_derived(file, made, regions.index(made["market"]))
        return made


def add_derived(file, made, market):
    """Sums over sectors and averages of duties, weighted by base trade."""
    def flows(name):  # sector x exporter x importer
        order = [axis[0].name.split("/")[-1] for axis in file[name].dims]
        return numpy.transpose(file[name][()], [order.index(label) for label in ("sector", "exporter", "importer")])

    def put(path, dimensions, units, values):
        made["tables"]["/derived/" + path] = {"dimensions": dimensions, "units": units, "long_name": "", "values": plain(values)}

    trade = {"base": flows("trade/base"), "counterfactual": flows("trade/counterfactual")}
    duty = {"base": flows("tariff/base"), "counterfactual": flows("tariff/counterfactual")}
    weight = trade["base"][:, :, market]
    for when, units in (("base", "million US$"), ("counterfactual", "numeraire million US$")):
        put(f"exports_{when}", ["exporter", "importer"], units, trade[when].sum(0))
        put(f"market_imports_{when}", ["sector", "exporter"], units, trade[when][:, :, market])
        put(f"duty_by_sector_{when}", ["sector", "exporter"], "fraction", duty[when][:, :, market])
        with numpy.errstate(invalid="ignore"):
            put(f"duty_{when}", ["exporter"], "fraction", (weight * duty[when][:, :, market]).sum(0) / weight.sum(0))
    output = {when: file[f"sector/output_{when}"][()] for when in ("base", "counterfactual")}
    with numpy.errstate(invalid="ignore", divide="ignore"):
        change = output["counterfactual"] / file["sector/unit_cost_hat"][()] / output["base"]
    put("output_pct", ["sector", "region"], "percent", 100 * (change - 1))
