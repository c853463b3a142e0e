"""`run`, `rerun` and `export`: answers, files and every way to fail."""

import csv
import json
import math
import os
import pty
import re
import signal
import subprocess
import time
import unittest

from program import AUDIT, FILE, NOT_CONVERGED, OK, PROGRAM, SCENARIO, USAGE, ProgramTest


class Answer(ProgramTest):
    def test_answer_names_focus_market_units_closures_and_elasticities(self):
        output, errors = self.run_program("run", "half.toml")
        self.assertEqual(errors, "")
        for text in ["Half the price again", "South", "Southland", "Eastland", "Northland", "million US$", "Numeraire: world value added",
                     "deficits fixed", "factors mobile", "revenue rebate", "Elasticities", "horizon", "Intervals",
                     "largest residual", "three", "-o result.h5"]:
            self.assertIn(text, output)

    def test_the_focus_together_has_an_interval(self):
        rows = [line for line in self.run_program("run", "half.toml")[0].splitlines() if line.startswith("South ") and "…" in line]
        self.assertEqual(len(rows), 1)
        change, interval = rows[0].split()[1:3]
        low, high = map(float, interval.split("…"))
        self.assertTrue(low < float(change) < high, rows[0])

    def test_tables_fit_a_hundred_columns(self):
        for line in self.run_program("run", "half.toml")[0].splitlines():
            self.assertLessEqual(len(line), 100, line)

    def test_without_target_nothing_is_written(self):
        before = self.files()
        self.run_program("run", "half.toml")
        self.assertEqual(self.files(), before)

    def test_quiet_prints_nothing(self):
        self.assertEqual(self.run_program("run", "half.toml", "--quiet", "-o", "r.h5"), ("", ""))
        self.assertTrue((self.folder / "r.h5").exists())

    def test_json_alone_on_standard_output(self):
        output, errors = self.run_program("run", "half.toml", "--json", "-o", "r.h5")
        answer = json.loads(output)
        self.assertEqual(errors, "")
        self.assertEqual(answer["format"], "desvio-result")
        self.assertEqual(answer["run"]["focus"], ["SUR", "EST"])
        self.assertEqual(answer["run"]["market"], "NOR")
        self.assertTrue(answer["audit"]["passed"])
        self.assertEqual(set(answer["region"]["welfare_pct"]), {"NOR", "SUR", "EST"})

    def test_ledger_adds_up(self):
        ledger = json.loads(self.run_program("run", "half.toml", "--json")[0])["redirection"]
        for exporter in ("SUR", "EST"):
            total = sum(ledger[part][exporter] for part in ("redirected", "absorbed", "output_cut"))
            self.assertTrue(math.isclose(ledger["loss"][exporter], total, rel_tol=1e-9))
            self.assertGreater(ledger["loss"][exporter], 0.0)

    def test_shares_are_told_where_they_lie_between_0_and_100(self):
        # Those who lose a little in China lose more elsewhere: amounts, not "-155 % finds buyers".
        output = " ".join(self.run_program("run", "belt-and-road")[0].split())
        self.assertRegex(output, r"While those who sell less lose \d+ mn there, their sales to other countries change by minus \d+ mn")
        for share in re.findall(r"(-?[\d,]+)%(?= finds| at home| is not sold|$)", output):
            self.assertTrue(0 <= int(share) <= 100, share)
        self.assertNotIn("0.00% (", " ".join(self.run_program("run", "panama-leaves")[0].split()))

    def test_no_colour_when_piped(self):
        self.assertNotIn("\x1b", self.run_program("run", "half.toml")[0])

    def test_colour_on_a_terminal_unless_refused(self):
        self.assertIn(b"\x1b[", self.output_on_terminal({}))
        self.assertNotIn(b"\x1b[", self.output_on_terminal({"NO_COLOR": "1"}))

    def output_on_terminal(self, environment):
        ours, theirs = pty.openpty()
        clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        child = subprocess.Popen([PROGRAM, "run", "half.toml"], cwd=self.folder, stdout=theirs, stderr=subprocess.DEVNULL,
                                 env={**clean, **environment})
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(ours, 65536):
                shown += block
        except OSError:  # the other side has closed
            pass
        os.close(ours)
        self.assertEqual(child.wait(), OK)
        return shown

    def test_dry_run_solves_and_writes_nothing(self):
        before = self.files()
        output, _ = self.run_program("run", "half.toml", "--dry-run", "-o", "r.h5")
        # Two flows change: 80 and 110 million, from duties of 5 % and 0 to 50 %.
        self.assertIn("190", output)
        self.assertIn("2.11%", output)
        self.assertIn("50.00%", output)
        self.assertIn("Northland", output)
        self.assertEqual(self.files(), before)
        effects = json.loads(self.run_program("run", "half.toml", "--dry-run", "--json")[0])["effects"]
        self.assertEqual([(effect["cells"], effect["trade"]) for effect in effects], [(2, 190.0)])

    def test_dump_default_is_a_valid_scenario(self):
        self.write("default.toml", self.run_program("run", "--dump-default")[0])
        self.run_program("validate", "default.toml")

    def test_base_option_replaces_the_base(self):
        self.write("elsewhere.toml", SCENARIO.replace('"three"', '"no-such-base"'))
        output, _ = self.run_program("run", "elsewhere.toml", "--base", "three", "--json")
        self.assertEqual(json.loads(output)["base_name"], "three")

    def test_built_in_scenario(self):
        answer = json.loads(self.run_program("run", "brics-100", "--json", "--draws", "0")[0])
        self.assertEqual(answer["run"]["market"], "USA")
        self.assertGreater(answer["redirection"]["loss"]["BRA"], 0.0)
        self.assertLessEqual(answer["audit"]["largest"], 1e-10)

    def test_reader_that_leaves_is_no_error(self):
        script = f"set -o pipefail; '{PROGRAM}' run half.toml | true"
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True, encoding="utf-8", timeout=60)
        self.assertEqual((done.returncode, done.stderr), (OK, ""))


