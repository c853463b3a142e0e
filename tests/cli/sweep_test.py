"""`sweep` and `solve-for`: tables, files, resuming, and every way to fail."""

import json
import math
import os
import signal
import subprocess
import time
import unittest

import h5py
import numpy
import xarray

from program import FILE, INPUT, NOT_CONVERGED, PROGRAM, USAGE, ProgramTest

LADDER = ["sweep", "half.toml", "--vary", "tariff[0].rate=0:1:0.25"]


class Sweep(ProgramTest):
    def test_table_has_a_row_a_level_and_says_where_the_maxima_are(self):
        output, errors = self.run_program(*LADDER)
        self.assertEqual(errors, "")
        for text in ["Half the price again", "rate: rate of tariff[0]: NOR <- @south, @goods, 5 levels from 0 to 1", "0.5 as written",
                     "Real income of Northland is largest at rate = 0.", "Duties of Northland are largest at rate = 1, the end of the axis",
                     "5 of 5 points solved", "Nothing was kept"]:
            self.assertIn(text, output)
        self.assertEqual(sum(line.split()[:1] in (["0"], ["0.25"], ["0.5"], ["0.75"], ["1"]) for line in output.splitlines()), 5)

    def test_tables_fit_a_hundred_columns(self):
        for line in self.run_program(*LADDER, "--vary", "theta=1,2", "--outcome", "exports[SUR, EST]")[0].splitlines():
            self.assertLessEqual(len(line), 100, line)

    def test_points_are_those_of_runs(self):
        self.run_program(*LADDER, "--quiet", "-o", "ladder.h5", "--outcome", "exports[SUR, EST]")
        self.write("one.toml", (self.folder / "half.toml").read_text().replace("rate = 0.5", "rate = 0.75"))
        self.run_program("run", "one.toml", "--draws", "0", "--quiet", "-o", "one.h5")
        with h5py.File(self.folder / "ladder.h5") as ladder, h5py.File(self.folder / "one.h5") as one:
            for path in ("region/welfare_pct", "region/tariff_revenue_counterfactual", "redirection/loss", "redirection_volume/redirected",
                         "market/import_counterfactual"):
                numpy.testing.assert_allclose(ladder[path][3], one[path][()], rtol=1e-8, atol=1e-9, err_msg=path)
            numpy.testing.assert_allclose(ladder["redirection/redirected_share"][3], one["redirection/rate"][()], rtol=1e-8)
            total = one["trade/counterfactual"][()].sum(axis=0)
            numpy.testing.assert_allclose(ladder["trade/total_counterfactual"][3], total, rtol=1e-9)
            self.assertAlmostEqual(ladder["outcome/exports[SUR, EST]"][3], total[2, 1], places=6)
            self.assertLess(ladder["diagnostics/residual_max"][()].max(), 1e-10)

    def test_file_opens_with_names_on_every_axis(self):
        self.run_program(*LADDER, "--vary", "theta=0.5,1,2", "--keep-trade", "--quiet", "-o", "grid.h5")
        path = self.folder / "grid.h5"
        with h5py.File(path) as file:
            self.assertEqual(file.attrs["format"], "desvio-sweep")
            self.assertEqual(file.attrs["points_solved"], 15)
            self.assertIn("rate = 0.5", file.attrs["scenario_toml"])
        with xarray.open_dataset(path, group="region") as region:
            self.assertEqual(region.welfare_pct.dims, ("rate", "theta", "region"))
            self.assertEqual(list(region.theta.values), [0.5, 1.0, 2.0])
            self.assertTrue(math.isfinite(region.welfare_pct.sel(rate=0.25, theta=2, region="SUR")))
            self.assertEqual(region.welfare_pct.attrs["units"], "percent")
        with xarray.open_dataset(path, group="trade") as trade:
            self.assertEqual(trade.counterfactual.dims, ("rate", "theta", "sector", "importer", "exporter"))
            numpy.testing.assert_allclose(trade.counterfactual.sum("sector"), trade.total_counterfactual, rtol=1e-12)
        with xarray.open_dataset(path, group="optimum/rate") as optimum:
            self.assertEqual(optimum.revenue_level.dims, ("theta",))
        with xarray.open_dataset(path, group="axis") as axis:
            self.assertEqual(list(axis.path.values), ["tariff[0].rate", "theta"])

    def test_json_alone_on_standard_output(self):
        output, _ = self.run_program(*LADDER, "--json")
        answer = json.loads(output)
        self.assertEqual(answer["levels"], {"rate": [0.0, 0.25, 0.5, 0.75, 1.0]})
        self.assertEqual(len(answer["region"]["welfare_pct"]), 5)
        self.assertIn("SUR", answer["region"]["welfare_pct"][0])

    def test_rerun_agrees_to_the_bit_with_any_number_of_threads(self):
        self.run_program(*LADDER, "--vary", "theta=1,2", "--quiet", "--jobs", "2", "-o", "grid.h5")
        output, _ = self.run_program("rerun", "grid.h5", "--threads", "1")
        self.assertIn("no difference in any bit", output)

    def test_rerun_sees_a_changed_number(self):
        self.run_program(*LADDER, "--quiet", "-o", "ladder.h5")
        with h5py.File(self.folder / "ladder.h5", "r+") as file:
            file["region/welfare_pct"][2, 1] += 1e-3
        self.refuse("rerun", "ladder.h5", code=5, says=["/region/welfare_pct [0.5, SUR]"])

    def test_export_makes_tables(self):
        self.run_program(*LADDER, "--quiet", "-o", "ladder.h5")
        self.run_program("export", "ladder.h5", "--csv", "tables")
        first = (self.folder / "tables" / "region_welfare_pct.csv").read_text().splitlines()
        self.assertEqual(first[0], "rate,region,value")
        self.assertEqual(len(first), 1 + 5 * 3)

    def stopped(self):
        """A sweep that was interrupted while it worked: its file, and what it said."""
        plan = ["sweep", "half.toml", "--vary", "tariff[0].rate=0:2:0.001", "--vary", "theta=1:2:0.05", "-o", "long.h5", "--jobs", "1"]
        child = subprocess.Popen([PROGRAM, *plan], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(0.7)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=60)
        self.assertEqual(child.returncode, NOT_CONVERGED, errors)
        return plan, errors

    def test_an_interrupted_sweep_leaves_a_valid_file_that_goes_on(self):
        _, errors = self.stopped()
        self.assertRegex(errors, r"stopped on request after \d+ of 42021 points; --resume goes on")
        with h5py.File(self.folder / "long.h5") as file:
            solved = file["diagnostics/state"][()] == 1
            self.assertEqual(int(file.attrs["points_solved"]), int(solved.sum()))
            self.assertLess(solved.sum(), solved.size)
            self.assertTrue(numpy.isfinite(file["region/welfare_pct"][()][solved]).all())
            self.assertTrue(numpy.isnan(file["region/welfare_pct"][()][~solved]).all())

    def test_a_resumed_sweep_is_what_it_would_have_been(self):
        self.run_program(*LADDER, "--quiet", "-o", "whole.h5")
        self.run_program(*LADDER, "--quiet", "-o", "half.h5")
        with h5py.File(self.folder / "half.h5", "r+") as file:  # as if it had been stopped before anything was done
            file["diagnostics/state"][()] = 0
            file["region/welfare_pct"][()] = numpy.nan
            file.attrs["refined"] = 0
        self.run_program("sweep", "--resume", "-o", "half.h5", "--quiet")
        with h5py.File(self.folder / "whole.h5") as whole, h5py.File(self.folder / "half.h5") as half:
            for path in ("region/welfare_pct", "trade/total_counterfactual", "diagnostics/iterations"):
                self.assertTrue((whole[path][()] == half[path][()]).all(), path)
            self.assertEqual(whole["optimum/rate/welfare_level"][()], half["optimum/rate/welfare_level"][()])

    def test_another_sweep_is_not_gone_on_with(self):
        self.run_program(*LADDER, "--quiet", "-o", "ladder.h5")
        self.refuse("sweep", "half.toml", "--vary", "tariff[0].rate=0:1:0.5", "--resume", "-o", "ladder.h5", code=INPUT,
                    says="cannot be resumed: the axis rate is another")
        self.run_program("run", "half.toml", "--draws", "0", "--quiet", "-o", "result.h5")
        self.refuse("sweep", "--resume", "-o", "result.h5", code=FILE, says="is not a desvio sweep")

    def test_what_is_wrong_with_an_axis(self):
        for text, says in [("tariff[0].rat=0,1", "Did you mean 'tariff[0].rate'?"),
                           ("tariff[1].rate=0,1", "the scenario has 1 [[tariff]] block, counted from 0"),
                           ("tariff[0].rate=", "the axis has no levels"),
                           ("tariff[0].rate=0,25", "cannot be 25: it must be at most 20")]:
            self.refuse("sweep", "half.toml", "--vary", text, code=INPUT, says=[text, says])

    def test_an_axis_may_not_have_the_name_of_a_figure(self):
        self.refuse("sweep", "half.toml", "--vary", "loss=theta=1,2", code=INPUT, says="loss: cannot be the name of an axis")

    def test_usage(self):
        self.refuse("sweep", "half.toml", code=INPUT, says="nothing is varied")
        self.refuse("sweep", code=USAGE, says="needs a SCENARIO")
        self.refuse("sweep", "half.toml", "--vary", "theta=1,2", "--resume", code=USAGE, says="--resume needs -o")
        self.refuse(*LADDER, "--dead", "0", code=USAGE, says="--dead must be above 0")
        self.refuse(*LADDER, "--outcome", "wellfare_pct[SUR]", code=INPUT, says="Did you mean 'welfare_pct'?")

    def test_points_without_an_answer_are_told(self):
        self.write("hard.toml", (self.folder / "half.toml").read_text() + '[solver]\nmax_iterations = 1\nmethod = "damped"\n')
        _, errors = self.run_program("sweep", "hard.toml", "--vary", "tariff[0].rate=0.5,1", "-o", "hard.h5", code=NOT_CONVERGED)
        self.assertIn("2 of 2 points have no answer", errors)
        self.assertIn("rate = 0.5", errors)
        with h5py.File(self.folder / "hard.h5") as file:
            self.assertEqual(list(file["diagnostics/state"][()]), [2.0, 2.0])


    def test_bands_over_draws_in_table_and_file(self):
        bands = [*LADDER, "--draws", "7", "--outcome", "exports[SUR, EST]"]
        output, _ = self.run_program(*bands, "-o", "bands.h5")
        for text in ["low…high: 5th to 95th percentile over 7 draws", "7 of 7 solved at every level", ", over the draws from "]:
            self.assertIn(text, " ".join(output.split()))
        for line in output.splitlines():
            self.assertLessEqual(len(line), 100, line)
        with h5py.File(self.folder / "bands.h5") as file:
            self.assertEqual([file.attrs[name] for name in ("draws", "draws_failed", "drawn", "draws_seed")], [7, 0, 1, 20241130])
            self.assertEqual(file["outcome/exports[SUR, EST]_p50"].shape, (5,))
        with xarray.open_dataset(self.folder / "bands.h5", group="region") as region:
            self.assertEqual(region.welfare_pct_p05.dims, ("rate", "region"))
            self.assertTrue((region.welfare_pct_p05 < region.welfare_pct_p95).sel(rate=0.75).all())
            self.assertTrue(((region.welfare_pct_p05 <= region.welfare_pct_p50) & (region.welfare_pct_p50 <= region.welfare_pct_p95)).all())
        with xarray.open_dataset(self.folder / "bands.h5", group="optimum/rate") as optimum:
            self.assertLessEqual(float(optimum.welfare_level_p05), float(optimum.welfare_level_p95))
        self.assertIn("no difference in any bit", self.run_program("rerun", "bands.h5", "--threads", "1")[0])
        # The run of a level has the same draws, solved less closely: 1e-5 of a residual.
        self.run_program("run", "half.toml", "--draws", "7", "-q", "-o", "run.h5")
        with h5py.File(self.folder / "bands.h5") as file, h5py.File(self.folder / "run.h5") as run:
            for name in ("welfare_pct_p05", "real_wage_pct_p50", "redirection_loss_p95"):
                numpy.testing.assert_allclose(file["region"][name][2], run["region"][name][()], rtol=2e-3, atol=2e-3, err_msg=name)
        self.refuse("sweep", *bands[1:], "--draws", "8", "--resume", "-o", "bands.h5", code=USAGE, says="draws")
        self.refuse(*LADDER, "--draws", "-1", code=USAGE, says="--draws")

    def test_a_reading_is_kept(self):
        self.write("days.toml", (self.folder / "half.toml").read_text().replace("rate = 0.5", "rate = { low = 0.1, central = 0.5, high = 0.9 }")
                   + '\n[[trade_cost]]\nexporter = "SUR"\nimporter = "NOR"\nsector = "@goods"\nchange = -0.01\n')
        axis = ["--vary", "trade_cost[0].change=-0.1:0:0.05", "--no-refine"]
        for reading in ("low", "high"):
            self.run_program("sweep", "days.toml", *axis, "--reading", reading, "-q", "-o", f"{reading}.h5")
            self.assertIn("no difference in any bit", self.run_program("rerun", f"{reading}.h5")[0])
        with h5py.File(self.folder / "low.h5") as low, h5py.File(self.folder / "high.h5") as high:
            self.assertLess(high["region/welfare_pct"][0, 1], low["region/welfare_pct"][0, 1])
        self.refuse("sweep", "days.toml", *axis, "--reading", "low", "--resume", "-o", "high.h5", code=INPUT, says="the reading is another")
        self.refuse("sweep", "half.toml", *axis, "--reading", "low", code=INPUT, says="there is no low reading")
        self.refuse("sweep", "days.toml", *axis, "--reading", "lo", code=USAGE, says="Did you mean 'low'?")
        for reading in ("low", "high"):
            self.run_program("solve-for", "days.toml", "--vary", "trade_cost[0].change=-0.2:0", "--target", "max welfare_pct[SUR]",
                             "--reading", reading, "-q", "-o", f"found-{reading}.h5")
            self.assertIn("no difference in any bit", self.run_program("rerun", f"found-{reading}.h5")[0])
        with h5py.File(self.folder / "found-low.h5") as file:
            self.assertEqual(file.attrs["scenario_reading"], "low")


