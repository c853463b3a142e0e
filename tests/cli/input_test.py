"""What users get wrong in scenarios and bases: a clear message at the right place, all of them at once, exit code 3 or 6."""

import json
import unittest

from program import BASE, FILE, INPUT, NOT_CONVERGED, SCENARIO, ProgramTest


class Scenarios(ProgramTest):
    def refuse_scenario(self, text, says):
        self.write("bad.toml", text)
        errors = self.refuse("run", "bad.toml", "-o", "r.h5", code=INPUT, says=says)
        self.assertFalse((self.folder / "r.h5").exists())
        self.refuse("validate", "bad.toml", code=INPUT, says=says)
        return errors

    def test_unknown_built_in_name(self):
        self.refuse("run", "bricks-100", code=INPUT, says="Did you mean 'brics-100'?")

    def test_missing_file(self):
        self.refuse("run", "absent.toml", code=FILE, says="absent.toml")
        self.refuse("validate", "absent.toml", code=FILE, says="absent.toml")

    def test_unknown_key(self):
        line = SCENARIO.splitlines().index('importer = "NOR"') + 1
        self.refuse_scenario(SCENARIO.replace("importer", "importr"), [f"bad.toml:{line}:", "importr", "'importer'"])

    def test_unknown_region(self):
        self.refuse_scenario(SCENARIO.replace('"NOR"', '"NOX"'), ["bad.toml:7:", "NOX", "'NOR'"])

    def test_unknown_group(self):
        self.refuse_scenario(SCENARIO.replace('exporter = "@south"', 'exporter = "@suoth"'), ["bad.toml:8:", "@suoth", "south"])

    def test_unknown_sector(self):
        self.refuse_scenario(SCENARIO.replace('"@goods"', '"GDX"'), ["bad.toml:9:", "GDX", "'GDS'"])

    def test_unknown_elasticities(self):
        self.refuse_scenario(SCENARIO + '\n[model]\nelasticities = "defualt"\n', "default")

    def test_unknown_closure(self):
        self.refuse_scenario(SCENARIO + '\n[model]\ndeficits = "fixd"\n', ["bad.toml:", "fixd", "fixed"])

    def test_broken_toml(self):
        self.refuse_scenario(SCENARIO.replace('"NOR"', '"NOR'), "bad.toml:7:")

    def test_not_a_number(self):
        self.refuse_scenario(SCENARIO.replace("rate = 0.5", "rate = nan"), "bad.toml:10:")

    def test_every_fault_at_once(self):
        faulty = SCENARIO.replace("importer", "importr").replace("note =", "noet =").replace('title', "titel")
        errors = self.refuse_scenario(faulty, ["importr", "noet", "titel"])
        self.assertGreaterEqual(len(errors.splitlines()), 3)

    def test_validate_goes_on_after_a_fault(self):
        self.write("bad.toml", SCENARIO.replace("importer", "importr"))
        output, errors = self.run_program("validate", "half.toml", "bad.toml", "absent.toml", code=INPUT)
        self.assertIn("ok  half.toml", output)
        self.assertIn("importr", errors)
        self.assertIn("absent.toml", errors)

    def test_validate_accepts_what_runs(self):
        self.assertIn("ok  half.toml  1 rule on ", self.run_program("validate", "half.toml")[0])
        self.assertEqual(self.run_program("validate", "half.toml", "--quiet"), ("", ""))

    def test_validate_accepts_every_built_in_scenario(self):
        names = ["brics-10", "brics-100", "brics-100-mirror", "brics-100-partners", "brics-100-spares-brazil", "brazil-50",
                 "mexico-colombia", "universal-10-60", "chancay", "china-peru-fta"]
        output, _ = self.run_program("validate", *names)
        self.assertEqual(output.count("ok  "), len(names))


class Bases(ProgramTest):
    def refuse_base(self, file, old, new, says, code=INPUT):
        self.assertIn(old, BASE[file])
        self.write_base("bad", {**BASE, file: BASE[file].replace(old, new, 1)})
        self.refuse("run", "half.toml", "--base", "bad", code=code, says=says)
        return says

    def test_negative_trade(self):
        self.refuse_base("trade.csv", "GDS,SUR,NOR,80", "GDS,SUR,NOR,-80", ["trade.csv:6:", "-80"])

    def test_not_a_number(self):
        self.refuse_base("trade.csv", "GDS,SUR,NOR,80", "GDS,SUR,NOR,nan", ["trade.csv:6:", "nan"])
        self.refuse_base("trade.csv", "GDS,SUR,NOR,80", "GDS,SUR,NOR,eighty", ["trade.csv:6:", "eighty"])

    def test_wrong_header(self):
        self.refuse_base("trade.csv", "exporter", "exprter", ["trade.csv:1:", "exprter", "'exporter'"])

    def test_unknown_region(self):
        self.refuse_base("trade.csv", "GDS,SUR,NOR,80", "GDS,SUX,NOR,80", ["trade.csv:6:", "SUX", "'SUR'"])

    def test_missing_file(self):
        self.write_base("bad", BASE)
        (self.folder / "bad" / "trade.csv").unlink()
        self.refuse("run", "half.toml", "--base", "bad", code=INPUT, says=["bad/trade.csv", "missing"])

    def test_missing_base(self):
        _, errors = self.run_program("base", "info", "wrold-2023", code=INPUT)
        self.assertIn("world-2023", errors)
        self.refuse("base", "info", "no/such/base", code=FILE, says="no/such/base")

    def test_broken_identity_names_region_and_sector(self):
        # Inputs that cost more than the output is worth leave no value added.
        self.refuse_base("io_coefficients.csv", "SUR,GDS,SRV,0.2", "SUR,GDS,SRV,0.9", ["SUR", "SRV"])
        output, _ = self.run_program("base", "check", "bad", code=INPUT)
        self.assertIn("FAIL", output)
        self.assertRegex(output, r"(?s)FAIL.*sector SRV,\s+region SUR")


