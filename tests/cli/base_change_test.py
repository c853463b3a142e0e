"""Commands that change bases and compare them: aggregate, split, set, diff, compare."""

import gzip
import json
import unittest

from program import AUDIT, FILE, INPUT, USAGE, ProgramTest


class BaseChange(ProgramTest):
    def passes_checks(self, base):
        output, _ = self.run_program("base", "check", base)
        self.assertIn("identities hold.", output)

    def info(self, base):
        return json.loads(self.run_program("base", "info", base, "--json")[0])

    def test_aggregate(self):
        self.write("r.csv", "from,to,name\n@south,S,The South\n")
        output, _ = self.run_program("base", "aggregate", "three", "--regions", "r.csv", "--keep-others", "-o", "two")
        self.assertIn("Trade of 70 between merged regions", output)
        self.assertIn("@small of S", output)
        self.passes_checks("two")
        info = self.info("two")
        self.assertEqual(info["name"], "two")
        self.assertEqual(list(info["regions"]), ["NOR", "S"])
        self.assertIn("aggregated from three", info["source"])
        # 500 + 800 + 30 + 40 of goods, 600 + 900 of services; there were no duties between SUR and EST.
        trade = (self.folder / "two" / "trade.csv").read_text(encoding="utf-8")
        self.assertIn("GDS,S,S,1370\n", trade)
        self.assertIn("SRV,S,S,1500\n", trade)

    def test_aggregate_counts_duties_within(self):
        self.write("r.csv", "from,to\nNOR,W\nSUR,W\n")
        output, _ = self.run_program("base", "aggregate", "three", "--regions", "r.csv", "--keep-others", "-o", "two.h5", "--json")
        # 80 at 5 % and 60 at 10 %
        self.assertAlmostEqual(json.loads(output)["duty_within"]["W"], 10.0)
        self.passes_checks("two.h5")

    def test_aggregate_refuses(self):
        self.write("r.csv", "from,to\nNOR,W\n")
        self.refuse("base", "aggregate", "three", "--regions", "r.csv", "-o", "n", code=INPUT, says="no row for SUR, EST")
        self.refuse("base", "aggregate", "three", "--regions", "r.csv", code=USAGE, says="needs -o NEW")
        self.refuse("base", "aggregate", "three", "-o", "n", code=USAGE, says="--regions FILE")
        self.refuse("base", "aggregate", "three", "--regions", "q.csv", "-o", "n", code=FILE, says="q.csv")
        self.write("bad.csv", "from,to\nNOX,W\n*,V\n")
        self.refuse("base", "aggregate", "three", "--regions", "bad.csv", "-o", "n", code=INPUT, says=["bad.csv:2:1:", "'NOR'"])
        self.assertFalse((self.folder / "n").exists())

    def test_split_and_back(self):
        self.write("p.csv", "code,share,name\nN1,0.3,One\nN2,0.7,Two\n")
        output, _ = self.run_program("base", "split", "three", "--region", "NOR", "--into", "p.csv", "-o", "four")
        self.assertIn("cross between parts", output)
        self.passes_checks("four")
        self.assertIn("estimated (split)", self.info("four")["quality"])
        self.write("back.csv", "from,to,name\nN1,NOR,Northland\nN2,NOR,Northland\n")
        self.run_program("base", "aggregate", "four", "--regions", "back.csv", "--keep-others", "-o", "back")
        output, _ = self.run_program("base", "diff", "three", "back", "--json", code=AUDIT)
        for quantity in json.loads(output)["quantities"]:
            self.assertLess(quantity["largest_relative"] or 0.0, 1e-12, quantity["quantity"])

    def test_split_by_partner(self):
        self.write("p.csv", "code,share,exports,partner\nN1,0.3,,\nN2,0.7,,\nN1,,0.6,SUR\nN2,,0.4,SUR\n")
        self.run_program("base", "split", "three", "--region", "NOR", "--into", "p.csv", "-o", "by.h5")
        self.passes_checks("by.h5")
        import h5py

        with h5py.File(self.folder / "by.h5") as file:
            importers = [code.decode() for code in file["trade/importer"]]
            to_south = file["trade/value"][:, importers.index("SUR"), :].sum(axis=0)
        self.assertAlmostEqual(to_south[0] / (to_south[0] + to_south[1]), 0.6, places=9)
        self.write("p.csv", "code,share,exports,partner\nN1,0.3,,\nN2,0.7,,\nN1,,0.6,SUS\nN2,,0.4,SUS\n")
        self.refuse("base", "split", "three", "--region", "NOR", "--into", "p.csv", "-o", "n", code=INPUT, says=["p.csv:4:1: unknown partner 'SUS'", "'SUR'"])

    def test_split_sector(self):
        self.write("p.csv", "code,share\nG1,0.25\nG2,0.75\n")
        output, _ = self.run_program("base", "split", "three", "--sector", "GDS", "--into", "p.csv", "-o", "s.h5", "--json")
        self.assertAlmostEqual(json.loads(output)["sectors"]["G1"]["output"], 2710 / 4)
        self.passes_checks("s.h5")

    def test_a_part_may_keep_the_code_of_its_parent(self):
        self.write("p.csv", "code,share\nNOR,0.3\nN2,0.7\n")
        output, _ = self.run_program("base", "split", "three", "--region", "NOR", "--into", "p.csv", "-o", "s", "--json")
        found = json.loads(output)["regions"]
        self.assertEqual(list(found), ["NOR", "N2"])
        # NOR makes 1000 + 60 + 90 of goods, 1500 + 10 of services.
        self.assertAlmostEqual(found["NOR"]["output"], 0.3 * 2660)

    def test_split_refuses(self):
        self.write("p.csv", "code,share\nX,0.3\nY,0.6\n")
        self.refuse("base", "split", "three", "--region", "NOR", "--into", "p.csv", "-o", "n", code=INPUT, says="sum to 0.9")
        self.refuse("base", "split", "three", "--into", "p.csv", "-o", "n", code=USAGE, says="--region CODE or --sector CODE")
        self.refuse("base", "split", "three", "--region", "NOR", "-o", "n", code=USAGE, says="--into FILE")
        self.refuse("base", "split", "three", "--region", "NOR", "--into", "p.csv", "--internal-trade", "2", "-o", "n", code=USAGE, says="from 0 to 1")

    def test_set_duties(self):
        with gzip.open(self.folder / "d.csv.gz", "wt") as file:
            file.write("when,sec,from,pct,imports\n1,a,SUR,20,30\n1,b,SUR,40,10\n2,a,SUR,90,1\n1,zz,SUR,5,1\n")
        self.write("map.csv", "from,to\na,GDS\nb,GDS\n")
        arguments = ["base", "set", "three", "--tariffs", "d.csv.gz", "--columns", "sector=sec,exporter=from,rate=pct,value=imports"]
        arguments += ["--only", "when=1", "--importer", "NOR", "--percent", "--sector-map", "map.csv", "-o", "new"]
        output, _ = self.run_program(*arguments)
        self.assertIn("1 flows have a rate in the table, 1 of them averaged", output)
        self.assertIn("No sector of the base stands for zz (1)", output)
        self.assertIn("GDS from EST to NOR 110", output)
        self.passes_checks("new")
        self.assertIn("GDS,SUR,NOR,0.25\n", (self.folder / "new" / "tariffs.csv").read_text(encoding="utf-8"))

    def test_set_elasticities(self):
        self.write("e.csv", "sector,theta\nGDS,2\nSRV,3\n")
        self.run_program("base", "set", "three", "--elasticities", "./e.csv", "-o", "new")
        info = self.info("new")
        self.assertEqual(info["elasticities"]["default"]["theta"], {"GDS": 2.0, "SRV": 3.0})
        self.assertEqual(info["elasticities"]["former-default"]["theta"], {"GDS": 4.0, "SRV": 5.0})
        self.refuse("base", "set", "three", "--elasticities", "defualt", "-o", "n", code=INPUT, says="'default'")

    def test_set_refuses(self):
        self.refuse("base", "set", "three", "-o", "n", code=USAGE, says="--tariffs FILE")
        self.write("d.csv", "sector,exporter,importer,rate\nGDS,SUR,NOR,25\n")
        self.refuse("base", "set", "three", "--tariffs", "d.csv", "-o", "n", code=INPUT, says=["d.csv:2:13:", "--percent"])
        self.refuse("base", "set", "three", "--tariffs", "d.csv", "--borne-by", "user", "-o", "n", code=USAGE, says="'users'")
        self.refuse("base", "set", "three", "--tariffs", "d.csv", "--only", "x", "-o", "n", code=INPUT, says="NAME=TEXT")

    def test_diff(self):
        output, _ = self.run_program("base", "diff", "three", "three")
        self.assertIn("the same in every figure", output)
        self.write("d.csv", "sector,exporter,importer,rate\nGDS,SUR,NOR,0.25\n")
        self.run_program("base", "set", "three", "--tariffs", "d.csv", "-o", "new")
        output, _ = self.run_program("base", "diff", "three", "new", code=AUDIT)
        self.assertIn("GDS from SUR to NOR", output)
        found = json.loads(self.run_program("base", "diff", "three", "new", "--json", "--top", "1", code=AUDIT)[0])
        duty = next(entry for entry in found["quantities"] if entry["quantity"] == "duty")
        self.assertEqual((duty["differing"], duty["largest"][0]["before"], duty["largest"][0]["after"]), (1, 0.05, 0.25))
        self.refuse("base", "diff", "three", "three", "--top", "-1", code=USAGE, says="--top")

    def test_compare(self):
        found = json.loads(self.run_program("base", "compare", "three", "three", "--json")[0])
        self.assertAlmostEqual(found["agreements"][0]["correlation"], 1.0)
        self.write("f.csv", "exporter,importer,sector,flow,tariff\nN,S1,g,66,0.1\nS1,N,g,80,0\nS2,N,g,5,0\nN,N,g,900,0\n")
        self.write("r.csv", "from,to\nN,NOR\nS1,SUR\nS2,SUR\n")
        self.write("s.csv", "from,to\ng,GDS\n")
        arguments = ["base", "compare", "three", "f.csv", "--regions", "r.csv", "--sectors", "s.csv"]
        found = json.loads(self.run_program(*arguments, "--duty-inside", "--json")[0])
        self.assertEqual(found["agreements"][0]["first"], 140.0)
        self.assertAlmostEqual(found["agreements"][0]["second"], 145.0)
        self.assertEqual(found["only_first"], ["EST", "SRV"])
        output, _ = self.run_program(*arguments)
        self.assertIn("SUR to NOR", output)
        self.refuse("base", "compare", "three", "f.csv", code=INPUT, says="--regions FILE")
        self.refuse("base", "compare", "three", "three", "--duty-inside", code=USAGE, says="--duty-inside")


if __name__ == "__main__":
    unittest.main()
