"""`compare`, `decompose` and `threat`: pages, files, refusals."""

import csv
import json
import math
import unittest

import h5py
import numpy
import xarray
from program import INPUT, SCENARIO, USAGE, ProgramTest

TWO_DUTIES = """[scenario]
name = "two"
title = "Two duties and an answer"
base = "three"

[[tariff]]
importer = "NOR"
exporter = "SUR"
sector = "@goods"
add = 0.2
measure = "on Southland"

[[tariff]]
importer = "NOR"
exporter = "EST"
sector = "@goods"
add = 0.1
note = "on Eastland"

[[retaliation]]
by = "@south"
against = "NOR"
sector = "@goods"
mirror = true
note = "the answer"

[report]
focus = "@south"
"""

THREATS = """[scenario]
name = "maybe"
title = "What may come"
base = "three"

[threats]
otherwise = "nothing"

[[threat]]
scenario = "half.toml"
probability = 0.3
label = "the duty"

[[threat]]
scenario = "two.toml"
probability = 0.25
independent = true
label = "two more"

[report]
focus = "@south"
"""


class Together(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("two.toml", TWO_DUTIES)
        self.write("maybe.toml", THREATS)

    def open(self, name, group):
        with xarray.open_dataset(self.folder / name, group=group) as data:
            return data.load()

    def fits(self, output):
        for line in output.splitlines():
            self.assertLessEqual(len(line), 100, line)


class Compare(Together):
    def test_files_and_scenarios_side_by_side(self):
        self.run_program("run", "half.toml", "-q", "-o", "half.h5")
        output, errors = self.run_program("compare", "half.h5", "two.toml", "-o", "c.h5")
        self.assertEqual(errors, "")
        self.fits(output)
        for text in ("A  half  Half the price again", "B  two   Two duties and an answer", "Real income, change, percent",
                     "B − A", "Rank", "  Southland", "Written to c.h5"):
            self.assertIn(text, output)
        half = self.open("half.h5", "region")
        found = self.open("c.h5", "outcome")
        self.assertEqual(list(found.result.values), ["half", "two"])
        value = float(found.value.sel(outcome="welfare_pct[SUR]", result="half"))
        self.assertAlmostEqual(value, float(half.welfare_pct.sel(region="SUR")), places=10)
        numpy.testing.assert_allclose(found.difference.sel(result="half"), 0.0)

    def test_json_and_csv_agree(self):
        arguments = ["compare", "half.toml", "two.toml", "--what", "exports,ledger", "--to", "NOR", "--region", "SUR,EST"]
        self.refuse(*arguments, code=INPUT, says="volume_loss has no partner")
        arguments[4] = "exports,imports_pct"
        found = json.loads(self.run_program(*arguments, "--json", "-o", "c.csv")[0])
        with open(self.folder / "c.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 2 * 2 * 2)
        self.assertEqual(found["lines"][0]["partner"], "NOR")
        self.assertEqual(float(rows[0]["value"]), found["lines"][0]["value"]["half"])
        self.assertEqual(float(rows[1]["difference"]), found["lines"][0]["difference"]["two"])
        self.assertEqual(rows[0]["units"], "numeraire million")

    def test_by_sector_and_against(self):
        output, _ = self.run_program("compare", "half.toml", "two.toml", "--what", "output", "--by", "sector", "--region", "SUR", "--against", "two")
        self.assertIn("Gross output, numeraire million, of Southland", output)
        self.assertIn("A − B", output)
        self.assertIn("GDS  Goods", output)

    def test_refusals(self):
        self.write("waste.toml", SCENARIO.replace("[report]", '[model]\nrevenue = "waste"\n[report]'))
        self.refuse("compare", "half.toml", "waste.toml", code=INPUT, says=["waste: closures variant = full", "revenue = waste, but", "--allow closures"])
        self.run_program("compare", "half.toml", "waste.toml", "--allow", "closures")
        self.refuse("compare", "half.toml", code=USAGE, says="two results or more")
        self.refuse("compare", "half.toml", "two.toml", "--allow", "modle", code=USAGE, says="Did you mean 'model'?")
        self.refuse("compare", "half.toml", "two.toml", "--by", "sektor", code=USAGE, says="Did you mean 'sector'?")
        self.refuse("compare", "half.toml", "two.toml", "--what", "welfare", code=INPUT, says="unknown outcome 'welfare'")
        self.refuse("compare", "half.toml", "two.toml", "--region", "SUD", code=INPUT, says="Did you mean 'SUR'?")


    def test_outcomes_are_listed(self):
        self.assertIn("export_volume_pct", self.run_program("describe", "outcomes")[0])
        self.assertIn("[exporter, importer, sector]", self.run_program("describe", "outcomes", "exports")[0])
        self.refuse("describe", "outcomes", "export", code=INPUT, says="Did you mean 'exports'?")


class Decompose(Together):
    def test_page_and_file(self):
        output, errors = self.run_program("decompose", "two.toml", "-o", "d.h5")
        self.assertEqual(errors, "")
        self.fits(output)
        for text in ("3 measures, all 8 combinations solved", "1  on Southland", "Together, beyond that", "Whole change",
                     "parts add up to the whole"):
            self.assertIn(text, output)
        self.assertIn("A mirrored answer does nothing where", " ".join(output.split()))
        part, outcome = self.open("d.h5", "part"), self.open("d.h5", "outcome")
        self.assertEqual(list(part.part.values), ["on Southland", "on Eastland", "the answer"])
        numpy.testing.assert_allclose(part.shapley.sum("part"), outcome.change, rtol=1e-9)
        numpy.testing.assert_allclose(part.in_order.sum("part"), outcome.change, rtol=1e-9)
        numpy.testing.assert_allclose(part.alone.sum("part") + outcome.interaction, outcome.change, rtol=1e-9)
        combination = self.open("d.h5", "combination")
        self.assertEqual(list(combination.combination.values[[0, 1, -1]]), ["000", "100", "111"])
        self.assertAlmostEqual(float(part.alone.sel(part="the answer", outcome="welfare_pct[SUR]")), 0.0, places=9)
        with h5py.File(self.folder / "d.h5") as file:
            self.assertEqual(file.attrs["format"], "desvio-decomposition")
            self.assertEqual(file["part/shapley"].attrs["units"], "units of the outcome")

    def test_whole_is_the_run(self):
        self.run_program("run", "two.toml", "-q", "-o", "r.h5")
        found = json.loads(self.run_program("decompose", "two.toml", "--json", "--by", "exporter", "--outcome", "welfare_pct[SUR]")[0])
        self.assertAlmostEqual(found["outcome"]["change"]["welfare_pct[SUR]"], float(self.open("r.h5", "region").welfare_pct.sel(region="SUR")), places=8)
        self.assertEqual(list(found["part"]["shapley"]), ["NOR", "SUR", "EST"])

    def test_from_another_and_sampled(self):
        output, _ = self.run_program("decompose", "two.toml", "--from", "half.toml", "--outcome", "exports[SUR, NOR]")
        for text in ("From half to two", "without for tests", "4 measures", "exports[SUR, NOR]: exports across borders"):
            self.assertIn(text, output)
        output, _ = self.run_program("decompose", "two.toml", "--orders", "4")
        self.assertIn("4 sampled orders", output)
        self.assertIn("±", output)

    def test_refusals(self):
        self.refuse("decompose", "two.toml", "--by", "rules", code=USAGE, says="Did you mean 'rule'?")
        self.refuse("decompose", "two.toml", "--orders", "1", code=USAGE, says="--orders must be 2")
        self.refuse("decompose", "two.toml", "--from", "two.toml", code=INPUT, says="nothing lies between")
        self.refuse("decompose", "maybe.toml", code=INPUT, says="is about threats")
        self.write("broken.toml", TWO_DUTIES.replace('measure = "on Southland"', "mesure = 3"))
        self.refuse("decompose", "broken.toml", code=INPUT, says=["broken.toml:11:1", "Did you mean 'measure'?"])


class Threat(Together):
    def test_page_and_file(self):
        output, errors = self.run_program("threat", "maybe.toml", "-o", "t.h5", "--draws", "4")
        self.assertEqual(errors, "")
        self.fits(output)
        for text in ("What may come", "the duty + two more", "What makes the spread of South", "Certainty", "by world"):
            self.assertIn(text, output)
        world, outcome = self.open("t.h5", "world"), self.open("t.h5", "outcome")
        self.assertAlmostEqual(float(world.probability.sum()), 1.0)
        self.assertAlmostEqual(float(world.probability.sel(world="the duty + two more")), 0.075)
        mean = (world.probability * world.value).sum("world")
        numpy.testing.assert_allclose(outcome.expected, mean, rtol=1e-12)
        variance = (world.probability * (world.value - mean) ** 2).sum("world")
        numpy.testing.assert_allclose(outcome.standard_deviation**2, variance, rtol=1e-9)
        lottery = self.open("t.h5", "lottery")
        self.assertEqual(lottery.shapley.attrs["units"], "units of the outcome, squared")
        numpy.testing.assert_allclose(lottery.shapley.sum("lottery"), variance, rtol=1e-9)
        self.assertTrue((lottery.first_order <= lottery.total + 1e-15).all())
        self.assertTrue(math.isclose(float(outcome.worst.sel(outcome="welfare_pct[SUR]")), float(world.value.sel(outcome="welfare_pct[SUR]").min())))

    def test_probability_is_changed_from_outside(self):
        half = json.loads(self.run_program("threat", "maybe.toml", "--json", "--probability", "two more=0", "--draws", "0")[0])
        self.run_program("run", "half.toml", "-q", "-o", "h.h5")
        whole = float(self.open("h.h5", "region").welfare_pct.sel(region="EST"))
        self.assertAlmostEqual(half["outcome"]["expected"]["welfare_pct[EST]"], 0.3 * whole, places=8)
        output, _ = self.run_program("threat", "maybe.toml", "--over", "two more", "--draws", "0")
        self.assertIn("expected when two more has the probability", output)

    def test_refusals(self):
        self.refuse("threat", "maybe.toml", "--probability", "0.5", code=INPUT, says=["has 2 threats", "Write LABEL=P."])
        self.refuse("threat", "maybe.toml", "--probability", "the duty=x", code=USAGE, says="not 'x'")
        self.refuse("threat", "maybe.toml", "--probability", "the dutty=0.5", code=INPUT, says="Did you mean 'the duty'?")
        self.refuse("threat", "maybe.toml", "--over", "duty", code=USAGE, says="--over")
        self.refuse("threat", "half.toml", code=INPUT, says="has no [[threat]]")
        self.refuse("run", "maybe.toml", code=INPUT, says=["maybe.toml:9:1", "'desvio threat' weighs"])
        self.refuse("run", "maybe.toml", "--dry-run", code=INPUT, says="holds threats")
        self.write("gone.toml", THREATS.replace("half.toml", "gone-too.toml"))
        self.refuse("threat", "gone.toml", code=6, says="gone-too.toml")

    def test_validate_ties_every_threat_to_the_base(self):
        self.assertIn("ok  maybe.toml  2 threats", self.run_program("validate", "maybe.toml")[0])
        self.write("half.toml", SCENARIO.replace('"NOR"', '"NOX"'))
        self.refuse("validate", "maybe.toml", code=INPUT, says=["half.toml:7:12", "unknown region 'NOX'"])


if __name__ == "__main__":
    unittest.main()
