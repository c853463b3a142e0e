"""The JSON that charts are drawn from, held against the file it was made of, summed by numpy."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

PROGRAM = os.environ["DESVIO"]


def program(*arguments):
    subprocess.run([PROGRAM, *arguments, "--quiet"], check=True, capture_output=True, timeout=120)


def numbers(table):
    """The values of a table in its shape, null as NaN."""
    return np.array([np.nan if value is None else value for value in table["values"]], dtype=float)


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        folder = Path(holder.name)
        cls.files, cls.pictures = {}, {}
        program("run", "brics-100", "--draws", "5", "-o", str(folder / "run.h5"))
        program("sweep", "brics-100", "--vary", "tariff[0].rate=0:1:0.25", "-o", str(folder / "sweep.h5"))
        for kind in ("run", "sweep"):
            program("export", str(folder / f"{kind}.h5"), "--pictures", str(folder / f"{kind}.json"))
            cls.pictures[kind] = json.loads((folder / f"{kind}.json").read_text(encoding="utf-8"))
            cls.files[kind] = h5py.File(folder / f"{kind}.h5", "r")
            cls.addClassCleanup(cls.files[kind].close)

    def table(self, path):
        return numbers(self.pictures["run"]["tables"][path])

    def test_every_small_dataset_is_there_bit_for_bit(self):
        for kind, file in self.files.items():
            tables = self.pictures[kind]["tables"]
            seen = 0

            def visit(name, dataset):
                nonlocal seen
                if not isinstance(dataset, h5py.Dataset) or name.startswith("input/") or "CLASS" in dataset.attrs:
                    return
                if dataset.ndim > 2 and name != "trade/total_counterfactual":
                    self.assertNotIn("/" + name, tables)
                    return
                seen += 1
                table = tables["/" + name]
                self.assertEqual(table["dimensions"], [axis[0].name.rsplit("/", 1)[1] for axis in dataset.dims], name)
                if dataset.dtype == object:
                    texts = dataset.asstr()[()] if dataset.ndim == 0 else dataset.asstr()[:]
                    self.assertEqual(table["values"], np.atleast_1d(texts).reshape(-1).tolist(), name)
                else:
                    np.testing.assert_array_equal(numbers(table), np.asarray(dataset[()]).reshape(-1), name)
                    self.assertEqual(table["units"], dataset.attrs["units"], name)

            file.visititems(visit)
            self.assertGreater(seen, 30)
            self.assertEqual(seen, sum(not path.startswith("/derived/") for path in tables))

    def test_sums_are_those_of_the_file(self):
        file = self.files["run"]
        regions = list(file["trade/exporter"].asstr()[:])
        market = regions.index(file.attrs["market"])
        trade = {when: file[f"trade/{when}"][()] for when in ("base", "counterfactual")}
        duty = {when: file[f"tariff/{when}"][()] for when in ("base", "counterfactual")}
        abroad = trade["base"] * (1 - np.eye(len(regions)))
        with np.errstate(divide="ignore", invalid="ignore"):
            for when in ("base", "counterfactual"):
                same = lambda path, expected: np.testing.assert_allclose(  # noqa: E731
                    self.table(f"/derived/{path}_{when}"), expected.reshape(-1), rtol=1e-12, err_msg=path
                )
                same("exports", trade[when].sum(0).T)
                same("market_imports", trade[when][:, market, :])
                same("duty_by_sector", duty[when][:, market, :])
                weight = trade["base"][:, market, :]
                same("duty", (weight * duty[when][:, market, :]).sum(0) / weight.sum(0))
                same("duty_faced", (abroad * duty[when]).sum((0, 1)) / abroad.sum((0, 1)))
            before, after, cost = (file[f"sector/{name}"][()] for name in ("output_base", "output_counterfactual", "unit_cost_hat"))
            expected = np.where(before > 0, 100 * (after / cost / before - 1), np.nan)
            # Changes near zero are differences of numbers near one.
            np.testing.assert_allclose(self.table("/derived/output_pct"), expected.reshape(-1), rtol=1e-12, atol=1e-11)
            marks = file["input/quality/index"][()]
            names = list(file["input/quality/quality"].asstr()[:])
            estimated = np.where(marks == names.index("estimated"), trade["base"], 0.0)
            share = (estimated.sum(0) / trade["base"].sum(0)).T
            np.testing.assert_allclose(self.table("/derived/estimated_share"), share.reshape(-1), rtol=1e-12)
        self.assertLess(np.nanmin(self.table("/derived/estimated_share")), 0.5)

    def test_labels_are_those_of_the_base(self):
        for kind, file in self.files.items():
            pictures = self.pictures[kind]
            self.assertEqual(pictures["kind"], kind)
            codes = list(file["input/region/region"].asstr()[:])
            self.assertEqual(pictures["names"]["region"], dict(zip(codes, file["input/region/name"].asstr()[:])))
            self.assertEqual(pictures["sector_kind"]["AGR"], "goods")
            self.assertEqual(pictures["focus"], file.attrs["focus"].split())
            self.assertEqual(pictures["focus"], pictures["groups"]["latin_america"])
            self.assertIn("BRICS", pictures["scenario"]["title"])
            self.assertIn("Saudi Arabia", pictures["scenario"]["note"])
            self.assertEqual(pictures["scenario"]["toml"], file.attrs["scenario_toml"])
            self.assertNotIn("scenario_toml", pictures["attributes"])
            self.assertEqual(pictures["attributes"]["base_sha256"], file.attrs["base_sha256"])


if __name__ == "__main__":
    unittest.main()
