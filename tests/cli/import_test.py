"""Published tables made into bases: import, its steps and refusals, export."""

import json
import os
import unittest
import zipfile

from program import AUDIT, FILE, INPUT, USAGE, ProgramTest

# Two countries and two sectors in the layout of ICIO 2023; every row equals its column.
COLUMNS = [
    "V1", "BRA_A01", "BRA_G45", "USA_A01", "USA_G45",
    *[f"{c}_{f}" for c in ("BRA", "USA") for f in ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")], "OUT",
]  # fmt: skip
ROWS = {
    "BRA_A01": [20, 10, 15, 5, 30, 0, 0, 8, 2, 0, 6, 0, 0, 4, 0, 0],
    "BRA_G45": [10, 20, 0, 5, 50, 5, 10, 5, 0, 0, 5, 0, 0, 0, 0, 0],
    "USA_A01": [5, 5, 40, 20, 5, 0, 0, 5, 0, 0, 80, 0, 0, 20, -3, 3],
    "USA_G45": [5, 5, 25, 70, 5, 0, 0, 0, 0, 0, 150, 10, 40, 20, 0, 0],
}


def icio(rows=ROWS, separator=",", newline="\n", header=COLUMNS):
    totals = {name: sum(cells) for name, cells in rows.items()}
    lines = [header, *([name, *cells, totals[name]] for name, cells in rows.items())]
    inputs = [sum(rows[row][k] for row in rows) for k in range(4)]
    outputs = list(totals.values())
    blank = [0] * 12
    lines.append(["TLS", 1, 1, 1, 1, *blank, 4])
    lines.append(["VA", *(out - spent - 1 for out, spent in zip(outputs, inputs)), *blank, 0])
    lines.append(["OUT", *outputs, *(sum(rows[row][k] for row in rows) for k in range(4, 16)), 0])
    return newline.join(separator.join(str(cell) for cell in line) for line in lines) + newline


class Import(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("2020_SML.csv", icio())

    def test_reads_mends_and_says_so(self):
        output, _ = self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5")
        self.assertIn("2020_SML.csv is taken for oecd-icio", output)
        self.assertIn("what a sector sells is what it pays out: largest error 0", output)
        self.assertIn("USA_A01 to USA INVNT (-3)", output)
        self.assertIn("inventories: changes in inventories (-1 in all)", " ".join(output.split()))
        self.assertIn("All 8 identities hold.", output)
        self.assertIn("Written to b.h5", output)
        info = json.loads(self.run_program("base", "info", "b.h5", "--json")[0])
        self.assertEqual(list(info["regions"]), ["BRA", "USA"])
        self.assertEqual(info["regions"]["BRA"]["name"], "Brazil")
        self.run_program("run", "brics-100", "--base", "b.h5", "-o", "r.h5")

    def test_json_tells_the_same(self):
        output, _ = self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "--json")
        told = json.loads(output)
        self.assertTrue(told["passed"])
        self.assertEqual([step["step"] for step in told["provenance"]], ["import", "taxes", "inventories", "labels"])
        brazil = told["health"]["regions"]["BRA"]
        self.assertEqual(brazil["output"], 210)
        self.assertEqual(brazil["exports"], 15 + 5 + 6 + 4 + 5 + 5)
        negative = next(f for f in told["health"]["findings"] if f["name"] == "negative final cells")
        self.assertEqual((negative["count"], negative["amount"]), (1, -3))

    def test_health_and_steps_are_in_the_file(self):
        import h5py

        self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "-q")
        with h5py.File(self.folder / "b.h5") as file:
            self.assertEqual([s.decode() for s in file["provenance/step"]], ["import", "taxes", "inventories", "labels"])
            self.assertEqual([s.decode() for s in file["health/table_region"]], ["BRA", "USA"])
            self.assertEqual(list(file["health/output"]), [210, 510])
            self.assertLess(file["health/spectral_radius"][()], 1)

    def test_official_gdp_stands_beside_the_tables(self):
        self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "-q")
        self.write("gdp.csv", "region,value\nUSA,500\nMEX,9\n")
        output, _ = self.run_program("base", "info", "b.h5", "--health", "--gdp", "gdp.csv")
        self.assertIn("No regions of the table: MEX", output)
        self.assertIn("Without an official figure: BRA", output)
        told = json.loads(self.run_program("base", "info", "b.h5", "--health", "--gdp", "gdp.csv", "--json")[0])
        self.assertEqual(told["official_gdp"]["unknown"], ["MEX"])
        row = told["official_gdp"]["regions"]["USA"]
        self.assertAlmostEqual(row["income"], told["regions"]["USA"]["value_added"] + told["regions"]["USA"]["taxes"])
        self.assertAlmostEqual(row["income_over_official"], row["income"] / 500)
        self.refuse("base", "info", "b.h5", "--gdp", "gdp.csv", code=USAGE, says="give --health too")
        self.write("gdp.csv", "region,value\nUSA,0\n")
        self.refuse("base", "info", "b.h5", "--health", "--gdp", "gdp.csv", code=INPUT, says="gdp.csv:2:5:")

    def test_check_looks_and_writes_nothing(self):
        output, _ = self.run_program("base", "import", "2020_SML.csv", "--check")
        self.assertIn("Spectral radius of A", output)
        self.assertEqual(self.files(), sorted([*(f"three/{name}" for name in os.listdir(self.folder / "three")), "2020_SML.csv", "half.toml"]))

    def test_zip_and_editions_with_other_line_ends(self):
        self.write("2020_SML.csv", "\ufeff" + icio(newline="\r\n"))
        with zipfile.ZipFile(self.folder / "icio.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(self.folder / "2020_SML.csv", "2020_SML.csv")
        self.run_program("base", "import", "icio.zip", "-o", "a.h5", "-q")
        self.write("2020_SML.csv", icio())
        self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "-q")
        output, _ = self.run_program("base", "diff", "a.h5", "b.h5", "--json")
        self.assertTrue(json.loads(output)["same"])

    def test_absorb_is_another_base(self):
        self.run_program("base", "import", "2020_SML.csv", "-o", "a.h5", "-q", "--inventories", "absorb")
        self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "-q")
        self.run_program("base", "diff", "a.h5", "b.h5", code=AUDIT)

    def test_settle(self):
        output, _ = self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "--settle")
        self.assertIn("settle: brought to its own equilibrium", output)

    def test_bad_tables(self):
        cases = {
            "decimal comma": (icio().replace(",15,", ',"15,5",'), ["t.csv:2:", "comma"]),
            "not a number": (icio().replace(",15,", ",nan,"), ["t.csv:2:", "not a finite number"]),
            "too large": (icio().replace(",15,", ",1e999,"), ["t.csv:2:", "outside the range"]),
            "ragged": (icio().replace("20,10,15", "20,10"), ["t.csv:2", "fields"]),
            "labels differ": (icio().replace("\nUSA_G45", "\nUSA_G46"), ["t.csv:5", "USA_G46"]),
            "twice": (icio().replace("\nUSA_G45", "\nUSA_A01"), ["t.csv:5", "USA_A01"]),
            "cut off": (icio()[:200], ["t.csv"]),
        }
        for name, (text, says) in cases.items():
            with self.subTest(name):
                self.write("t.csv", text)
                self.refuse("base", "import", "t.csv", "--from", "oecd-icio", "-o", "n.h5", code=INPUT, says=says)
                self.assertFalse((self.folder / "n.h5").exists())

    def test_what_is_no_table(self):
        self.refuse("base", "import", "absent.csv", "-o", "n.h5", code=FILE, says="there is no such file")
        self.write("poem.txt", "No table here,\nnor there.\n")
        self.refuse("base", "import", "poem.txt", "-o", "n.h5", code=INPUT, says=["none of the formats", "oecd-icio"])
        self.refuse("base", "import", "poem.txt", "--from", "ocd-icio", "-o", "n.h5", code=INPUT, says="'oecd-icio'")
        self.write("broken.zip", "PK\x03\x04 and no more")
        self.refuse("base", "import", "broken.zip", "-o", "n.h5", code=FILE, says="broken.zip")

    def test_usage(self):
        self.refuse("base", "import", "2020_SML.csv", code=USAGE, says="needs -o BASE")
        self.refuse("base", "import", "2020_SML.csv", "-o", "n.h5", "--inventories", "absorp", code=USAGE, says="'absorb'")
        self.refuse("base", "import", "2020_SML.csv", "-o", "n.h5", "--least-value-added", "1.5", code=USAGE, says="below 1")
        self.refuse("base", "import", "2020_SML.csv", "-o", "n.h5", "--services", "G99", code=INPUT, says="'G99'")

    def test_sectors_without_value_added_are_refused_until_mended(self):
        rows = {name: list(cells) for name, cells in ROWS.items()}
        rows["USA_A01"][0] = 80
        self.write("2020_SML.csv", icio(rows))
        self.refuse("base", "import", "2020_SML.csv", "-o", "n.h5", "-q", "--inventories", "absorb", code=INPUT, says="nothing was written")
        self.run_program("base", "import", "2020_SML.csv", "-o", "n.h5", "-q", "--inventories", "absorb", "--least-value-added", "0.05")

    def test_balance(self):
        text = icio().replace("\nBRA_A01,20,", "\nBRA_A01,26,")
        self.write("2020_SML.csv", text)
        output, _ = self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "--balance", "--inventories", "absorb")
        self.assertIn("balance: rows and columns scaled to the stated outputs", " ".join(output.split()))
        info = json.loads(self.run_program("base", "info", "b.h5", "--json")[0])
        self.assertAlmostEqual(info["regions"]["BRA"]["value_added"], 210 - 40 - 40, places=6)


