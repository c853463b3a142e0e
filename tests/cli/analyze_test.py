"""desvio analyze: pages, files, refusals; figures with known answers where the reference data are at hand."""

import csv
import json
import unittest
from pathlib import Path

import numpy
import xarray
from program import FILE, INPUT, USAGE, ProgramTest

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PARTS = ["absorbed_abroad", "returned", "domestic_double", "foreign", "foreign_double"]


class Analyze(ProgramTest):
    def open(self, group, file="a.h5"):
        with xarray.open_dataset(self.folder / file, group=group) as data:
            return data.load()

    def test_page_file_and_folder(self):
        output, errors = self.run_program("analyze", "three", "--market", "NOR", "--via", "EST", "-o", "a.h5", "--csv", "tables")
        self.assertEqual(errors, "")
        for text in ("depends on final demand of Northland", "What exports hold", "9, all hold.", "Written to a.h5"):
            self.assertIn(text, output)
        for line in output.splitlines():
            self.assertLessEqual(len(line), 100, line)
        exports, total = self.open("exports_by_source"), self.open("exports")
        self.assertEqual(list(exports.exporter.values), ["NOR", "SUR", "EST"])
        numpy.testing.assert_allclose(sum(exports[part] for part in PARTS), exports.gross, atol=1e-10)
        self.assertAlmostEqual(float(exports.gross.sel(exporter="NOR", importer="SUR").sum()), 70.0)
        numpy.testing.assert_allclose(total.koopman_wang_wei.sum("term"), total.gross, rtol=1e-12)
        sink = self.open("exports_by_sink")
        for part in PARTS:
            numpy.testing.assert_allclose(sink[part].sum(["sector", "importer"]), total[part], rtol=1e-9, atol=1e-10)
        exposure = self.open("exposure")
        parts = exposure.direct_share + exposure.again_share + exposure.via_share.sum("seller")
        numpy.testing.assert_allclose(parts, exposure.total_share, rtol=1e-12)
        # Income: value added and the duties on inputs. Final use bears the rest of what is paid.
        accounts = self.open("accounts")
        numpy.testing.assert_allclose(accounts.value_added + accounts.taxes, accounts.income, rtol=1e-12)
        self.assertGreater(float(accounts.taxes.sum()), 0.0)
        with open(self.folder / "tables" / "exposure_via.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["region", "sector", "seller", "value"])
        self.assertEqual(len(rows), 3 * 2 * 3)

    def test_json_and_parts(self):
        found = json.loads(self.run_program("analyze", "three", "--what", "multipliers,linkages", "--json")[0])
        self.assertNotIn("exports", found)
        self.assertGreater(found["multipliers"]["output"]["NOR"]["GDS"], 1.0)
        self.assertAlmostEqual(found["multipliers"]["income"]["SUR"]["SRV"], 1.0)
        self.refuse("analyze", "three", "--what", "exposure", code=USAGE, says="needs --market REGION: this base has no USA")
        self.assertEqual(self.run_program("analyze", "three", "-q")[0], "")

    def test_extraction(self):
        arguments = ["--what", "extraction", "--extract", "NOR->SUR", "--extract", "SUR", "--extract", "NOR:GDS", "-o", "a.h5"]
        output, _ = self.run_program("analyze", "three", *arguments)
        self.assertIn("NOR->SUR", output)
        found = self.open("extraction")
        lost = found.asked_output
        self.assertEqual(list(found.extraction.values), ["NOR->SUR", "SUR", "NOR:GDS"])
        # Less than the flow's own 70 cannot be lost in NOR, nor more than all it makes.
        self.assertGreater(float(lost.sel(extraction="NOR->SUR", region="NOR").sum()), 70.0)
        numpy.testing.assert_allclose(lost.sel(extraction="SUR"), found.asked_output.sel(extraction="SUR"))
        whole = lost.sel(extraction="SUR").sum("sector")
        numpy.testing.assert_allclose(whole, found.region_output.sel(extracted="SUR"), rtol=1e-10)
        self.assertAlmostEqual(float(whole.sel(region="SUR")), 500 + 80 + 30 + 600)
        one = float(lost.sel(extraction="NOR:GDS").sum())
        self.assertAlmostEqual(one, float(found.sector_output.sel(region="NOR", sector="GDS")), places=6)

    def test_refusals(self):
        self.refuse("analyze", code=USAGE, says="needs a BASE or a table")
        self.refuse("analyze", "three", "--what", "multiplier", code=USAGE, says="Did you mean 'multipliers'?")
        self.refuse("analyze", "three", "--market", "NORR", code=INPUT, says="Did you mean 'NOR'?")
        self.refuse("analyze", "three", "--market", "@south", code=USAGE, says="takes one region")
        self.refuse("analyze", "three", "--extract", "SUR->NRO", code=INPUT, says="unknown region 'NRO'")
        self.refuse("analyze", "three", "--extract", "SUR->NOR:SRV", code=INPUT, says="nothing flows in 'SUR->NOR:SRV'")
        self.refuse("analyze", "three", "-o", "no/a.h5", code=FILE, says="no/a.h5")
        self.assertFalse((self.folder / "a.h5").exists())

    def test_world_2023_depends_on_the_united_states(self):
        self.run_program("analyze", "world-2023", "--what", "exposure,exports", "-o", "a.h5", "-q")
        exposure = self.open("exposure")
        for region in ("BRA", "CHL", "MEX", "PER"):
            here = exposure.sel(region=region)
            self.assertGreater(float(here.direct_share), float(here.via_share.sel(seller="CHN")))
            self.assertGreater(float(here.via_share.sel(seller="CHN")), 0.0)
            self.assertGreaterEqual(float(here.any_stage_share.sel(stage="CHN")), float(here.via_share.sel(seller="CHN")))
        self.assertGreater(float(exposure.total_share.sel(region="MEX")), 0.1)
        self.assertLess(float(self.open("diagnostics").sum_error.max()), 1e-12)

    @unittest.skipUnless(DATA.is_dir(), "the reference data are not at hand (../shared/data)")
    def test_pymrio_test_table(self):
        self.run_program("analyze", DATA / "layouts/test_mrio/mrio_data", "--what", "multipliers,exports", "-o", "a.h5", "-q")
        first = self.open("multipliers").output.values[0, :3]
        self.assertEqual([f"{value:.8f}" for value in first], ["1.61142689", "1.55097885", "1.01105315"])
        self.assertEqual(round(float(self.open("accounts").output.sum())), 3324005349)
        self.assertLess(float(self.open("diagnostics").sum_error.max()), 1e-12)


if __name__ == "__main__":
    unittest.main()
