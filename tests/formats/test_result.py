"""A result file of the program, read by h5py, netCDF4 and xarray: every promised name, unit, coordinate and number."""

import json
import os
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path

import h5py
import netCDF4
import numpy as np
import xarray

PROGRAM = os.environ["DESVIO"]
BASE = Path(__file__).resolve().parents[2] / "params" / "sets" / "world-2023"

FLOW = ("sector", "importer", "exporter")
MONEY, NUMERAIRE = "million US$", "numeraire million US$"

# FORMATS §3: path, axes, unit.
DATASETS = [
    ("trade/base", FLOW, MONEY),
    ("trade/counterfactual", FLOW, NUMERAIRE),
    ("trade/volume_hat", FLOW, "1"),
    ("tariff/base", FLOW, "fraction"),
    ("tariff/counterfactual", FLOW, "fraction"),
    *((f"region/{name}", ("region",), "1") for name in ("wage_hat", "price_index_hat", "real_wage_hat")),
    *(
        (f"region/{name}", ("region",), "percent")
        for name in ("welfare_pct", "welfare_linear_pct", "terms_of_trade_pct", "volume_of_trade_pct")
    ),
    *((f"region/{name}", ("region",), MONEY) for name in ("income_base", "tariff_revenue_base", "equivalent_variation")),
    *(
        (f"region/{name}", ("region",), NUMERAIRE)
        for name in ("income_counterfactual", "tariff_revenue_counterfactual", "deficit_counterfactual")
    ),
    *((f"sector/{name}", ("sector", "region"), MONEY) for name in ("output_base", "expenditure_base")),
    *(
        (f"sector/{name}", ("sector", "region"), NUMERAIRE)
        for name in ("output_counterfactual", "expenditure_counterfactual", "value_added_counterfactual")
    ),
    *((f"sector/{name}", ("sector", "region"), "1") for name in ("unit_cost_hat", "price_hat")),
    *((f"redirection/{name}", ("exporter",), NUMERAIRE) for name in ("loss", "redirected", "absorbed", "output_cut")),
    ("redirection/rate", ("exporter",), "1"),
    *(
        (f"redirection/{name}_by_sector", ("sector", "exporter"), NUMERAIRE)
        for name in ("loss", "redirected", "absorbed", "output_cut")
    ),
    ("redirection/rate_by_sector", ("sector", "exporter"), "1"),
    ("redirection/by_destination", ("exporter", "importer"), NUMERAIRE),
    ("diagnostics/residual_max", ("equation",), "1"),
    ("diagnostics/walras", (), "1"),
    ("diagnostics/iterations", (), "1"),
    ("diagnostics/seconds", (), "s"),
    ("diagnostics/history", ("evaluation",), "1"),
]

ATTRIBUTES = [
    "format", "version", "title", "model", "closures", "numeraire", "base_name", "base_sha256", "scenario_toml",
    "desvio_version", "git_commit", "created_utc", "command_line",
]


def codes(table):
    """The first column of a table of the built-in base."""
    return [line.split(",")[0] for line in (BASE / table).read_text(encoding="utf-8").splitlines()[1:]]


