"""desvio leontief: answers from bases and matrix files, text, JSON and HDF5, and everything that is refused."""

import json
import unittest

import h5py
import numpy

from program import BASE, FILE, INPUT, NOT_CONVERGED, USAGE, ProgramTest

LABELS = ["BRA_AGR", "BRA_MAN", "USA_AGR", "USA_MAN"]
COEFFICIENTS = numpy.array([[0.2, 0.1, 0.0, 0.05], [0.1, 0.3, 0.02, 0.1], [0.05, 0.0, 0.1, 0.1], [0.05, 0.2, 0.2, 0.3]])
DEMAND = numpy.array([[10.0, 1.0], [20.0, 2.0], [30.0, 0.0], [40.0, 5.0]])


class LeontiefTest(ProgramTest):
    def write_matrix(self, name="a.h5", coefficients=COEFFICIENTS, labels=LABELS, demand=DEMAND, **attributes):
        with h5py.File(self.folder / name, "w") as file:
            file.attrs.update({"format": "desvio-matrix", "version": 1, "block": 2, **attributes})
            file["leontief/coefficients"] = coefficients
            file["leontief/row"] = labels
            if demand is not None:
                file["leontief/right_hand_sides"] = demand
                file["leontief/right_hand_side"] = ["home", "abroad"]
        return name

    def ask(self, *arguments):
        return json.loads(self.run_program("leontief", *arguments, "--json")[0])


class Answers(LeontiefTest):
    def test_a_base_produces_its_own_output(self):
        answer = self.ask("three")
        # Sales of each region and sector in trade.csv.
        output = {"NOR_GDS": 1150, "NOR_SRV": 1510, "SUR_GDS": 610, "SUR_SRV": 600, "EST_GDS": 950, "EST_SRV": 900}
        found = answer["solution"]["final demand"]
        self.assertEqual(set(found), set(output))
        for row, value in output.items():
            self.assertAlmostEqual(found[row], value, delta=1e-8 * value)
        self.assertEqual(answer["solver"]["status"], "converged")
        self.assertLessEqual(answer["solver"]["residual"], 1e-12)
        self.assertTrue(answer["solver"]["reason"])
        self.assertAlmostEqual(answer["totals"]["final demand"]["solution"], sum(output.values()), delta=1e-5)

    def test_the_built_in_base_says_method_and_why(self):
        output, _ = self.run_program("leontief", "world-2023")
        for text in ["(I - A) x = f, 1218 rows, 1 right-hand side", "Method", "Residual", "Memory", "Time", "CHN_"]:
            self.assertIn(text, output)

    def test_regions_add_up_to_the_world(self):
        regions = self.ask("three", "--rhs", "final-demand-by-region")["solution"]
        world = self.ask("three")["solution"]["final demand"]
        self.assertEqual(list(regions), ["NOR", "SUR", "EST"])
        for row, value in world.items():
            self.assertAlmostEqual(sum(column[row] for column in regions.values()), value, delta=1e-8 * value)

    def test_a_matrix_file_by_every_solver(self):
        self.write_matrix()
        expected = numpy.linalg.solve(numpy.eye(4) - COEFFICIENTS, DEMAND)
        for solver in ("automatic", "lu", "mixed-lu", "gmres", "bicgstab", "neumann", "sparse-lu", "sparse-gmres"):
            with self.subTest(solver=solver):
                answer = self.ask("a.h5", "--solver", solver)
                self.assertEqual(answer["transposed"], False)
                for k, label in enumerate(("home", "abroad")):
                    numpy.testing.assert_allclose(list(answer["solution"][label].values()), expected[:, k], rtol=1e-10)
                if solver != "automatic":
                    self.assertEqual(answer["solver"]["method"], solver.replace("-", "_"))

    def test_transposed_and_elements_of_the_inverse(self):
        self.write_matrix()
        inverse = numpy.linalg.inv(numpy.eye(4) - COEFFICIENTS)
        answer = self.ask("a.h5", "--transposed", "--selected", "BRA_AGR,USA_MAN", "--selected", "USA_MAN,BRA_AGR")
        numpy.testing.assert_allclose(list(answer["solution"]["ones"].values()), inverse.sum(axis=0), rtol=1e-11)
        self.assertAlmostEqual(answer["cells"][0]["value"], inverse[0, 3], delta=1e-12)
        self.assertAlmostEqual(answer["cells"][1]["value"], inverse[3, 0], delta=1e-12)
        prices = self.ask("a.h5", "--transposed", "--rhs", "value-added")["solution"]["value added"]
        numpy.testing.assert_allclose(list(prices.values()), numpy.ones(4), rtol=1e-11)

    def test_right_hand_sides_of_a_csv(self):
        self.write_matrix()
        self.write("f.csv", "row,value,right_hand_side\nUSA_AGR,3,b\nBRA_AGR,1,a\n")
        answer = self.ask("a.h5", "--rhs", "f.csv")
        inverse = numpy.linalg.inv(numpy.eye(4) - COEFFICIENTS)
        numpy.testing.assert_allclose(list(answer["solution"]["b"].values()), 3 * inverse[:, 2], rtol=1e-10)
        numpy.testing.assert_allclose(list(answer["solution"]["a"].values()), inverse[:, 0], rtol=1e-10)

    def test_file_of_the_solution(self):
        self.write_matrix()
        output, _ = self.run_program("leontief", "a.h5", "-o", "x.h5", "--selected", "BRA_AGR,BRA_AGR")
        self.assertIn("Written to x.h5", output)
        with h5py.File(self.folder / "x.h5") as file:
            self.assertEqual(file.attrs["format"], "desvio-leontief")
            self.assertEqual(file["leontief/solution"].dims[0][0].asstr()[...].tolist(), LABELS)
            expected = numpy.linalg.solve(numpy.eye(4) - COEFFICIENTS, DEMAND)
            numpy.testing.assert_allclose(file["leontief/solution"][...], expected, rtol=1e-10)
            self.assertEqual(file["inverse/value"].shape, (1,))
        self.assertEqual(self.run_program("leontief", "a.h5", "--quiet"), ("", ""))

    def test_written_matrix_is_read_again(self):
        self.run_program("leontief", "three", "--write-matrix", "three.h5", "--quiet")
        again = self.ask("three.h5", "--rhs", "final-demand-by-region")
        self.assertEqual(again["totals"], self.ask("three", "--rhs", "final-demand-by-region")["totals"])


