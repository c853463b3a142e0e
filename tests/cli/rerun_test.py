"""`rerun` of files of compare, decompose and threat: from the file alone, to the bit, and what it sees."""

import shutil
import unittest

import h5py
import xarray
from compare_test import THREATS, TWO_DUTIES, Together
from program import AUDIT, BASE, FILE, INPUT, SCENARIO

SAME = "no difference in any bit"

# Both name a table rates.csv, beside themselves.
TABLED = """[scenario]
name = "tabled"
base = "three"

[[tariff]]
importer = "NOR"
table = "rates.csv"

[report]
focus = "@south"
"""


def rates(rate):
    return f"sector,exporter,importer,rate\nGDS,SUR,NOR,{rate}\nGDS,EST,NOR,{rate / 2}\n"


class Rerun(Together):
    def forget_all_but(self, *kept):
        for path in self.folder.iterdir():
            if path.name not in kept:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def reruns(self, name, *options):
        self.assertIn(SAME, self.run_program("rerun", name, *options)[0])

    def change(self, name, path, factor=1 + 1e-9):
        with h5py.File(self.folder / name, "a") as file:
            values = file[path][...]
            values.flat[0] *= factor
            file[path][...] = values

    def with_tables(self):
        for folder, rate in (("one", 0.3), ("other", 0.7)):
            self.write(f"{folder}/duty.toml", TABLED.replace("tabled", folder))
            self.write(f"{folder}/rates.csv", rates(rate))

    def test_decompositions_of_every_kind(self):
        self.with_tables()
        kinds = {
            "measures.h5": ["two.toml"],
            "way.h5": ["two.toml", "--from", "half.toml", "--outcome", "exports[SUR, NOR]"],
            "sampled.h5": ["two.toml", "--by", "rule", "--orders", "4"],
            "cells.h5": ["two.toml", "--by", "exporter"],
            "tables.h5": ["one/duty.toml", "--from", "other/duty.toml", "--base", "three"],
        }
        for name, arguments in kinds.items():
            self.run_program("decompose", *arguments, "-q", "-o", name)
        self.forget_all_but(*kinds)
        for name in kinds:
            with self.subTest(name):
                self.reruns(name)
                self.reruns(name, "--threads", "1")

    def test_threats_with_tables_probabilities_and_draws(self):
        self.with_tables()
        text = THREATS.replace("half.toml", "one/duty.toml").replace('otherwise = "nothing"', 'otherwise = "other/duty.toml"')
        self.write("maybe.toml", text)
        self.run_program("threat", "maybe.toml", "--probability", "the duty=0.6", "--draws", "5", "--risk-aversion", "3",
                         "--outcome", "welfare_pct[SUR]", "--base", "three", "-q", "-o", "t.h5")
        self.forget_all_but("t.h5")
        with h5py.File(self.folder / "t.h5") as file:
            self.assertEqual(file["/threat/probability"][0], 0.6)
        self.reruns("t.h5")

    def test_threats_on_another_day(self):
        self.write("groups.csv", "group,region,role,status,start,end,source,note\n"
                                 "pact,SUR,member,read,2000-01-01,2020-01-01,made for tests,\n"
                                 "pact,EST,member,read,2010-01-01,,made for tests,\n")
        dated = SCENARIO.replace('base = "three"', 'base = "three"\ndate = 2005-01-01').replace(
            'exporter = "@south"', 'exporter = "@pact"') + '\n[groups]\nfile = "groups.csv"\n'
        self.write("half.toml", dated)
        self.write("maybe.toml", THREATS.replace('base = "three"', 'base = "three"\ndate = 2005-01-01'))
        self.run_program("threat", "maybe.toml", "--date", "2015-06-01", "--draws", "0", "-q", "-o", "t.h5")
        self.run_program("threat", "maybe.toml", "--date", "2005-06-01", "--draws", "0", "-q", "-o", "before.h5")
        values = [self.open(name, "world")["value"] for name in ("t.h5", "before.h5")]
        self.assertGreater(float(abs(values[0] - values[1]).max()), 1e-6)
        self.forget_all_but("t.h5")
        self.reruns("t.h5")

    def test_readings_of_threats_and_decompositions(self):
        self.write("half.toml", SCENARIO.replace("rate = 0.5", "rate = { low = 0.1, central = 0.5, high = 0.9 }"))
        values = {}
        for reading in ("low", "high"):
            self.run_program("threat", "maybe.toml", "--reading", reading, "--draws", "0", "-q", "-o", f"t-{reading}.h5")
            self.run_program("decompose", "half.toml", "--from", "two.toml", "--reading", reading, "-q", "-o", f"d-{reading}.h5")
            values[reading] = float(self.open(f"t-{reading}.h5", "outcome")["worst"][0])
            self.assertEqual(str(self.open(f"d-{reading}.h5", "input/scenarios")["reading"][0].item()), reading)
        self.assertLess(values["high"], values["low"])
        self.refuse("decompose", "two.toml", "--reading", "low", code=INPUT, says="there is no low reading")
        self.forget_all_but("t-low.h5", "d-high.h5")
        self.reruns("t-low.h5")
        self.reruns("d-high.h5")

    def test_comparisons_of_files_and_scenarios(self):
        self.run_program("run", "half.toml", "--draws", "3", "-q", "-o", "half.h5")
        lines = ["--what", "exports,ledger,welfare_pct", "--region", "SUR,@south", "--members", "--market", "NOR"]
        self.run_program("compare", "half.h5", "two.toml", *lines, "--against", "two", "-q", "-o", "c.h5")
        self.run_program("compare", "half.h5", "two.toml", "--what", "output", "--by", "sector", "-q", "-o", "s.h5")
        self.forget_all_but("c.h5", "s.h5")
        for name in ("c.h5", "s.h5"):
            self.reruns(name)

    def test_a_comparison_on_two_bases_keeps_both(self):
        self.write_base("other", {**BASE, "trade.csv": BASE["trade.csv"].replace("SUR,NOR,80", "SUR,NOR,95")})
        self.write("there.toml", SCENARIO.replace('"three"', '"other"'))
        self.run_program("compare", "half.toml", "there.toml", "half.toml", "--map", "-q", "-o", "c.h5")
        self.forget_all_but("c.h5")
        with h5py.File(self.folder / "c.h5") as file:
            self.assertEqual(list(file["/result/base"]), [1, 2, 1])
            self.assertNotIn("base_3", file["input"])
        self.reruns("c.h5")

    def test_of_a_changed_file_that_was_compared(self):
        self.run_program("run", "half.toml", "--draws", "0", "-q", "-o", "half.h5")
        self.change("half.h5", "/region/equivalent_variation", 1.5)
        self.run_program("compare", "two.toml", "half.h5", "--what", "welfare_pct[NOR]", "-q", "-o", "c.h5")
        self.refuse("rerun", "c.h5", code=AUDIT, says="/outcome/value [welfare_pct[NOR], half]")

    def test_changed_numbers_are_seen(self):
        self.run_program("compare", "half.toml", "two.toml", "-q", "-o", "c.h5")
        self.run_program("decompose", "two.toml", "-q", "-o", "d.h5")
        self.run_program("threat", "maybe.toml", "--draws", "0", "-q", "-o", "t.h5")
        for name, path in (("c.h5", "/outcome/value"), ("d.h5", "/part/shapley"), ("t.h5", "/outcome/expected")):
            self.change(name, path)
            self.refuse("rerun", name, code=AUDIT, says="numbers differ")
            self.run_program("rerun", name, "--tolerance", "1e-8")

    def test_files_of_earlier_versions_say_so(self):
        self.run_program("decompose", "two.toml", "-q", "-o", "d.h5")
        with h5py.File(self.folder / "d.h5", "a") as file:
            del file["input"]
        self.refuse("rerun", "d.h5", code=FILE, says="does not hold the scenarios and the base it was made of")

    def test_other_programs_open_every_group(self):
        self.with_tables()
        self.run_program("compare", "half.toml", "two.toml", "-q", "-o", "c.h5")
        self.run_program("decompose", "one/duty.toml", "--from", "half.toml", "--base", "three", "-q", "-o", "d.h5")
        self.run_program("threat", "maybe.toml", "-q", "-o", "t.h5")
        for name in ("c.h5", "d.h5", "t.h5"):
            groups = []
            with h5py.File(self.folder / name) as file:
                file.visititems(lambda path, item: groups.append(path) if isinstance(item, h5py.Group) else None)
            for group in groups:
                self.open(name, group)
        kept = self.open("d.h5", "input/scenarios")
        self.assertEqual(list(kept.input_scenario.values), ["scenario", "from"])
        self.assertEqual(str(kept.toml.sel(input_scenario="from").item()), SCENARIO)
        texts = self.open("d.h5", "input/texts")
        named = {str(name): k for k, name in enumerate(texts.name.values)}
        self.assertEqual(str(texts.text[named["rates.csv"]].item()), rates(0.3))
        self.assertEqual(list(texts.used[:, named["rates.csv"]].values), [1, 0])


del Together

if __name__ == "__main__":
    unittest.main()