class Export(ProgramTest):
    def test_csv_and_hdf5_keep_every_bit(self):
        self.run_program("base", "export", "three", "--to", "hdf5", "-o", "a.h5")
        self.run_program("base", "export", "a.h5", "--to", "csv", "-o", "back")
        output, _ = self.run_program("base", "diff", "three", "back", "--json")
        self.assertTrue(json.loads(output)["same"])

    def test_a_table_goes_through_pymrio_unharmed(self):
        self.write("2020_SML.csv", icio())
        self.run_program("base", "export", "2020_SML.csv", "--to", "pymrio", "-o", "p")
        self.run_program("base", "import", "p", "-o", "a.h5", "-q", "--year", "2020", "--services", "G45")
        self.run_program("base", "import", "2020_SML.csv", "-o", "b.h5", "-q", "--services", "G45")
        output, _ = self.run_program("base", "diff", "a.h5", "b.h5", "--json", code=None)
        flows = [q for q in json.loads(output)["quantities"] if "trade" in q["quantity"] or "input" in q["quantity"]]
        self.assertTrue(flows)
        for quantity in flows:
            self.assertEqual(quantity["largest_absolute"], 0, quantity)

    def test_a_base_becomes_a_table(self):
        output, _ = self.run_program("base", "export", "three", "--to", "pymrio", "-o", "p")
        self.assertIn("same proportions", output)
        told = json.loads(self.run_program("base", "import", "p", "--check", "--json")[0])
        closing = next(i for i in told["identities"] if "pays out" in i["meaning"])
        self.assertLess(closing["error"], 1e-12)

    def test_refuses(self):
        self.refuse("base", "export", "three", code=USAGE, says="needs -o TARGET")
        self.refuse("base", "export", "three", "--to", "pymri", "-o", "p", code=USAGE, says="'pymrio'")
        self.refuse("base", "export", "three", "--to", "hdf5", "-o", "p", code=USAGE, says="ends in .h5")


if __name__ == "__main__":
    unittest.main()