class Files(ProgramTest):
    def test_rerun_agrees_to_the_bit_without_scenario_and_base(self):
        self.run_program("run", "half.toml", "-o", "r.h5")
        for file in (self.folder / "three").iterdir():
            file.unlink()
        (self.folder / "half.toml").unlink()
        output, _ = self.run_program("rerun", "r.h5")
        self.assertIn("no difference in any bit", output)
        self.assertEqual(self.run_program("rerun", "r.h5", "--quiet"), ("", ""))

    def test_rerun_with_tables_of_rates_and_another_number_of_draws(self):
        self.write("rates.csv", "sector,exporter,importer,rate\nGDS,SUR,NOR,0.33\n")
        self.write("table.toml", SCENARIO + '\n[[tariff]]\ntable = "rates.csv"\n')
        self.run_program("run", "table.toml", "-o", "r.h5", "--draws", "7")
        (self.folder / "rates.csv").unlink()
        self.run_program("rerun", "r.h5")

    def test_rerun_takes_the_day_of_the_command_line(self):
        import h5py

        self.write("dated.toml", SCENARIO.replace("[scenario]", "[scenario]\ndate = 2025-01-01"))
        self.run_program("run", "dated.toml", "-o", "r.h5", "--date", "2025-08-07", "--draws", "0")
        with h5py.File(self.folder / "r.h5") as file:
            self.assertEqual(file.attrs["scenario_date"], "2025-08-07")
        self.run_program("rerun", "r.h5")
        self.refuse("run", "dated.toml", "--date", "2025-02-30", code=USAGE, says="'2025-02-30' is no day")

    def test_rerun_finds_a_changed_number(self):
        import h5py

        self.run_program("run", "half.toml", "-o", "r.h5")
        with h5py.File(self.folder / "r.h5", "r+") as file:
            file["region/welfare_pct"][1] *= 1.0 + 1e-9
        errors = self.refuse("rerun", "r.h5", code=AUDIT, says="/region/welfare_pct [SUR]")
        self.assertIn("1 numbers differ", errors)
        self.run_program("rerun", "r.h5", "--tolerance", "1e-8")

    def test_export_writes_tidy_tables(self):
        self.run_program("run", "half.toml", "-o", "r.h5")
        output, _ = self.run_program("export", "r.h5", "--csv", "tables")
        self.assertIn("tables", output)
        with open(self.folder / "tables" / "region_welfare_pct.csv", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        self.assertEqual([row["region"] for row in rows], ["NOR", "SUR", "EST"])
        answer = json.loads(self.run_program("run", "half.toml", "--json")[0])
        for row in rows:
            self.assertEqual(float(row["value"]), answer["region"]["welfare_pct"][row["region"]])

    def test_uncompressed_file_holds_the_same(self):
        self.run_program("run", "half.toml", "-o", "r.h5", "--no-compress")
        self.run_program("rerun", "r.h5")

    def test_old_file_is_replaced(self):
        self.write("r.h5", "not a result")
        self.run_program("run", "half.toml", "-o", "r.h5")
        self.run_program("rerun", "r.h5")


class Failure(ProgramTest):
    def test_not_converged(self):
        self.write("short.toml", SCENARIO + "\n[solver]\nmax_iterations = 1\n")
        before = self.files()
        errors = self.refuse("run", "short.toml", "-o", "r.h5", code=NOT_CONVERGED, says=["half: ", "residual", "nothing was written"])
        self.assertEqual(self.files(), before)
        self.assertEqual(len(errors.splitlines()), 1)
        self.assertRegex(errors, "NOR|SUR|EST")  # the component with the largest residual

    def test_audit_failed(self):
        before = self.files()
        self.refuse("run", "half.toml", "-o", "r.h5", "--audit-tolerance", "1e-30", code=AUDIT,
                    says=["fails its audit", "allowed 1.0e-30", "nothing was written"])
        self.assertEqual(self.files(), before)

    def test_failed_run_leaves_the_old_file(self):
        self.write("r.h5", "old")
        self.refuse("run", "half.toml", "-o", "r.h5", "--audit-tolerance", "1e-30", code=AUDIT, says="audit")
        self.assertEqual((self.folder / "r.h5").read_text(), "old")

    def test_missing_folder_is_seen_before_solving(self):
        self.write("short.toml", SCENARIO + "\n[solver]\nmax_iterations = 1\n")
        self.refuse("run", "short.toml", "-o", "no/such/r.h5", code=FILE, says=["there is no folder 'no/such'", "nothing was computed"])

    def test_folder_as_target(self):
        self.refuse("run", "half.toml", "-o", "three", code=FILE, says="is a folder")

    def test_device_as_target(self):
        self.refuse("run", "half.toml", "-o", "/dev/null", code=FILE, says="is not a file")

    def test_file_as_parent(self):
        self.refuse("run", "half.toml", "-o", "half.toml/r.h5", code=FILE, says="is not a folder")

    def test_read_only_folder(self):
        (self.folder / "closed").mkdir(mode=0o555)
        # The superuser may write everywhere: there the program runs as a user who may not.
        other = 65534 if os.geteuid() == 0 else None
        self.folder.chmod(0o755)
        try:
            self.refuse("run", "half.toml", "-o", "closed/r.h5", code=FILE, says="cannot be written to", user=other)
        except PermissionError:
            self.skipTest("the program lies where another user may not go")

    def test_disk_full_leaves_nothing_and_keeps_the_old_file(self):
        before = self.files()
        self.refuse("run", "half.toml", "-o", "r.h5", code=FILE, says="r.h5", file_size_limit=4096)
        self.assertEqual(self.files(), before)
        self.write("r.h5", "old")
        self.refuse("run", "half.toml", "-o", "r.h5", code=FILE, says="r.h5", file_size_limit=4096)
        self.assertEqual((self.folder / "r.h5").read_text(), "old")

    def test_full_standard_output(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.refuse("run", "half.toml", code=FILE, says="standard output", stdout=full)

    def test_export_where_nothing_can_be(self):
        self.run_program("run", "half.toml", "-o", "r.h5")
        before = self.files()
        self.refuse("export", "r.h5", "--csv", "half.toml", code=FILE, says="is a file, not a folder")
        self.refuse("export", "r.h5", "--csv", "no/such/folder", code=FILE, says="there is no folder")
        self.refuse("export", "r.h5", "--csv", "three", code=FILE, says="is not an empty folder")
        self.assertEqual(self.files(), before)

    def test_file_that_is_no_result(self):
        self.write("text.h5", "hello")
        for command in (["rerun", "text.h5"], ["export", "text.h5", "--csv", "out"], ["rerun", "absent.h5"]):
            self.refuse(*command, code=FILE, says=command[1])

    def test_truncated_result(self):
        self.run_program("run", "half.toml", "-o", "r.h5")
        whole = (self.folder / "r.h5").read_bytes()
        for kept in (0, 100, len(whole) // 2, len(whole) - 1):
            (self.folder / "r.h5").write_bytes(whole[:kept])
            for command in (["rerun", "r.h5"], ["export", "r.h5", "--csv", "out"], ["base", "info", "r.h5"]):
                self.refuse(*command, code=FILE, says="r.h5")
        self.assertFalse((self.folder / "out").exists())

    def test_interrupt_stops_cleanly(self):
        # A tolerance that nothing meets: the signal finds the solver at work.
        self.write("endless.toml", SCENARIO + '\n[solver]\nmethod = "damped"\ntolerance = 1e-300\nmax_iterations = 2000000000\n')
        before = self.files()
        child = subprocess.Popen([PROGRAM, "run", "endless.toml", "-o", "r.h5"], cwd=self.folder, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, encoding="utf-8")
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        try:
            output, errors = child.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise
        self.assertEqual((child.returncode, output), (NOT_CONVERGED, ""), errors)
        self.assertRegex(errors, "^desvio: error: half: stopped.*; nothing was written\n$")
        self.assertEqual(self.files(), before)


if __name__ == "__main__":
    unittest.main()
