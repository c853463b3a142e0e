"""Groups by date and of one's own, set algebra, and what a dry run shows."""

import json
import unittest

from program import INPUT, SCENARIO, USAGE, ProgramTest

GROUPS = """group,region,role,status,start,end,source,note
tier,SUR,member,read,2020-01-01,,s,
tier,EST,member,disputed,2022-01-01,2024-01-01,s,
tier,ZZZ,member,read,2020-01-01,,s,
tier,NOR,partner,memory,2021-01-01,,from memory,
"""


class Dates(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("groups.csv", GROUPS)
        self.write("dated.toml", SCENARIO.replace('"@south"\nsector', '"@tier"\nsector').replace("[[tariff]]", '[groups]\nfile = "groups.csv"\n\n[[tariff]]'))

    def groups_on(self, day, *more):
        return json.loads(self.run_program("run", "dated.toml", "--dry-run", "--json", "--date", day, *more)[0])["groups"]

    def test_members_are_those_of_the_day(self):
        self.assertEqual(self.groups_on("2021-06-01")[0]["members"], ["SUR"])
        on_2023 = self.groups_on("2023-06-01")[0]
        self.assertEqual((on_2023["members"], on_2023["disputed"], on_2023["absent"]), (["SUR", "EST"], ["EST"], ["ZZZ"]))
        self.assertEqual(self.groups_on("2024-01-01")[0]["members"], ["SUR"])

    def test_a_day_is_needed_and_one_with_members(self):
        self.refuse("run", "dated.toml", code=INPUT, says=["dated.toml:11:", "'@tier' of groups.csv goes by date", 'date = "2025-08-07"'])
        self.refuse("run", "dated.toml", "--date", "2019-01-01", code=INPUT, says=["nobody was in @tier on 2019-01-01", "from 2020-01-01"])
        self.refuse("validate", "dated.toml", code=INPUT, says="goes by date")
        self.run_program("validate", "dated.toml", "--date", "2023-06-01")
        self.refuse("run", "dated.toml", "--date", "1 May", code=USAGE, says="write it like 2025-08-07")

    def test_answer_and_file_say_who_was_meant(self):
        import h5py

        output, _ = self.run_program("run", "dated.toml", "--date", "2023-06-01", "-o", "r.h5")
        for text in ["@tier on 2023-06-01 (groups.csv): SUR EST", "without ZZZ, which", 'EST is disputed: "!@tier:disputed" takes it out']:
            self.assertIn(text, " ".join(output.split()))
        with h5py.File(self.folder / "r.h5") as file:
            self.assertTrue(file.attrs["groups"].startswith("@tier on 2023-06-01 (groups.csv): SUR EST; without ZZZ"))
            self.assertEqual(list(file["input/group_tables"].asstr()), [GROUPS])

    def test_rerun_needs_no_other_file(self):
        self.run_program("run", "dated.toml", "--date", "2023-06-01", "-o", "r.h5")
        (self.folder / "groups.csv").unlink()
        self.assertIn("no difference in any bit", self.run_program("rerun", "r.h5")[0])

    def test_rerun_keeps_the_registry_of_its_day(self):
        import h5py

        self.write("brics.toml", '[scenario]\nname = "b"\ndate = 2024-06-01\n[[tariff]]\nimporter = "USA"\nexporter = "@brics"\nsector = "@goods"\nrate = 1.0\n')
        self.run_program("run", "brics.toml", "-o", "r.h5", "--draws", "0")
        with h5py.File(self.folder / "r.h5", "r+") as file:
            # Indonesia joined in 2025: were it in the file's registry from 2024 on, the answer would be another.
            text = file["input/group_tables"].asstr()[0]
            self.assertIn("brics,IDN,member,read,2025-01-06", text)
            file["input/group_tables"][0] = text.replace("brics,IDN,member,read,2025-01-06", "brics,IDN,member,read,2024-01-06")
        self.run_program("rerun", "r.h5", code=5)

    def test_without_a_day_results_say_nothing_of_groups(self):
        import h5py

        self.run_program("run", "half.toml", "-o", "r.h5")
        with h5py.File(self.folder / "r.h5") as file:
            self.assertNotIn("groups", file.attrs)
            self.assertNotIn("group_tables", file["input"])


class OwnGroups(ProgramTest):
    def scenario(self, groups, exporter):
        return SCENARIO.replace('"@south"\nsector', f'{exporter}\nsector').replace("[[tariff]]", f"[groups]\n{groups}\n\n[[tariff]]")

    def cells(self, groups, exporter):
        self.write("own.toml", self.scenario(groups, exporter))
        return json.loads(self.run_program("run", "own.toml", "--dry-run", "--json")[0])["effects"][0]["cells"]

    def test_set_algebra_and_definitions(self):
        self.assertEqual(self.cells("", '"@south & !@small"'), 1)
        self.assertEqual(self.cells("", '"@south | NOR"'), 2)
        self.assertEqual(self.cells('tier = "@south & !@small"\nall = ["@tier", "SUR"]', '"@all"'), 2)
        self.assertEqual(self.cells('tier = "@south & !@small"', '["@south", "!@tier"]'), 1)

    def refuse_own(self, groups, exporter, says):
        self.write("own.toml", self.scenario(groups, exporter))
        self.refuse("run", "own.toml", code=INPUT, says=says)
        self.refuse("validate", "own.toml", code=INPUT, says=says)

    def test_faults(self):
        self.refuse_own('a = "@b"\nb = "@a"', '"@south"', "own.toml:7:5: the groups @a -> @b -> @a use one another in a circle")
        self.refuse_own('a = "SUX"', '"@south"', ["own.toml:7:5: unknown region 'SUX'", "'SUR'"])
        self.refuse_own('"a:b" = "SUR"', '"@south"', "own.toml:7:9: the group's name 'a:b' cannot stand in a selector")
        self.refuse_own('file = "absent.csv"', '"@south"', "own.toml:7:8: the table of groups 'absent.csv' cannot be read")
        self.refuse_own('a = "GDS"', '"@a"', "own.toml:11:12: the group '@a' holds sectors, not regions")
        # The column is that of the sign in the line.
        self.refuse_own("", '"@south & | NOR"', "own.toml:11:22: '|' at character 10 of '@south & | NOR' stands where a name should")

    def test_a_table_of_groups_with_faults(self):
        self.write("groups.csv", "group,region,start\ntier,SUR,2020-13-01\n")
        self.refuse_own('file = "groups.csv"', '"@south"', "groups.csv:2:10: '2020-13-01' is no day")


class DryRun(ProgramTest):
    def test_duties_of_the_market_by_partner_and_sector(self):
        duties = json.loads(self.run_program("run", "half.toml", "--dry-run", "--json")[0])["duties"]
        # Northland buys 80 of Southland at 5 % and 110 of Eastland at 0, and no services from abroad.
        self.assertEqual(duties["by_partner"]["SUR"], {"trade": 80.0, "changed_trade": 80.0, "average_before": 0.05, "average_after": 0.5})
        self.assertEqual(duties["by_sector"]["GDS"]["average_before"], 4.0 / 190.0)
        self.assertEqual(set(duties["by_sector"]), {"GDS"})
        self.assertEqual(duties["total"]["average_after"], 0.5)
        output, _ = self.run_program("run", "half.toml", "--dry-run")
        for text in ["Duties of Northland", "50.00% of the imports on average, 2.11% before", "Southland", "GDS  Goods"]:
            self.assertIn(text, output)
        for line in output.splitlines():
            self.assertLessEqual(len(line), 100, line)

    def test_exempt_trade(self):
        self.write("exempt.toml", SCENARIO.replace("rate = 0.5", "rate = 0.5\nexempt_share = 0.25"))
        effect = json.loads(self.run_program("run", "exempt.toml", "--dry-run", "--json")[0])["effects"][0]
        self.assertEqual((effect["exempt_share"], effect["exempt_trade"]), (0.25, 47.5))
        output, _ = self.run_program("run", "exempt.toml", "--dry-run")
        self.assertIn("exempt", output)
        self.assertRegex(output, r"@goo….* 190 +48 ")

    def test_what_meets_no_trade_is_refused_unless_allowed(self):
        self.write("services.toml", SCENARIO.replace('"@goods"', '["@goods", "SRV"]'))
        self.refuse("run", "services.toml", code=INPUT, says=["services.toml:9:21: sector 'SRV' meets no trade", "allow_unmatched", "--allow-unmatched"])
        self.refuse("validate", "services.toml", code=INPUT, says="meets no trade")
        self.run_program("validate", "services.toml", "--allow-unmatched")
        self.assertIn("sector 'SRV' meets no trade (allowed)", self.run_program("run", "services.toml", "--dry-run", "--allow-unmatched")[0])
        self.run_program("run", "services.toml", "--allow-unmatched", "-o", "r.h5", "--quiet")
        self.run_program("rerun", "r.h5")
        self.write("services.toml", SCENARIO.replace('"@goods"', '["@goods", "SRV"]\nallow_unmatched = true'))
        self.run_program("run", "services.toml", "--quiet")

    def test_rows_of_a_table_without_trade(self):
        self.write("rates.csv", "sector,exporter,importer,rate\nGDS,SUR,NOR,0.33\nSRV,SUR,NOR,0.1\n")
        self.write("table.toml", SCENARIO + '\n[[tariff]]\ntable = "rates.csv"\n')
        self.refuse("run", "table.toml", code=INPUT, says="rates.csv:3:1: the rate on SRV from SUR to NOR meets no trade")


class Describe(ProgramTest):
    def test_groups_of_a_day(self):
        output, _ = self.run_program("describe", "groups", "--date", "2025-08-07")
        for text in ["@brics:partner", "not in the base: BLR", "SAU (disputed)", "@latin_america", "@goods"]:
            self.assertIn(text, " ".join(output.split()))
        rows = {row["group"]: row["members"] for row in json.loads(self.run_program("describe", "groups", "--date", "2024-06-01", "--json")[0])}
        self.assertNotIn("IDN", rows["@brics"])
        self.assertEqual(rows["@brics:partner"], "nobody")

    def test_one_group_with_its_sources(self):
        output, _ = self.run_program("describe", "groups", "@belt_and_road_lac", "--date", "2025-08-07")
        self.assertIn("Colombia", output)
        self.assertNotIn("Panama", output)
        rows = json.loads(self.run_program("describe", "groups", "@brics:partner", "--json")[0])
        self.assertEqual({row["region"]: row["start"] for row in rows}["VNM"], "2025-06-13")
        self.assertEqual(set(rows[0]), {"region", "name", "role", "status", "start", "end", "source", "note"})
        self.refuse("describe", "groups", "@bric:partner", code=INPUT, says="@brics:partner")
        self.refuse("describe", "groups", "--date", "yesterday", code=USAGE, says="is no day")

    def test_a_group_that_both_have_shows_both(self):
        output, _ = self.run_program("describe", "groups", "@brics")
        self.assertIn("Indonesia", output)
        self.assertIn("2025-01-06", output)
        self.assertIn("disputed", output)

    def test_the_groups_of_the_base_are_listed_as_ever(self):
        rows = json.loads(self.run_program("describe", "groups", "--base", "three", "--json")[0])
        self.assertEqual([row["group"] for row in rows], ["@rich", "@small", "@south", "@goods", "@services"])


if __name__ == "__main__":
    unittest.main()
