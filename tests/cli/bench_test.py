"""desvio bench on tables that take no time: what is measured, written and refused; its figures are only sane."""

import json
import os
import signal
import subprocess
import time
import unittest

import h5py
import numpy

from program import FILE, NOT_CONVERGED, PROGRAM, USAGE, ProgramTest

QUICK = ["--sizes", "24,60", "--rhs", "1,3", "--threads", "1", "--repetitions", "1"]
UNPROBED = [*QUICK, "--no-probes"]


class Bench(ProgramTest):
    def test_table(self):
        output, _ = self.run_program("bench", *QUICK, "--solvers", "lu,gmres")
        for text in ["gemm", "GFLOP/s", "GB/s", "Processor", "Set-up", "Residual", "gmres", "rows to the power"]:
            self.assertIn(text, output)

    def test_json_has_every_case(self):
        bench = json.loads(self.run_program("bench", *UNPROBED, "--solvers", "lu,mixed-lu,gmres", "--json", "-o", "b.json")[0])
        self.assertEqual(json.loads((self.folder / "b.json").read_text()), bench)
        cases = [(row["rows"], row["method"], row["right_hand_sides"]) for row in bench["timings"]]
        self.assertEqual(cases, [(n, s, m) for n in (24, 60) for s in ("lu", "mixed_lu", "gmres") for m in (1, 3)])
        for row in bench["timings"]:
            self.assertIsNone(row["refused"])
            self.assertLessEqual(row["residual"], 1e-12)
            self.assertGreater(row["solve_seconds"], 0)
            self.assertGreaterEqual(row["solve_seconds_median"], row["solve_seconds"])
        self.assertEqual(len(bench["exponents"]), 6)
        self.assertFalse(bench["stopped"])
        self.assertEqual(bench["probes"], [])

    def test_the_machine_is_measured(self):
        bench = json.loads(self.run_program("bench", *QUICK, "--solvers", "lu", "--json")[0])
        self.assertIn(1, [probe["threads"] for probe in bench["probes"]])
        for row in bench["timings"]:
            self.assertGreater(row["setup_share_of_gemm"], 0)
        for probe in bench["probes"]:
            self.assertGreater(probe["gemm_flops"], 1e8)
            self.assertGreater(probe["stream_bytes_per_second"], 1e8)

    def test_every_solver_runs_by_default(self):
        bench = json.loads(self.run_program("bench", "--sizes", "24", "--rhs", "1", "--threads", "1", "--no-probes", "--json")[0])
        methods = [row["method"] for row in bench["timings"]]
        for method in ("automatic", "lu", "mixed_lu", "gmres", "bicgstab", "neumann"):
            self.assertIn(method, methods)

    def test_written_matrix_is_the_seeded_table(self):
        for name, seed in (("a.h5", 1), ("b.h5", 1), ("c.h5", 2)):
            self.run_program("bench", "--sizes", "60", "--rhs", "1,4", "--seed", seed, "--write-matrix", name)
        tables = {}
        for name in ("a.h5", "b.h5", "c.h5"):
            with h5py.File(self.folder / name) as file:
                tables[name] = file["leontief/coefficients"][...]
                self.assertEqual(file["leontief/right_hand_sides"].shape, (60, 4))
                self.assertIn("seed", file.attrs["source"])
        self.assertTrue(numpy.array_equal(tables["a.h5"], tables["b.h5"]))
        self.assertFalse(numpy.array_equal(tables["a.h5"], tables["c.h5"]))
        self.assertLess(tables["a.h5"].sum(axis=0).max(), 1)
        answer = json.loads(self.run_program("leontief", "a.h5", "--json")[0])
        self.assertEqual(answer["rows"], 60)

    def test_what_does_not_fit_is_told(self):
        output, _ = self.run_program("bench", "--sizes", "24,900", "--rhs", "1", "--threads", "1", "--solvers", "lu",
                                     "--memory", "0.001", "--no-probes")
        self.assertIn("Not run", output)
        self.assertRegex(output, r"900 rows, 1 right-hand sides: needs 0\.0 GB")

    def test_refused_options(self):
        for arguments, says in [(["--sizes", "3"], "'3'"), (["--sizes", "1e3"], "'1e3'"), (["--solvers", "gmre"], "'gmres'"),
                                (["--rhs", "0"], "'0'"), (["--threads", "-1"], "'-1'"), (["--zeros", "1"], "--zeros"),
                                (["--repetitions", "0"], "--repetitions"), (["--memory", "-1"], "--memory"),
                                (["--sizes", "24,60", "--write-matrix", "a.h5"], "one size")]:
            self.refuse("bench", *arguments, code=USAGE, says=says)
        self.refuse("bench", *UNPROBED, "-o", "no/b.json", code=FILE, says="there is no folder")

    def test_interrupt_keeps_what_was_measured(self):
        # The first size is done in no time; the signal finds the second at work.
        child = subprocess.Popen([PROGRAM, "bench", "--sizes", "24,3000", "--solvers", "lu", "--rhs", "1", "--threads", "1",
                                  "--repetitions", "1000", "--no-probes", "--json"], cwd=self.folder, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, encoding="utf-8", env={**os.environ})
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        try:
            output, errors = child.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            raise
        self.assertEqual(child.returncode, NOT_CONVERGED, errors)
        self.assertTrue(json.loads(output)["stopped"])


if __name__ == "__main__":
    unittest.main()
