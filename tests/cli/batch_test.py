"""`run` with several scenarios and with readings: files, tables, exit codes, and what is not run again."""

import json
import math
import unittest

import h5py
import xarray

from program import FILE, INPUT, NOT_CONVERGED, SCENARIO, USAGE, ProgramTest

DAYS = """[scenario]
name = "days"
title = "A faster ship"
note = "A note of the scenario."
source = "A source of the scenario."
base = "three"

[[trade_cost]]
exporter = "SUR"
importer = "NOR"
sector = "@goods"
days = { low = -5, central = -10, high = -20 }
per_day = "costs.csv:central"

[report]
focus = "@south"
"""
COSTS = "sector,low,central,high,basis\nGDS,0.001,0.01,0.02,made for tests\n"


class Batch(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("days.toml", DAYS)
        self.write("costs.csv", COSTS)

    def stamp(self, name):
        return (self.folder / name).stat().st_mtime_ns

    def test_a_file_each_and_one_table(self):
        output, errors = self.run_program("run", "half.toml", "days.toml", "--jobs", "2", "-o", "answers/")
        self.assertEqual(errors, "")
        for text in ["half", "days", "SUR", "Redi-", "2 solved. Files are in answers/."]:
            self.assertIn(text, output)
        self.assertTrue({"answers/half.h5", "answers/days.h5"} <= set(self.files()))
        for line in output.splitlines():
            self.assertLessEqual(len(line), 100, line)
        self.assertIn("no difference in any bit", self.run_program("rerun", "answers/days.h5")[0])

    def test_the_table_shows_what_the_files_hold(self):
        output, _ = self.run_program("run", "half.toml", "days.toml", "-o", "answers", "--json")
        half, days = json.loads(output)
        with h5py.File(self.folder / "answers/half.h5") as file:
            self.assertEqual(file.attrs["focus"], "SUR EST")
            self.assertEqual(half["together"]["pct"], file["focus/welfare_pct"][()])
            self.assertEqual(half["together"]["p05"], file["focus/welfare_pct_p05"][()])
            self.assertEqual(half["redirection_rate"], file["focus/rate"][()])
            self.assertAlmostEqual(file["focus/loss"][()], sum(file[f"focus/{part}"][()] for part in ("redirected", "absorbed", "output_cut")))
        self.assertEqual(half["worst"]["region"], "SUR")
        self.assertEqual(days["reading"], "central")
        focus = xarray.open_dataset(self.folder / "answers/half.h5", group="focus")
        self.assertEqual(focus.welfare_pct.attrs["units"], "percent")
        region = xarray.open_dataset(self.folder / "answers/half.h5", group="region")
        income = region.income_base.sel(region=["SUR", "EST"])
        variation = region.equivalent_variation.sel(region=["SUR", "EST"])
        self.assertTrue(math.isclose(100 * float(variation.sum() / income.sum()), half["together"]["pct"], rel_tol=1e-12))

    def test_what_is_there_is_not_run_again(self):
        self.run_program("run", "half.toml", "days.toml", "-o", "answers")
        half, days = self.stamp("answers/half.h5"), self.stamp("answers/days.h5")
        output, _ = self.run_program("run", "half.toml", "days.toml", "-o", "answers")
        self.assertIn("0 solved, 2 found in files made before", output)
        self.assertEqual((half, days), (self.stamp("answers/half.h5"), self.stamp("answers/days.h5")))
        # A number of a table that the scenario names is part of the scenario.
        self.write("costs.csv", COSTS.replace("0.01,", "0.015,"))
        self.assertIn("1 solved, 1 found", self.run_program("run", "half.toml", "days.toml", "-o", "answers")[0])
        self.assertNotEqual(days, self.stamp("answers/days.h5"))
        self.assertEqual(half, self.stamp("answers/half.h5"))
        self.assertIn("2 solved.", self.run_program("run", "half.toml", "days.toml", "-o", "answers", "--force")[0])

    def test_other_draws_another_base_or_a_broken_file_are_run_again(self):
        self.run_program("run", "half.toml", "days.toml", "-o", "answers", "--draws", "4")
        self.assertIn("2 solved.", self.run_program("run", "half.toml", "days.toml", "-o", "answers", "--draws", "5")[0])
        self.assertIn("2 found", self.run_program("run", "half.toml", "days.toml", "-o", "answers", "--draws", "5")[0])
        (self.folder / "answers/half.h5").write_bytes(b"not a result")
        self.assertIn("1 solved, 1 found", self.run_program("run", "half.toml", "days.toml", "-o", "answers", "--draws", "5")[0])
        manifest = (self.folder / "three/manifest.toml").read_text()
        self.write("three/manifest.toml", manifest.replace("Three regions", "Three other regions"))
        tariffs = (self.folder / "three/tariffs.csv").read_text()
        self.write("three/tariffs.csv", tariffs.replace("0.05", "0.051"))
        self.assertIn("2 solved.", self.run_program("run", "half.toml", "days.toml", "-o", "answers", "--draws", "5")[0])

    def test_a_failure_does_not_stop_the_rest(self):
        self.write("broken.toml", SCENARIO.replace('"half"', '"broken"').replace("importer", "improter"))
        self.write("hard.toml", SCENARIO.replace('"half"', '"hard"') + "\n[solver]\nmax_iterations = 1\n")
        output, errors = self.run_program("run", "broken.toml", "half.toml", "hard.toml", "-o", "answers", code=NOT_CONVERGED)
        self.assertIn("Did you mean 'importer'?", errors)
        self.assertIn("hard.toml: ", errors)
        self.assertIn("1 solved, 2 failed: broken.toml, hard.toml.", output)
        self.assertEqual([name for name in self.files() if name.startswith("answers")], ["answers/half.h5"])
        self.run_program("run", "broken.toml", "half.toml", code=INPUT)
        self.run_program("run", "nowhere.toml", "half.toml", code=FILE)

    def test_a_scenario_without_rules_is_passed_over(self):
        self.write("nothing.toml", '[scenario]\nname = "nothing"\nbase = "three"\n')
        output, _ = self.run_program("run", "nothing.toml", "half.toml", "-o", "answers")
        self.assertIn("nothing.toml was not run: none of its rules changes anything.", output)
        self.assertNotIn("answers/nothing.h5", self.files())

    def test_refusals(self):
        self.refuse("run", "half.toml", "days.toml", "--dry-run", code=USAGE, says="--dry-run shows one")
        self.refuse("run", "half.toml", "days.toml", "--jobs", "-1", code=USAGE, says="--jobs")
        self.refuse("run", "@brixs*", code=USAGE, says="no built-in scenario is called like '@brixs*'")
        self.refuse("run", "half.toml", "days.toml", "--reading", "all", code=USAGE, says="'all' is for one")
        self.write("twin.toml", SCENARIO)
        self.refuse("run", "half.toml", "twin.toml", "-o", "answers", code=USAGE, says="are both called 'half'")
        self.refuse("run", "half.toml", "days.toml", "-o", "costs.csv", code=FILE, says="is a file, not a folder")
        self.refuse("run", "half.toml", "days.toml", "-o", "no/such", code=FILE, says="there is no folder 'no'")

    def test_a_pattern_names_built_in_scenarios(self):
        output, _ = self.run_program("run", "@brics-100-s*", "--draws", "0")
        self.assertIn("brics-100-spares-brazil", output)
        self.assertIn("Nothing was kept: -o FOLDER", output)


class Readings(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("days.toml", DAYS)
        self.write("costs.csv", COSTS)

    def cost(self, file):
        """Change of the price that NOR pays for SUR's goods, from the file's own scenario: (1 + per_day)^days."""
        with h5py.File(self.folder / file) as result:
            return result.attrs["scenario_reading"], [bytes(text).decode() for text in result["input/values_of_time"][()]]

    def test_the_reading_is_chosen_shown_and_recorded(self):
        for reading in ("low", "high"):
            output, _ = self.run_program("run", "days.toml", "--reading", reading, "-o", f"{reading}.h5")
            self.assertIn(f"Reading       {reading}, of low, central and high for 1 number", output)
            self.assertEqual(self.cost(f"{reading}.h5"), (reading, [COSTS]))
        (self.folder / "costs.csv").unlink()
        for reading in ("low", "high"):
            self.assertIn("no difference in any bit", self.run_program("rerun", f"{reading}.h5")[0])
        with h5py.File(self.folder / "low.h5") as low, h5py.File(self.folder / "high.h5") as high:
            self.assertGreater(high["region/welfare_pct"][1], 2 * low["region/welfare_pct"][1])

    def test_the_dry_run_says_which(self):
        output, _ = self.run_program("run", "days.toml", "--dry-run", "--reading", "high")
        self.assertIn("days = -20, per_day = costs.csv (central): change = -0.18", output)
        self.assertIn("Reading: high, of low, central and high for 1 number.", output)
        self.assertEqual(json.loads(self.run_program("run", "days.toml", "--dry-run", "--json")[0])["reading"], "central")
        self.assertIsNone(json.loads(self.run_program("run", "half.toml", "--dry-run", "--json")[0])["reading"])

    def test_all_three_side_by_side(self):
        output, _ = self.run_program("run", "days.toml", "--reading", "all", "-o", "all.h5")
        for text in ["days of [[trade_cost]]", "low", "central", "high", "Southland", "Written to all-low.h5, all-central.h5, all-high.h5."]:
            self.assertIn(text, output)
        self.assertTrue({"all-low.h5", "all-central.h5", "all-high.h5"} <= set(self.files()))
        answer = json.loads(self.run_program("run", "days.toml", "--reading", "all", "--json")[0])
        gains = [answer[reading]["region"]["welfare_pct"]["SUR"] for reading in ("low", "central", "high")]
        self.assertEqual(gains, sorted(gains))
        self.assertIn("Nothing was kept", self.run_program("run", "days.toml", "--reading", "all")[0])

    def test_many_scenarios_in_one_reading(self):
        self.run_program("run", "half.toml", "days.toml", "--reading", "low", "-o", "answers")
        self.assertTrue({"answers/half.h5", "answers/days-low.h5"} <= set(self.files()))

    def test_refusals(self):
        self.refuse("run", "days.toml", "--reading", "hihg", code=USAGE, says="Did you mean 'high'?")
        self.refuse("run", "half.toml", "--reading", "high", code=INPUT, says="there is no high reading")
        self.refuse("run", "half.toml", "--reading", "all", code=USAGE, says="has no readings")
        self.refuse("run", "days.toml", "--reading", "all", "--dry-run", code=USAGE, says="--dry-run shows one reading")
        # Every reading is a run that may be asked for: all are checked.
        self.write("far.toml", DAYS.replace("high = -20", "high = 200000"))
        self.run_program("run", "far.toml", "--dry-run")
        self.refuse("validate", "far.toml", code=INPUT, says="200000 days at 'costs.csv' are no cost")

    def test_describe_scenario(self):
        output, _ = self.run_program("describe", "scenario", "days.toml")
        for text in ["A faster ship", "A note of the scenario.", "A source of the scenario.", "days of [[trade_cost]]", "-20", "line 8: trade_cost: days = -10"]:
            self.assertIn(text, output)
        self.refuse("describe", "scenario", code=USAGE, says="needs a NAME")
        answers = json.loads(self.run_program("describe", "scenarios", "days.toml", "--headlines", "--json")[0])
        self.assertEqual([answer["reading"] for answer in answers], ["central", "low", "high"])


if __name__ == "__main__":
    unittest.main()
