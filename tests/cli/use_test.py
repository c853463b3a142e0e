"""Full tables and jobs inside a base: kept on import, carried through the commands, written and read back."""

import csv
import json
import unittest

from import_test import ROWS, icio
from program import AUDIT, INPUT, USAGE, ProgramTest


class KeptUse(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("2020_SML.csv", icio())

    def keep(self, target, *options):
        self.run_program("base", "import", "2020_SML.csv", "-o", target, "-q", "--keep-use", *options)

    def info(self, base):
        return json.loads(self.run_program("base", "info", base, "--json")[0])

    def same(self, first, second):
        return json.loads(self.run_program("base", "diff", first, second, "--json", code=None)[0])["same"]

    def test_import_keeps_who_uses_what_from_where(self):
        output, _ = self.run_program("base", "import", "2020_SML.csv", "-o", "full.h5", "--keep-use", "--inventories", "keep")
        self.assertIn("All 10 identities hold.", output)
        self.assertIn("full table: kept", output)
        self.assertIn("1 final cells are below 0", " ".join(output.split()))
        told = self.info("full.h5")["full_table"]
        self.assertEqual(told["final_categories"], ["HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"])
        self.assertEqual(told["inputs"], sum(sum(row[:4]) for row in ROWS.values()))
        self.assertEqual(told["final_use"], sum(sum(row[4:]) for row in ROWS.values()))
        self.assertIn("who uses what from where", " ".join(self.run_program("base", "info", "full.h5")[0].split()))

        import h5py

        with h5py.File(self.folder / "full.h5") as file:
            self.assertEqual(file["use/intermediate"].shape, (2, 2, 2, 2))
            self.assertEqual([d[0].name.split("/")[-1] for d in file["use/final"].dims], ["exporter", "input", "importer", "category"])
            self.assertEqual(file["use/intermediate"][0, 0, 1, 0], 15)  # BRA's A01 for USA's A01
            self.assertEqual(file["use/final"][1, 0, 1, 4], -3)

    def test_csv_hdf5_csv_is_the_same_to_the_byte(self):
        self.keep("full.h5")
        self.run_program("base", "export", "full.h5", "--to", "csv", "-o", "one")
        self.run_program("base", "export", "one", "--to", "hdf5", "-o", "two.h5")
        self.run_program("base", "export", "two.h5", "--to", "csv", "-o", "three_")
        for path in (self.folder / "one").iterdir():
            self.assertEqual(path.read_bytes(), (self.folder / "three_" / path.name).read_bytes(), path.name)
        with open(self.folder / "one" / "use.csv", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        self.assertEqual(rows[0], ["exporter", "input", "importer", "user", "value"])
        self.assertTrue(self.same("full.h5", "one"))

    def test_the_compact_part_is_that_of_a_compact_import(self):
        self.keep("full.h5")
        self.run_program("base", "import", "2020_SML.csv", "-o", "compact.h5", "-q")
        difference = json.loads(self.run_program("base", "diff", "compact.h5", "full.h5", "--json", code=AUDIT)[0])
        self.assertEqual([q["differing"] for q in difference["quantities"]], [0] * len(difference["quantities"]))
        self.assertIn("a full table is only in the second base", difference["texts"])
        self.assertIsNone(self.info("compact.h5")["full_table"])

    def test_pymrio_gets_the_table_that_is_kept(self):
        self.keep("full.h5", "--inventories", "keep")
        output, _ = self.run_program("base", "export", "full.h5", "--to", "pymrio", "-o", "p")
        self.assertIn("cell by cell as the base keeps them", output)
        self.run_program("base", "import", "p", "-o", "again.h5", "-q", "--keep-use", "--inventories", "keep", "--services", "G45")
        difference = json.loads(self.run_program("base", "diff", "full.h5", "again.h5", "--json", code=None)[0])
        for quantity in difference["quantities"]:
            self.assertLess(quantity["largest_absolute"], 1e-12, quantity["quantity"])
        self.assertEqual(sum("of the full table" in q["quantity"] for q in difference["quantities"]), 2)

    def test_a_run_and_its_result_carry_it(self):
        self.keep("full.h5")
        self.run_program("run", "brics-100", "--base", "full.h5", "-o", "r.h5")
        self.assertIsNotNone(self.info("r.h5")["full_table"])
        self.assertTrue(self.same("full.h5", "r.h5"))

    def test_duties_and_jobs(self):
        self.keep("full")
        self.write("rates.csv", "sector,exporter,importer,rate\nA01,BRA,USA,0.2\n")
        self.write("full/jobs.csv", "region,sector,value\nBRA,A01,30\nUSA,A01,2.5\n")
        self.run_program("base", "set", "full", "--tariffs", "rates.csv", "--borne-by", "users", "-o", "dear")
        output, _ = self.run_program("base", "check", "dear")
        self.assertIn("what sectors pay in the full table is what their inputs cost", " ".join(output.split()))
        self.run_program("base", "export", "dear", "--to", "hdf5", "-o", "dear.h5", "-q")
        import h5py
        import numpy

        with h5py.File(self.folder / "dear.h5") as file:  # sector x region; sectors A01 G45, regions BRA USA
            numpy.testing.assert_array_equal(file["jobs/per_output"][()], [[30, 2.5], [numpy.nan, numpy.nan]])
        told = self.info("dear")
        self.assertIsNotNone(told["full_table"])
        self.assertGreater(told["jobs"], 3000)
        _, errors = self.run_program("base", "set", "full", "--tariffs", "rates.csv", "-o", "other")
        self.assertIn("the full table is not kept", errors)
        self.assertIsNone(self.info("other")["full_table"])
        self.assertFalse((self.folder / "other" / "use.csv").exists())
        self.assertTrue((self.folder / "other" / "jobs.csv").exists())
        self.write("one.csv", "from,to\n*,ALL\n")
        _, errors = self.run_program("base", "aggregate", "dear", "--sectors", "one.csv", "-o", "small")
        self.assertEqual(errors, "")
        self.run_program("base", "check", "small")
        self.assertIsNotNone(self.info("small")["full_table"])

    def test_stocks_that_outweigh_all_other_demand_cannot_be_kept(self):
        rows = {name: list(cells) for name, cells in ROWS.items()}
        rows["USA_A01"][14] = -150
        self.write("2020_SML.csv", icio(rows))
        self.refuse("base", "import", "2020_SML.csv", "-o", "n.h5", "-q", "--keep-use", "--inventories", "keep", code=INPUT, says=["nothing was written", "stocks that outweigh"])

    def test_refusals(self):
        self.refuse("base", "import", "2020_SML.csv", "-o", "n.h5", "--inventories", "keep", code=USAGE, says="needs --keep-use")
        self.refuse("base", "import", "2020_SML.csv", "-o", "n.h5", "--keep-use", "--settle", code=USAGE, says="--settle moves flows")
        self.refuse("base", "import", "three", "-o", "n.h5", "--keep-use", code=INPUT, says="there is no full table to keep")
        self.keep("full", "--inventories", "keep")
        path = self.folder / "full" / "use.csv"
        path.write_text(path.read_text().replace("BRA,A01,USA,A01,15\n", "BRA,A01,USA,A01,14\n"))
        self.refuse("base", "info", "full", code=INPUT, says=["full/use.csv:", "the users of A01 from BRA in USA buy", "A01 in USA pays"])


if __name__ == "__main__":
    unittest.main()