class Refusals(LeontiefTest):
    def refuse_matrix(self, coefficients, says, *arguments, code=INPUT, **how):
        self.write_matrix(coefficients=coefficients, **how)
        before = self.files()
        errors = self.refuse("leontief", "a.h5", "-o", "x.h5", *arguments, code=code, says=says)
        self.assertEqual(self.files(), before)
        return errors

    def test_not_a_number(self):
        odd = COEFFICIENTS.copy()
        odd[1, 2] = numpy.nan
        self.refuse_matrix(odd, ["a.h5", "nan in row 2 (BRA_MAN), column 3 (USA_AGR)"])

    def test_negative_value_added(self):
        dear = COEFFICIENTS.copy()
        dear[0, 1] = 0.9
        self.refuse_matrix(dear, ["BRA_MAN", "1.4 of its output", "--allow-negative-value-added"])
        self.run_program("leontief", "a.h5", "--allow-negative-value-added")

    def test_spectral_radius_of_one_or_more(self):
        endless = numpy.zeros((4, 4))
        endless[0, 1] = endless[1, 0] = 1.0
        errors = self.refuse_matrix(endless, ["spectral radius"])
        self.assertRegex(errors, "BRA_(AGR|MAN)")
        endless[0, 1] = 3.0
        self.refuse_matrix(endless, ["spectral radius"], "--allow-negative-value-added")

    def test_not_enough_memory(self):
        self.refuse_matrix(COEFFICIENTS, ["a.h5", "4 rows", "GB"], "--memory", "1e-7")

    def test_not_square_and_not_a_matrix(self):
        self.refuse_matrix(COEFFICIENTS[:, :3], ["4 rows and 3 columns"])
        self.refuse_matrix(COEFFICIENTS, ["'block' is 3 for 4 rows"], block=3)
        self.refuse_matrix(COEFFICIENTS, ["BRA_AGR", "both"], labels=["BRA_AGR", "BRA_AGR", "USA_AGR", "USA_MAN"])

    def test_a_sector_that_nobody_supplies(self):
        # Without these two flows nobody sells services in SUR, where goods and services need them.
        files = {**BASE, "trade.csv": BASE["trade.csv"].replace("SRV,SUR,SUR,600\n", "").replace("SRV,NOR,SUR,10\n", "")}
        self.write_base("idle", files)
        self.refuse("leontief", "idle", code=INPUT, says=["SUR_SRV is an input of", "nobody supplies it"])

    def test_negative_value_added_of_a_base(self):
        files = {**BASE, "io_coefficients.csv": BASE["io_coefficients.csv"].replace("SUR,GDS,SRV,0.2", "SUR,GDS,SRV,0.9")}
        self.write_base("dear", files)
        self.refuse("leontief", "dear", code=INPUT, says=["SUR_SRV", "of its output"])

    def test_wrong_names(self):
        self.write_matrix(demand=None)
        self.refuse("leontief", "a.h5", "--solver", "gmre", code=USAGE, says="'gmres'")
        self.refuse("leontief", "a.h5", "--rhs", "final-demand", code=INPUT, says="--rhs FILE")
        self.refuse("leontief", "a.h5", "--rhs", "onse", code=INPUT, says="'ones'")
        self.refuse("leontief", "a.h5", "--rhs", "absent.csv", code=FILE, says="absent.csv")
        self.refuse("leontief", "a.h5", "--selected", "BRA_AGR,USA_MNA", code=INPUT, says="'USA_MAN'")
        self.refuse("leontief", "wrold-2023", code=INPUT, says="world-2023")
        self.refuse("leontief", "no/such.h5", code=FILE, says="no/such.h5")
        self.refuse("leontief", code=USAGE, says="INPUT")
        self.write("f.csv", "row,value\nBRA_ARG,1\n")
        self.refuse("leontief", "a.h5", "--rhs", "f.csv", code=INPUT, says=["f.csv:2:1", "'BRA_AGR'"])

    def test_options_out_of_bounds(self):
        self.write_matrix()
        for arguments in (["--tolerance", "0"], ["--threads", "-1"], ["--memory", "-1"], ["--json", "--quiet"]):
            self.run_program("leontief", "a.h5", *arguments, code=USAGE)
        self.refuse("leontief", "a.h5", "-o", "no/x.h5", code=FILE, says="there is no folder")

    def test_a_tolerance_that_nothing_meets(self):
        self.refuse_matrix(COEFFICIENTS, ["no solution was written"], "--tolerance", "1e-300", "--solver", "gmres",
                           code=NOT_CONVERGED)

    def test_truncated_file(self):
        self.write_matrix()
        whole = (self.folder / "a.h5").read_bytes()
        (self.folder / "a.h5").write_bytes(whole[: len(whole) // 2])
        self.refuse("leontief", "a.h5", code=FILE, says="a.h5")


if __name__ == "__main__":
    unittest.main()
