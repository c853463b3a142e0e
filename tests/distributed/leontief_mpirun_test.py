"""`mpirun -np N desvio leontief MATRIX --solver petsc` as its users meet it: answers, files, messages and exit codes."""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy

PROGRAM = os.environ["DESVIO"]
MPIRUN = os.environ["MPIRUN"]
OK, BUG, USAGE, INPUT, NOT_CONVERGED, AUDIT, FILE = range(7)


def block_table(n_regions, n_sectors, zero_share=0.1):
    """Home-biased input coefficients whose columns sum to 0.42 .. 0.7, and three right-hand sides."""
    random = numpy.random.default_rng(3)
    n = n_regions * n_sectors
    a = numpy.exp(random.normal(size=(n, n)))
    for r in range(n_regions):
        home = slice(r * n_sectors, (r + 1) * n_sectors)
        a[home, home] *= 5 * n_regions
    a[random.uniform(size=(n, n)) < zero_share] = 0.0
    a *= random.uniform(0.42, 0.7, n) / numpy.maximum(a.sum(0), 1e-300)
    return a, random.uniform(0.5, 2.0, (n, 3))


class OnProcesses(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def matrix(self, coefficients, right_hand_sides=None, block=0, name="matrix.h5"):
        path = self.folder / name
        with h5py.File(path, "w") as file:
            file.attrs["format"], file.attrs["version"], file.attrs["block"] = "desvio-matrix", 1, block
            file["leontief/coefficients"] = coefficients
            if right_hand_sides is not None:
                file["leontief/right_hand_sides"] = right_hand_sides
        return str(path)

    def run_on(self, ranks, *arguments):
        """(exit code, standard output, what the program itself says on standard error); mpirun adds lines of its own"""
        run = subprocess.run([MPIRUN, "-n", str(ranks), PROGRAM, *arguments], capture_output=True, text=True, timeout=60)
        return run.returncode, run.stdout, [line for line in run.stderr.splitlines() if line.startswith("desvio: ")]

    def solve(self, ranks, matrix, *options):
        target = str(self.folder / f"x{ranks}.h5")
        code, text, errors = self.run_on(ranks, "leontief", matrix, "--solver", "petsc", "-o", target, *options)
        self.assertEqual((code, errors), (OK, []), text)
        with h5py.File(target) as file:
            return file["leontief/solution"][:], text

    def assert_same(self, x, wanted):
        # Residuals of 1e-12 and a condition below ten: eleven digits, one to spare.
        self.assertEqual(x.shape, wanted.shape)
        self.assertLess(abs(x - wanted).max() / abs(wanted).max(), 1e-10)

    def refusal(self, ranks, code, *arguments):
        """The one message of a run that ends with this exit code."""
        seen, text, errors = self.run_on(ranks, "leontief", *arguments)
        self.assertEqual(seen, code, errors)
        self.assertEqual(len(errors), 1, errors)
        self.assertEqual(text, "")
        return errors[0]

    def test_every_number_of_processes_gives_numpys_answer(self):
        for zero_share, storage in ((0.1, "dense"), (0.9, "sparse")):
            a, f = block_table(7, 13, zero_share)
            matrix, eye = self.matrix(a, f, 13), numpy.eye(91)
            wanted, wanted_transposed = numpy.linalg.solve(eye - a, f), numpy.linalg.solve((eye - a).T, f)
            for ranks in (1, 2, 4):
                with self.subTest(storage=storage, ranks=ranks):
                    x, text = self.solve(ranks, matrix)
                    self.assert_same(x, wanted)
                    self.assertIn(storage, text)
                    self.assertNotIn("\x1b", text)
                    self.assertEqual(text.count("X = F of"), 1)
                    x, _ = self.solve(ranks, matrix, "--transposed", "--rhs", "final-demand")
                    self.assert_same(x, wanted_transposed)

    def test_without_mpirun_there_is_one_process(self):
        a, f = block_table(3, 5)
        run = subprocess.run([PROGRAM, "leontief", self.matrix(a, f, 5), "--solver", "petsc", "--json"],
                             capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(json.loads(run.stdout)["ranks"], 1)

    def test_figures_as_json(self):
        a, f = block_table(6, 8)
        code, text, _ = self.run_on(2, "leontief", self.matrix(a, f, 8), "--solver", "petsc", "--json")
        figures = json.loads(text)
        self.assertEqual((code, figures["status"], figures["ranks"], figures["block"]), (OK, "converged", 2, 8))
        self.assertLessEqual(figures["residual"], 1e-12)
        self.assertEqual(figures["rows_of_a_rank"], [24, 24])

    def test_ones_are_the_question_where_the_file_has_none(self):
        a, _ = block_table(3, 5)
        wanted = numpy.linalg.solve(numpy.eye(15) - a, numpy.ones((15, 1)))
        self.assert_same(self.solve(2, self.matrix(a, None, 5))[0], wanted)

    def test_costs_are_ones_unless_said_otherwise(self):
        a, f = block_table(3, 5)
        wanted = numpy.linalg.solve((numpy.eye(15) - a).T, numpy.ones((15, 1)))
        self.assert_same(self.solve(2, self.matrix(a, f, 5), "--transposed")[0], wanted)

    def test_zero_demand_and_regions_fewer_than_processes(self):
        a, f = block_table(2, 6)
        x, _ = self.solve(4, self.matrix(a, 0 * f, 6))
        self.assertFalse(x.any())

    def test_the_program_reads_its_own_files_beside_petscs_library(self):
        a, f = block_table(3, 5)
        self.solve(2, self.matrix(a, f, 5))
        run = subprocess.run([PROGRAM, "export", str(self.folder / "x2.h5"), "--csv", str(self.folder / "csv")],
                             capture_output=True, text=True, timeout=60)
        self.assertEqual(run.returncode, OK, run.stderr)

    def test_no_function_of_the_static_hdf5_is_offered_to_libraries(self):
        symbols = subprocess.run(["nm", "-D", "--defined-only", PROGRAM], capture_output=True, text=True, check=True)
        self.assertIsNone(re.search(r" H5\w+$", symbols.stdout, re.M))

    def test_files_that_cannot_be_used(self):
        self.assertIn("nowhere.h5", self.refusal(4, FILE, "nowhere.h5", "--solver", "petsc"))
        broken = self.folder / "broken.h5"
        a, f = block_table(7, 13)
        broken.write_bytes(Path(self.matrix(a, f)).read_bytes()[:40000])
        self.assertIn("broken.h5", self.refusal(2, FILE, str(broken), "--solver", "petsc"))
        other = self.folder / "other.h5"
        with h5py.File(other, "w") as file:
            file["x"] = [1.0]
        self.assertIn("is not a matrix file", self.refusal(2, INPUT, str(other), "--solver", "petsc"))
        self.assertIn("--write-matrix", self.refusal(2, INPUT, "world-2023", "--solver", "petsc"))

    def test_a_number_that_is_none_in_the_rows_of_one_process(self):
        a, f = block_table(6, 8)
        a[40, 3] = numpy.nan
        self.assertIn("row 41", self.refusal(4, INPUT, self.matrix(a, f, 8), "--solver", "petsc"))

    def test_chains_that_never_end(self):
        a, f = block_table(6, 8)
        a *= 1.01 / a.sum(0)
        matrix = self.matrix(a, f, 8)
        self.assertIn("its value added is negative", self.refusal(2, INPUT, matrix, "--solver", "petsc"))
        message = self.refusal(2, INPUT, matrix, "--solver", "petsc", "--allow-negative-value-added")
        self.assertIn("the spectral radius of the matrix is at least 1.0", message)

    def test_no_convergence_has_its_own_exit_code_and_writes_nothing(self):
        a, f = block_table(6, 8)
        target = self.folder / "x.h5"
        code, text, errors = self.run_on(2, "leontief", self.matrix(a, f, 8), "--solver", "petsc", "--tolerance", "1e-40",
                                         "-o", str(target))
        self.assertEqual(code, NOT_CONVERGED)
        self.assertEqual(text, "")
        self.assertEqual(len(errors), 1)
        self.assertIn("wanted 1.0e-40", errors[0])
        self.assertFalse(target.exists())

    def test_a_place_that_cannot_be_written_is_told_once(self):
        a, f = block_table(3, 5)
        matrix, target = self.matrix(a, f, 5), str(self.folder / "no" / "x.h5")
        self.assertIn("there is no folder", self.refusal(4, FILE, matrix, "--solver", "petsc", "-o", target))

    def test_too_little_memory_is_told_before_the_start(self):
        a, f = block_table(6, 8)
        message = self.refusal(2, INPUT, self.matrix(a, f, 8), "--solver", "petsc", "--memory", "0.00001")
        self.assertIn("nothing was begun", message)

    def test_processes_that_would_all_do_the_same_are_refused(self):
        a, f = block_table(3, 5)
        matrix = self.matrix(a, f, 5)
        self.assertIn("each would do the same work", self.refusal(2, USAGE, matrix))
        code, text, errors = self.run_on(2, "run", "brics-100")
        self.assertEqual((code, text, len(errors)), (USAGE, "", 1))
        self.assertIn("Leave mpirun out", errors[0])

    def test_mistakes_of_the_command_line_are_told_once(self):
        self.assertIn("--nonsense", self.refusal(4, USAGE, "m.h5", "--solver", "petsc", "--nonsense"))
        self.assertIn("--tolerance", self.refusal(4, USAGE, "m.h5", "--solver", "petsc", "--tolerance", "0"))


if __name__ == "__main__":
    unittest.main()