class Result(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.path = str(Path(holder.name) / "r.h5")
        arguments = ["run", "brics-100", "--draws", "20", "-o", cls.path, "--json"]
        cls.answer = json.loads(subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, timeout=120).stdout)
        cls.file = h5py.File(cls.path, "r")
        cls.addClassCleanup(cls.file.close)

    def test_every_dataset_has_its_axes_unit_and_name(self):
        for path, axes, unit in DATASETS:
            with self.subTest(path):
                dataset = self.file[path]
                self.assertEqual(dataset.attrs["units"], unit)
                self.assertGreater(len(dataset.attrs["long_name"]), 5)
                self.assertEqual(dataset.ndim, len(axes))
                for axis, name in enumerate(axes):
                    self.assertEqual(dataset.dims[axis][0].name.rsplit("/", 1)[1], name)

    def test_axes_are_the_codes_of_the_base(self):
        regions, sectors = codes("regions.csv"), codes("sectors.csv")
        for path, expected in [
            ("region/region", regions), ("trade/importer", regions), ("trade/exporter", regions), ("trade/sector", sectors),
            ("sector/sector", sectors), ("sector/region", regions), ("redirection/exporter", regions),
        ]:
            self.assertEqual(list(self.file[path].asstr()[:]), expected, path)

    def test_root_attributes(self):
        for name in ATTRIBUTES:
            self.assertIn(name, self.file.attrs)
        self.assertEqual(self.file.attrs["format"], "desvio-result")
        self.assertEqual(self.file.attrs["version"], 1)
        self.assertRegex(self.file.attrs["base_sha256"], "^[0-9a-f]{64}$")
        self.assertRegex(self.file.attrs["created_utc"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertIn("[[tariff]]", self.file.attrs["scenario_toml"])
        self.assertTrue(self.file.attrs["command_line"].startswith("desvio run brics-100 --draws 20 -o "))

    def test_missing_values_have_a_fill_value(self):
        self.assertTrue(np.isnan(self.file["redirection/rate"].attrs["_FillValue"]))

    def test_numbers_agree_with_json(self):
        for group in ("region", "redirection"):
            for name, expected in self.answer[group].items():
                dataset = self.file[group][name]
                if dataset.ndim != 1:
                    continue
                labels = dataset.dims[0][0].asstr()[:]
                for label, value in zip(labels, dataset[:]):
                    same = np.isnan(value) if expected[label] is None else value == expected[label]
                    self.assertTrue(same, f"{group}/{name} {label}: {value} {expected[label]}")
        grid = self.file["redirection/by_destination"]
        exporters = list(grid.dims[0][0].asstr()[:])
        importers = list(grid.dims[1][0].asstr()[:])
        for exporter, importer in [("BRA", "CHN"), ("MEX", "EU27"), ("CHN", "BRA")]:
            self.assertEqual(
                grid[exporters.index(exporter), importers.index(importer)],
                self.answer["redirection"]["by_destination"][exporter][importer],
            )

    def test_the_shock_is_in_the_duties(self):
        axes = {axis: list(self.file["trade"][axis].asstr()[:]) for axis in FLOW}
        duty = self.file["tariff/counterfactual"]
        position = tuple(axes[axis].index(code) for axis, code in zip(FLOW, ("MET", "USA", "BRA")))
        self.assertEqual(duty[position], 1.0)

    def test_flows_add_up_to_output(self):
        for state in ("base", "counterfactual"):
            flows = self.file[f"trade/{state}"][:]
            output = self.file[f"sector/output_{state}"][:]
            np.testing.assert_allclose(flows.sum(axis=1), output, rtol=1e-9, atol=1e-9 * output.max())

    def test_ledger_adds_up(self):
        ledger = self.file["redirection"]
        parts = ledger["redirected"][:] + ledger["absorbed"][:] + ledger["output_cut"][:]
        scale = np.abs(ledger["output_cut"][:]).max()
        np.testing.assert_allclose(ledger["loss"][:], parts, rtol=1e-9, atol=1e-9 * scale)

    def test_xarray_selects_by_name(self):
        for engine in ("netcdf4", "h5netcdf"):
            with self.subTest(engine), warnings.catch_warnings():
                warnings.simplefilter("error")
                with xarray.open_dataset(self.path, group="region", engine=engine) as data:
                    brazil = data.welfare_pct.sel(region="BRA")
                    self.assertEqual(float(brazil), self.answer["region"]["welfare_pct"]["BRA"])
                    self.assertEqual(data.welfare_pct.attrs["units"], "percent")
                with xarray.open_dataset(self.path, group="trade", engine=engine) as data:
                    self.assertEqual(data.base.dims, FLOW)
                    lost = data.counterfactual - data.base
                    steel = lost.sel(sector="MET", importer="USA", exporter="BRA")
                    self.assertLess(float(steel), 0.0)
                with xarray.open_dataset(self.path, group="redirection", engine=engine) as data:
                    self.assertEqual(
                        float(data.by_destination.sel(exporter="BRA", importer="CHN")),
                        self.answer["redirection"]["by_destination"]["BRA"]["CHN"],
                    )

    def test_netcdf4_sees_named_axes(self):
        with netCDF4.Dataset(self.path) as data:
            self.assertEqual(data.groups["trade"].variables["base"].dimensions, FLOW)
            self.assertEqual(list(data.groups["region"].variables["region"][:]), codes("regions.csv"))
            for path, axes, unit in DATASETS:
                variable = data[path]
                self.assertEqual((variable.dimensions, variable.units), (axes, unit), path)


if __name__ == "__main__":
    unittest.main()
