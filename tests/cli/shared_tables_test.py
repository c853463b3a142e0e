"""Real tables and mocks in their native layouts, imported by the program; the recipe of the built-in base. Skipped where the
reference data are not at hand."""

import json
import os
import subprocess
import unittest
from pathlib import Path

from program import AUDIT, PROGRAM, ProgramTest

TOP = Path(__file__).resolve().parents[2]
DATA = TOP.parent / "shared" / "data"
SERVICES = "UTL,CON,TRD,HRS,TRN,PTL,FIN,BUS,PUB"

# path, format, regions, sectors, further options
TABLES = [
    ("layouts/mocks/oecd_mock/ICIO2016_2003.csv", "oecd-icio", 4, 8, []),
    ("layouts/mocks/oecd_mock/ICIO2018_2010.CSV", "oecd-icio", 5, 8, []),
    ("layouts/mocks/oecd_mock/ICIO2018_2010.zip", "oecd-icio", 5, 8, []),
    ("layouts/mocks/wiod_mock/wiot09_row_sep12.xlsx", "wiod2013", 6, 8, []),
    ("layouts/mocks/eora26_mock", "eora26", 6, 8, []),
    ("layouts/mocks/exio1_mock", "exiobase", 6, 8, []),
    ("layouts/mocks/exio3_mock", "exiobase", 6, 8, []),
    ("layouts/mocks/gloria_mock", "gloria", 3, 3, []),
    ("layouts/test_mrio/mrio_data", "pymrio", 6, 8, []),
    ("layouts/fio_world_2000.xlsx", "wiod-longrun", 26, 23, []),
    ("wiod2011/2011_SML_layout.csv.gz", "oecd-icio", 16, 25, ["--services", SERVICES]),
    ("cp1993", "caliendo-parro", 31, 40, ["--settle"]),
    ("cp1993/withS", "caliendo-parro", 31, 40, ["--settle"]),
]


@unittest.skipUnless(DATA.is_dir(), "the reference data are not at hand (../shared/data)")
class SharedTables(ProgramTest):
    def test_every_table_becomes_a_sound_base(self):
        for path, form, regions, sectors, options in TABLES:
            with self.subTest(path):
                output, _ = self.run_program("base", "import", DATA / path, "-o", "b.h5", "--json", *options)
                told = json.loads(output)
                self.assertIn(f"read as {form} from", told["provenance"][0]["detail"])
                self.assertEqual((told["regions"], told["sectors"]), (regions, sectors))
                self.assertTrue(told["passed"])
                checks, _ = self.run_program("base", "check", "b.h5")
                self.assertIn("identities hold", checks)

    def test_every_table_can_be_kept_whole(self):
        for path, form, _, _, options in TABLES:
            if form == "caliendo-parro":
                continue
            with self.subTest(path):
                self.run_program("base", "import", DATA / path, "-o", "whole.h5", "-q", "--keep-use", *options)
                self.run_program("base", "import", DATA / path, "-o", "compact.h5", "-q", *options)
                told = json.loads(self.run_program("base", "diff", "compact.h5", "whole.h5", "--json", code=AUDIT)[0])
                self.assertIn("a full table is only in the second base", told["texts"])
                self.assertEqual([q["quantity"] for q in told["quantities"] if q["differing"]], [])

    def test_the_full_table_of_wiod_2011_goes_through_duties_and_aggregation(self):
        self.run_program("base", "import", DATA / "wiod2011/2011_SML_layout.csv.gz", "-o", "w.h5", "-q", "--keep-use", "--services", SERVICES)
        self.write("rates.csv", "sector,exporter,importer,rate\nMET,CHN,USA,0.2\nMET,BRA,USA,0.1\nAGR,BRA,CHN,0.3\nAGR,USA,CHN,0.05\nFOD,CHN,BRA,0.2\n")
        self.run_program("base", "set", "w.h5", "--tariffs", "rates.csv", "--borne-by", "users", "-o", "dear.h5")
        self.write("merge.csv", "from,to\nCHN,ASIA\nIND,ASIA\nBRA,SOUTH\nMEX,SOUTH\n")
        self.write("broad.csv", "from,to\nAGR,PRI\nMIN,PRI\n")
        _, errors = self.run_program("base", "aggregate", "dear.h5", "--regions", "merge.csv", "--sectors", "broad.csv", "--keep-others", "-o", "small.h5")
        self.assertEqual(errors, "")
        output, _ = self.run_program("base", "check", "small.h5")
        self.assertIn("All 10 identities hold.", output)

    def test_wiod_2011_answers_a_tariff_on_brics(self):
        self.run_program("base", "import", DATA / "wiod2011/2011_SML_layout.csv.gz", "-o", "w.h5", "-q", "--services", SERVICES)
        output, _ = self.run_program("run", "brics-100", "--base", "w.h5", "-o", "r.h5", "--draws", "0", "--json")
        answer = json.loads(output)
        self.assertTrue(answer["audit"]["passed"])
        self.assertLess(answer["audit"]["largest"], 1e-10)
        self.assertLess(answer["region"]["welfare_pct"]["BRA"], 0)
        self.assertGreater(answer["region"]["welfare_pct"]["MEX"], 0)

    def test_the_recipe_gives_the_built_in_base(self):
        done = subprocess.run(
            ["sh", TOP / "scripts" / "rebuild_world_2023.sh", DATA, self.folder / "rebuilt"],
            env={**os.environ, "DESVIO": PROGRAM}, capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("The bases are the same in every figure and label.", done.stdout)
        self.assertIn("76,163", done.stdout)


if __name__ == "__main__":
    unittest.main()