class BaseCommands(ProgramTest):
    def test_check(self):
        output, _ = self.run_program("base", "check", "three")
        self.assertNotIn("FAIL", output)
        self.assertRegex(output, r"All \d+ identities hold")
        self.run_program("base", "check", "world-2023")

    def test_check_json(self):
        checks = json.loads(self.run_program("base", "check", "three", "--json")[0])
        self.assertTrue(all(check["passed"] for check in checks))
        self.assertGreaterEqual(len(checks), 4)

    def test_info(self):
        output, _ = self.run_program("base", "info", "three")
        # 60 + 80 + 90 + 110 + 30 + 40 + 10 crosses borders; duties are 5 % of 80 and 10 % of 60.
        for text in ["3 regions x 2 sectors (1 goods, 1 services)", "420", "10 (2.38%", "@south", "SUR EST", "2020"]:
            self.assertIn(text, output)

    def test_info_of_a_result(self):
        self.run_program("run", "half.toml", "-o", "r.h5")
        self.assertIn("3 regions x 2 sectors", self.run_program("base", "info", "r.h5")[0])

    def test_settle_to_folder_and_file(self):
        for target in ("settled", "settled.h5"):
            output, _ = self.run_program("base", "settle", "three", "-o", target)
            self.assertIn(f"Written to {target}", output)
            self.run_program("base", "check", target)
            self.run_program("run", "half.toml", "--base", target, "--quiet")

    def test_settle_balanced(self):
        self.run_program("base", "settle", "three", "-o", "balanced", "--deficits", "balanced")
        regions = json.loads(self.run_program("base", "info", "balanced", "--json")[0])["regions"]
        for region in regions.values():
            self.assertAlmostEqual(region["exports"], region["imports"], delta=1e-7 * region["exports"])

    def test_settle_not_converged_writes_nothing(self):
        before = self.files()
        self.refuse("base", "settle", "three", "-o", "new", "--deficits", "balanced", "--max-iterations", "1", code=NOT_CONVERGED, says=["residual", "nothing was written"])
        self.assertEqual(self.files(), before)

    def test_settle_where_nothing_can_be(self):
        self.refuse("base", "settle", "three", "-o", "no/such/new", code=FILE, says="there is no folder")
        self.refuse("base", "settle", "three", "-o", "three", code=FILE, says="is not an empty folder")


class Describe(ProgramTest):
    def test_topics(self):
        for topic, text in [("scenarios", "brics-100"), ("models", "caliendo-parro"), ("groups", "@latin_america"),
                            ("bases", "world-2023"), ("regions", "BRA"), ("sectors", "AGR")]:
            self.assertIn(text, self.run_program("describe", topic)[0])

    def test_json(self):
        for topic in ("scenarios", "models", "groups", "bases", "regions", "sectors"):
            self.assertGreaterEqual(len(json.loads(self.run_program("describe", topic, "--json")[0])), 1)

    def test_one_of_a_topic(self):
        self.assertIn("[[tariff]]", self.run_program("describe", "scenarios", "brics-100")[0])
        self.assertIn("SUR", self.run_program("describe", "groups", "south", "--base", "three")[0])
        self.assertIn("Northland", self.run_program("describe", "regions", "SUR", "--base", "three")[0])
        self.assertIn("theta", self.run_program("describe", "sectors", "GDS", "--base", "three")[0])
        self.assertIn("three", self.run_program("describe", "bases", "three")[0])

    def test_unknown_names(self):
        self.refuse("describe", "regions", "SUX", "--base", "three", code=INPUT, says="Did you mean 'SUR'?")
        self.refuse("describe", "sectors", "GDX", "--base", "three", code=INPUT, says="Did you mean 'GDS'?")
        self.refuse("describe", "groups", "@suoth", "--base", "three", code=INPUT, says="@south")
        self.refuse("describe", "models", "caliendo", code=INPUT, says="caliendo-parro")


if __name__ == "__main__":
    unittest.main()
