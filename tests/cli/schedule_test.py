"""`schedule ...` and [[schedule]] in a scenario: pages, JSON, files that xarray opens, faults, and reruns without the schedule."""

import csv
import json
import shutil
import unittest

import xarray
from program import FILE, INPUT, OK, USAGE, ProgramTest

HEADING = """[schedule]
name = "small"
title = "Duties of Northland"
importer = "NOR"
measures = "measures.csv"

[[authority]]
name = "general"
[[authority]]
name = "special"
"""
MEASURES = """id,authority,partner,sector,rate,stack,exempt,start,end
g,general,*,@goods,0.10,replace,,2025-04-05,2025-08-06
h,general,*,@goods,0.20,replace,,2025-08-07,
s,special,SUR,@goods,0.40,add,0.5,2025-06-01,
"""
SCENARIO = """[scenario]
name = "dated"
base = "three"
date = 2025-06-15

[[schedule]]
file = "small"
"""


class Schedule(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("small/schedule.toml", HEADING)
        self.write("small/measures.csv", MEASURES)
        self.write("dated.toml", SCENARIO)

    def test_list_and_check_of_the_built_in_ones(self):
        names = [row["name"] for row in json.loads(self.run_program("schedule", "list", "--json")[0])]
        self.assertEqual(names, ["china-retaliation", "us-2025-2026", "us-2025-2026-collected"])
        for name in names:
            self.assertIn("no fault", self.run_program("schedule", "check", name)[0])
        kinds = {row["name"]: row["kind"] for row in json.loads(self.run_program("schedule", "list", "--json")[0])}
        self.assertEqual(kinds["us-2025-2026-collected"], "collected")

    def test_show_says_what_stacks_in_order(self):
        output = self.run_program("schedule", "show", "small", "--date", "2025-08-07", "--partner", "SUR", "--base", "three")[0]
        rows = [line.split() for line in output.splitlines()]
        self.assertIn(["h", "general", "replace", "20.00%", "100.0%", "+20.00", "25.00%", "2025-08-07"], rows)
        self.assertIn(["s", "special", "add", "40.00%", "50.0%", "+20.00", "45.00%", "2025-06-01"], rows)
        day = json.loads(self.run_program("schedule", "show", "small", "--date", "2025-08-07", "--partner", "SUR,EST", "--base", "three",
                                          "--json")[0])
        self.assertAlmostEqual(day["partners"]["SUR"]["duty"], 0.45)
        self.assertAlmostEqual(day["partners"]["EST"]["sectors"]["GDS"], 0.20)
        # (80 * 0.45 + 110 * 0.20) / 190
        self.assertAlmostEqual(day["duty"], 58.0 / 190.0)
        self.assertEqual([measure["id"] for measure in day["measures"]], ["h", "s"])

    def test_diff_names_what_began_and_ended(self):
        output = self.run_program("schedule", "diff", "2025-05-01", "2025-08-07", "--schedule", "small", "--base", "three")[0]
        rows = [line.split()[:2] for line in output.splitlines()]
        self.assertIn(["ended", "g"], rows)
        self.assertIn(["begun", "h"], rows)
        self.assertIn(["begun", "s"], rows)
        answer = json.loads(self.run_program("schedule", "diff", "2025-05-01", "2025-08-07", "--schedule", "small", "--base", "three", "--json")[0])
        self.assertEqual([measure["id"] for measure in answer["begun"]], ["h", "s"])
        self.assertAlmostEqual(answer["before"]["partners"]["SUR"]["duty"], 0.15)

    def test_timeline_in_files(self):
        timeline = ("schedule", "timeline", "small", "--base", "three", "-o")
        self.run_program(*timeline, "t.csv")
        self.run_program(*timeline, "t.h5")
        with open(self.folder / "t.csv", encoding="utf-8") as stream:
            rows = [(row["day"], row["partner"], float(row["duty"])) for row in csv.DictReader(stream)]
        self.assertIn(("2025-06-01", "SUR", 0.35), rows)
        with xarray.open_dataset(self.folder / "t.h5", group="timeline") as data:
            self.assertEqual([str(day) for day in data["day"].values], ["2025-04-05", "2025-06-01", "2025-08-07"])
            self.assertAlmostEqual(float(data["duty"].sel(day="2025-08-07", partner="SUR")), 0.45)
            self.assertEqual(data["duty_by_sector"].dims, ("day", "partner", "sector"))
            self.assertEqual(data["duty"].attrs["units"], "fraction")
        self.refuse(*timeline, "t.txt", code=USAGE, says="must end in .csv or .h5")

    def test_pages_fit_a_hundred_columns(self):
        for words in (["list"], ["check"], ["show", "--date", "2026-07-24", "--partner", "@latin_america"],
                      ["show", "--date", "2025-08-07"], ["diff", "2025-08-07", "2026-02-24"], ["timeline"]):
            for line in self.run_program("schedule", *words)[0].splitlines():
                self.assertLessEqual(len(line), 100, line)

    def test_a_scenario_on_a_day_and_its_rerun_without_the_schedule(self):
        def duty(*more):
            self.run_program("run", "dated.toml", "-q", "-o", "r.h5", *more)
            with xarray.open_dataset(self.folder / "r.h5", group="tariff") as data:
                return float(data["counterfactual"].sel(sector="GDS", importer="NOR", exporter="SUR"))

        self.assertAlmostEqual(duty(), 0.05 + 0.10 + 0.20)
        self.assertAlmostEqual(duty("--date", "2025-08-07"), 0.05 + 0.20 + 0.20)
        shutil.rmtree(self.folder / "small")
        self.run_program("rerun", "r.h5", code=OK)
        self.refuse("run", "dated.toml", code=INPUT, says="dated.toml:6:1")

    def test_a_date_on_the_block_yields_to_the_command_line_in_reruns_too(self):
        self.write("dated.toml", SCENARIO + "date = 2025-05-01\n")
        self.run_program("run", "dated.toml", "-q", "-o", "r.h5", "--date", "2025-06-15")
        self.run_program("rerun", "r.h5", code=OK)
        with xarray.open_dataset(self.folder / "r.h5", group="tariff") as data:
            self.assertAlmostEqual(float(data["counterfactual"].sel(sector="GDS", importer="NOR", exporter="SUR")), 0.35)

    def test_dry_run_has_a_line_for_each_measure_that_acts(self):
        effects = json.loads(self.run_program("run", "dated.toml", "--dry-run", "--json")[0])["effects"]
        self.assertEqual([effect["summary"] for effect in effects], ["g, general", "s, special"])
        self.assertEqual({effect["kind"] for effect in effects}, {"schedule"})

    def test_the_note_of_the_block_stands_with_its_first_measure(self):
        text = (self.folder / "dated.toml").read_text()
        self.write("dated.toml", text.replace("[[schedule]]", '[[schedule]]\nnote = "what held that day"'))
        page = self.run_program("run", "dated.toml", "--dry-run")[0]
        self.assertEqual(page.count("what held that day; "), 1)

    def test_refusals(self):
        self.refuse("schedule", "show", "--partner", "BRA", code=USAGE, says="--date")
        self.refuse("schedule", "show", "--date", "2025-08-07", "--partner", "BRQ", code=INPUT, says="unknown region 'BRQ'")
        self.refuse("schedule", "show", "--date", "2025-08-07", "--partner", "USA", code=USAGE, says="itself")
        self.refuse("schedule", "check", "us-2025", code=INPUT, says="unknown schedule 'us-2025'")
        self.refuse("schedule", "check", "no/such", code=FILE, says="cannot be opened")
        self.write("small/measures.csv", MEASURES.replace("0.40", "40"))
        self.refuse("schedule", "check", "small", "--base", "three", code=INPUT, says="small/measures.csv:4:22: rate 40 is above 3")
        self.refuse("run", "dated.toml", code=INPUT, says="small/measures.csv:4:22: rate 40 is above 3")


if __name__ == "__main__":
    unittest.main()