class SolveFor(ProgramTest):
    SEARCH = ["solve-for", "half.toml", "--vary", "tariff[0].rate=0:2"]

    def search(self, target):
        return json.loads(self.run_program(*self.SEARCH, "--target", target, "--json")[0])

    def test_both_sides_of_a_maximum_and_the_run_at_one(self):
        peak = self.search("max welfare_pct[NOR]")
        found = self.search("welfare_pct[NOR] = 0.5")
        self.assertEqual(len(found["solutions"]), 2)
        self.assertLess(found["solutions"][0]["level"], peak["chosen"]["level"])
        self.assertGreater(found["solutions"][1]["level"], peak["chosen"]["level"])
        output, _ = self.run_program(*self.SEARCH, "--target", "welfare_pct[NOR] = 0.5", "-o", "found.h5")
        self.assertIn("2 levels meet the target", output)
        with h5py.File(self.folder / "found.h5") as file:
            self.assertAlmostEqual(file["region/welfare_pct"][0], 0.5, places=8)
            self.assertEqual(file.attrs["varied_number"], "tariff[0].rate")
            self.assertEqual(file.attrs["varied_level"], found["solutions"][0]["level"])
        self.assertIn("no difference in any bit", self.run_program("rerun", "found.h5")[0])

    def test_what_cannot_be_reached(self):
        output, errors = self.run_program(*self.SEARCH, "--target", "tariff_revenue[NOR] = 1e6", "-o", "no.h5", code=NOT_CONVERGED)
        self.assertIn("nowhere in the range", output)
        self.assertIn("no level from 0 to 2 meets the target", errors)
        self.assertNotIn("no.h5", self.files())

    def test_a_bound(self):
        output, _ = self.run_program(*self.SEARCH, "--target", "imports[NOR] >= -5%")
        self.assertIn("(-5% of ", output)
        self.assertRegex(output, r"Holds +from 0 to 0\.\d+")

    def test_what_is_wrong_with_a_target(self):
        for target, says in [("imports[NOR]", "says no value"), ("imports[NOX] = 5", "Did you mean 'NOR'?"),
                             ("imprts[NOR] = 5", "Did you mean 'imports'?")]:
            self.refuse(*self.SEARCH, "--target", target, code=INPUT, says=says)
        self.refuse("solve-for", "half.toml", "--vary", "tariff[0].rate=2:0", "--target", "max imports[NOR]", code=INPUT, says="is no range")
        self.refuse(*self.SEARCH, code=USAGE, says="needs --target")


if __name__ == "__main__":
    unittest.main()
