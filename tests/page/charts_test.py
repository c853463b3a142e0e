"""Every chart on worlds worked by hand: figures, flows, titles, what is said in words; number formats; names that mean harm."""

import unittest
import xml.etree.ElementTree

import hand_world
import script
from script import LANGUAGES, PHONE, WIDE


def rows(built, *keys):
    return [tuple(row[key] for key in keys) for row in built["rows"]]


def english(data, chart, options=WIDE):
    return script.build(data, ("en",), (options,), [chart])[chart, "en", 0]


class Redirection(unittest.TestCase):
    def test_a_destination_that_buys_less_is_one_more_loss(self):
        built = english(hand_world.run_world(), "redirection")
        self.assertEqual(rows(built, "part", "name", "change", "share"), [
            ("exporter", "Southland", -100, 1), ("falls", "Lost in Northland", -100, 1), ("falls", "Eastland: buys less", -10, 0.1),
            ("rises", "Sold at home", 20, 0.2), ("rises", "Not sold", 90, 0.9)])
        self.assertEqual(built["title"], "Southland loses 100 mn US$ of sales in Northland; other countries buy 10 mn US$ less too")
        self.assertEqual(built["alternative"],
                         "Southland loses 100 mn US$ of sales in Northland. Sales fall elsewhere too: Eastland: buys less "
                         "10 mn US$ (10%). What no longer goes there goes to: Sold at home 20 mn US$ (20%) and Not sold 90 mn US$ "
                         "(90%). Others sell 40 mn US$ more in Northland, most of all Eastland 40 mn US$.")

    def test_flows_are_in_proportion_and_keep_the_sum_at_every_node(self):
        series = english(hand_world.run_world(), "redirection")["option"]["series"][0]
        flows = {(link["source"], link["target"]): link["value"] for link in series["links"]}
        # 110 falls and 110 rises: of the 100 lost in the market 100 * 20 / 110 is sold at home.
        expected = {("exporters:SUR", "less:NOR"): 100, ("less:NOR", "more:home"): 2000 / 110, ("less:NOR", "more:output"): 9000 / 110,
                    ("less:EST", "more:home"): 200 / 110, ("less:EST", "more:output"): 900 / 110}
        self.assertEqual(flows.keys(), expected.keys())
        for ends, value in expected.items():
            self.assertAlmostEqual(flows[ends], value, delta=1e-12 * value)
        self.assertEqual([node["depth"] for node in series["data"]], [0, 1, 1, 2, 2])

    def test_gains_are_drawn_from_where_the_goods_come(self):
        built = english(hand_world.run_world(), "redirection", dict(WIDE, selected="EST"))
        self.assertEqual(rows(built, "part", "name", "change"), [
            ("exporter", "Eastland", 40), ("falls", "Less at home", -15), ("falls", "New production", -30),
            ("rises", "Sold more in Northland", 40), ("rises", "Southland", 5)])
        self.assertEqual(built["title"], "Eastland sells 40 mn US$ more in Northland; most is new production (75% of it)"
                         )

    def test_in_the_first_year_output_falls_with_that_of_suppliers(self):
        world = hand_world.run_world()
        world["attributes"]["closures"] = "variant = full, factors = rigid"
        world["tables"]["/region/value_added_pct"] = hand_world.table(["region"], "percent", [0.1, -2.0, 1.0])
        built = english(world, "redirection")
        self.assertEqual(built["title"], "Southland loses 100 mn US$ of sales in Northland; output falls by 90 mn US$, that of suppliers "
                                         "with it")
        self.assertEqual(rows(built, "name", "change")[-1], ("Less produced", 90))

    def test_shares_that_say_nothing_are_money(self):
        world = hand_world.run_world()
        world["tables"]["/redirection_volume/output_cut"]["values"] = [0, 90, -840]  # 21 times what Eastland sells more in the market
        built = english(world, "redirection", dict(WIDE, selected="EST"))
        self.assertEqual(built["title"], "Eastland sells 40 mn US$ more in Northland; production grows by 840 mn US$ in all")
        for text in (built["alternative"], *built["tips"], *(node["text"] for node in built["option"]["series"][0]["data"])):
            self.assertNotRegex(text, r"2,?100%")
        # A loss of less than a twentieth of a percent of the 400 sold before has no shares either.
        world = hand_world.run_world()
        for name, values in (("loss", [0, 0.1, 0]), ("redirected", [0, 0.06, 0]), ("absorbed", [0, 0, 0]), ("output_cut", [0, 0.04, 0])):
            world["tables"]["/redirection_volume/" + name]["values"] = values
        world["tables"]["/redirection_volume/by_destination"]["values"] = [0, 0, 0, 0, 0, 0.06, 0, 0, 0]
        built = english(world, "redirection")
        self.assertNotIn("%", built["title"] + built["alternative"])
        self.assertIn("sales to other countries rise by 0.1 mn US$, output falls by 0.0 mn US$", built["title"])

    def test_small_losses_do_not_hide_large_gains(self):
        world = hand_world.run_world()
        world["tables"]["/redirection_volume/loss"]["values"] = [0, 1, -40]  # a fortieth, less than a twentieth
        self.assertIn("Eastland sells", english(world, "redirection")["title"])
        world["tables"]["/redirection_volume/loss"]["values"] = [0, 4, -40]
        self.assertIn("Southland loses", english(world, "redirection")["title"])


class Figures(unittest.TestCase):
    def test_map(self):
        built = english(hand_world.run_world(), "map") if script.build(hand_world.run_world(), ("en",), charts=["map"]) else None
        self.assertIsNone(built, "no region of this base has an outline")
        world = hand_world.china_world()
        for labels in list(world["dimensions"].values()) + [world["focus"]]:
            labels[:] = ["BRA" if label == "SUR" else label for label in labels]
        built = english(world, "map")
        self.assertEqual(rows(built, "region", "code", "value", "low", "high"), [("Brazil", "BRA", -2.0, -2.5, -1.5)])
        self.assertIn("Brazil −2.00%", built["alternative"])

    def test_market_share_at_base_prices(self):
        built = english(hand_world.run_world(), "market-share")
        # 400 - 100 of 440 and 100 + 40 of 440
        self.assertEqual(rows(built, "code", "before", "change"), [("EST", 100, 40), ("SUR", 400, -100)])
        for row, (before, after) in zip(built["rows"], ((0.2, 140 / 440), (0.8, 300 / 440))):
            self.assertAlmostEqual(row["share_before"], before, delta=1e-15)
            self.assertAlmostEqual(row["share_after"], after, delta=1e-15)
        self.assertEqual(built["title"], "Imports of Northland: Eastland gains most (20.0% → 31.8%), Southland loses most (80.0% → 68.2%)")
        self.assertIn("All imports change by −60 mn US$.", built["alternative"])

    def test_duties_on_goods_show_the_rate_that_is_charged(self):
        built = english(hand_world.run_world(), "duties")
        self.assertEqual(rows(built, "code", "before", "after"), [("SUR", 0.025, 0.5), ("EST", 0.0125, 0.0125)])
        self.assertEqual(built["title"], "The duty on goods of Southland in Northland goes from 2.5% to 50%; it changes for nobody else")

    def test_duties_of_a_file_without_sectors_are_over_goods_and_services(self):
        world = hand_world.run_world()
        del world["tables"]["/derived/duty_by_sector_base"]
        built = english(world, "duties")
        self.assertEqual(rows(built, "code", "after"), [("SUR", 0.4), ("EST", 0.01)])
        self.assertIn("goods and services", built["subtitle"])

    def test_welfare_parts_add_up_and_the_total_is_weighted_by_income(self):
        built = english(hand_world.run_world(), "welfare")
        self.assertEqual(rows(built, "region", "code"), [("South", ""), ("Eastland", "EST"), ("Southland", "SUR")])
        total, east, south = built["rows"]
        # 3 of 4 parts Southland: -2 * 3/4 + 1/4
        self.assertAlmostEqual(total["whole"], -1.25, delta=1e-14)
        self.assertAlmostEqual(total["prices"], -1.075, delta=1e-14)
        self.assertEqual((total["low"], total["high"]), (-1.75, -0.75))
        self.assertAlmostEqual(east["rest"], 0.7, delta=1e-14)
        self.assertAlmostEqual(south["rest"], -0.3, delta=1e-14)
        self.assertEqual(built["title"], "Southland −2.00%, mostly terms of trade (−1.50%); Eastland +1.00%, mostly costs of trade and "
                                         "second-order effects (+0.70%)")

    def test_heatmap_puts_goods_first_and_most_lost_production_first(self):
        built = english(hand_world.run_world(), "heatmap")
        self.assertEqual(rows(built, "sector_code", "code", "change"), [
            ("GDS", "SUR", -7.0), ("GDS", "EST", 4.0), ("SRV", "SUR", -0.2), ("SRV", "EST", 12.0)])
        self.assertEqual(built["title"], "Most production is lost in Goods, Southland: −7.0% (70 mn US$ less)")
        # Nine of ten cells are within 7, so the scale ends at the round number above; the cell beyond it shows its own figure.
        self.assertEqual(built["option"]["visualMap"]["max"], 10)
        cells = {tuple(cell["value"]): cell["label"]["formatter"] for cell in built["option"]["series"][0]["data"]}
        self.assertEqual(cells[1, 1, 12], "+12")

    def test_china(self):
        built = english(hand_world.china_world(), "china")
        self.assertEqual(rows(built, "code", "before", "after"), [("SUR", 0.2, 0.25)])
        self.assertEqual(built["title"], "25.0% of the exports of Southland would go to China, up from 20.0%")

    def test_china_as_before_where_the_digits_are_the_same(self):
        world = hand_world.china_world()
        # 0.0006 more, written as 20.0% both times: not "up from 20.0%".
        world["tables"]["/concentration/destination_share_base"]["values"][5] = 0.1996
        world["tables"]["/concentration/destination_share_counterfactual"]["values"][5] = 0.2002
        self.assertEqual(english(world, "china")["title"], "20.0% of the exports of Southland would go to China, as before")

    def test_figures_of_a_heatmap_stand_in_its_cells_on_paper(self):
        cells = english(hand_world.run_world(), "heatmap", {"width": 780})["option"]["series"][0]["data"]
        self.assertTrue(all(cell["label"]["show"] for cell in cells))

    def test_ladder(self):
        built = english(hand_world.sweep_world(), "ladder")
        figures = {(row["level"], row["code"]): row["value"] for row in built["rows"]}
        self.assertAlmostEqual(figures[0.5, ""], -0.75, delta=1e-14)
        self.assertAlmostEqual(figures[1, ""], -1.25, delta=1e-14)
        self.assertEqual(figures[1, "EST"], 1.0)
        self.assertEqual(built["title"], "Northland gains most with a duty of 25% (+0.15%); with a duty of 100% its real income changes by "
                                         "−0.40%, that of South by −1.25%")
        self.assertIn("Northland collects most duties at the end of the range, a duty of 100%: 250 mn US$.", built["alternative"])
        self.assertIn("Eastland gains from 50% on", built["alternative"])
        self.assertIn("Ticks at the bottom", built["subtitle"])
        self.assertIn("Goods from Southland to Northland dies at 75%", " ".join(built["tips"]))

    def ladder_of(self, meaning, path, toml=""):
        world = hand_world.sweep_world()
        world["tables"]["/axis/path"]["values"] = [path]
        world["tables"]["/axis/meaning"] = hand_world.table(["axis"], "", [meaning])
        world["scenario"]["toml"] = toml
        return english(world, "ladder")

    def test_a_ladder_says_whose_duty_on_whom_it_varies(self):
        rules = "[[tariff]]\nrate = 1.0\n[[tariff]]\nadd = 0.1\n"
        built = self.ladder_of("rate of tariff[0]: NOR <- SUR, @goods", "tariff[0].rate", rules)
        self.assertIn("gains most with a duty of 25% on Southland (+0.15%); with a duty of 100% its", built["title"])
        self.assertEqual(built["option"]["xAxis"]["name"], "Duty of Northland on Southland")
        self.assertIn("The other rules of the scenario stay as written.", built["subtitle"])
        self.assertNotIn("other rules", self.ladder_of("rate of tariff[0]: NOR <- SUR, @goods", "tariff[0].rate", rules[:24])["subtitle"])
        built = self.ladder_of("add of tariff[1]: NOR <- [@south, !EST], [GDS]", "tariff[1].add", rules)
        self.assertIn("with 25 points more duty on South but Eastland (Goods) (+0.15%); with 100 points its", built["title"])
        self.assertEqual(built["option"]["xAxis"]["name"], "Points added to the duty of Northland on South but Eastland (Goods)")
        self.assertIn("all countries but Eastland", self.ladder_of("add of tariff[0]: NOR <- !EST, @goods", "tariff[0].add")["title"])
        self.assertIn("with a duty of 25% (", self.ladder_of("rate of tariff[0]: NOR <- @a & @b, @goods", "tariff[0].rate")["title"])

    def test_marks_of_a_ladder_lie_on_its_lines(self):
        world = hand_world.sweep_world()
        world["tables"]["/kink/level"]["values"] = [0.25, 0.75]
        world["tables"]["/region/welfare_pct"]["values"] = [0, 2, -1, 0.1, -2, 1.0, -0.4, -2.0, 1.0]
        built = english(world, "ladder")
        lines = {series["name"]: series["data"] for series in built["option"]["series"]}
        self.assertIn([25, 0.15], lines["Northland"])  # its maximum, solved between the levels
        self.assertIn([25, 0], lines["Eastland"])      # where it turns
        # Southland has three quarters of the income: +1.25 at 0, -1.25 at 50%; the line crosses zero at 25%, which is said.
        marks = {mark["text"]: mark["value"] for mark in lines["kinks"]}
        self.assertEqual(marks["South loses from about 25% on"], [25, 0])
        self.assertIn("That of South is interpolated between two levels.", built["subtitle"])

    def test_where_wages_stay_a_ladder_is_of_value_added(self):
        world = hand_world.sweep_world()
        world["attributes"]["closures"] = "variant = full, factors = rigid"
        world["tables"]["/region/value_added_base"] = hand_world.table(["region"], hand_world.MONEY, [5000, 3000, 1000])
        world["tables"]["/region/value_added_counterfactual"] = hand_world.table(
            ["rate", "region"], hand_world.MONEY, [5000, 3000, 1000, 5050, 2970, 1000, 5100, 2940, 1040])
        built = english(world, "ladder")
        figures = {(row["level"], row["code"]): row["value"] for row in built["rows"]}
        self.assertAlmostEqual(figures[1, "SUR"], -2, delta=1e-12)
        self.assertAlmostEqual(figures[1, ""], -0.5, delta=1e-12)  # 20 of 4000
        self.assertEqual(built["title"], "With a duty of 100% value added of South changes by −0.50% in the first year, that of Northland by +2.00%")
        self.assertIn("value added", built["subtitle"])
        self.assertNotIn("real income", str(built["option"]["series"][0]["markLine"]))


    def test_bands_of_the_ladder(self):
        world = hand_world.sweep_world()
        self.assertEqual(script.bands(world), {})
        ladder = lambda *v: hand_world.table(["rate", "region"], "percent", list(v))
        world["tables"]["/region/welfare_pct_p05"] = ladder(0, 0, 0, 0.05, -1.5, -0.25, -0.75, -2.5, None)
        self.assertEqual(script.bands(world), {}, "one side alone is no band")
        world["tables"]["/region/welfare_pct_p95"] = ladder(0, 0, 0, 0.25, -0.5, 0.5, -0.125, -1.75, 1.5)
        # The two together have no percentiles of their own, and Eastland none at the last level.
        self.assertEqual(script.bands(world), {
            "Northland": [(0, 0, 0), (50, 0.05, 0.25), (100, -0.75, -0.125)],
            "Southland": [(0, 0, 0), (50, -1.5, -0.5), (100, -2.5, -1.75)],
            "Eastland": [(0, 0, 0), (50, -0.25, 0.5)]})
        built, usual = english(world, "ladder"), english(hand_world.sweep_world(), "ladder")
        self.assertEqual([{key: row[key] for key in ("level", "region", "code", "value")} for row in built["rows"]], usual["rows"])
        figures = {(row["level"], row["region"]): (row["low"], row["high"]) for row in built["rows"]}
        self.assertEqual(figures[0.5, "Southland"], (-1.5, -0.5))
        self.assertEqual(figures[1, "Eastland"], (None, 1.5))
        self.assertIn("5th to 95th percentile of", built["subtitle"])
        self.assertNotIn("percentile", usual["subtitle"])
        low, high = (built["option"]["yAxis"][end] for end in ("min", "max"))
        self.assertTrue(low <= -2.5 and high >= 0.5, (low, high))


class Everywhere(unittest.TestCase):
    WORLDS = (hand_world.run_world, hand_world.china_world, hand_world.unchanged_world, hand_world.sweep_world)

    def test_every_text_is_whole_in_every_language(self):
        for world in self.WORLDS:
            for key, built in script.build(world(), options=(WIDE, PHONE, dict(WIDE, selected="SUR"))).items():
                texts = [built["title"], built["subtitle"], built["source"], built["alternative"], *built["tips"],
                         *(column["label"] for column in built["columns"])]
                for text in texts:
                    with self.subTest(world=world.__name__, key=key):
                        self.assertRegex(text, r"\S")
                        self.assertNotRegex(text, r"[{}]|undefined|NaN|null|\[object|^[a-z_]+\.[a-z_0-9]+$")

    def test_every_drawing_is_well_formed(self):
        for world in self.WORLDS:
            for key, built in script.build(world(), ("pt",), (WIDE, PHONE), drawing=True).items():
                with self.subTest(world=world.__name__, key=key):
                    xml.etree.ElementTree.fromstring(built["svg"])
                    self.assertEqual(built["option"]["aria"]["label"]["description"], built["alternative"])
                    if world is hand_world.unchanged_world:
                        self.assertIn(f">{built['title']}<", built["svg"])

    def test_nothing_changes(self):
        made = script.build(hand_world.unchanged_world(), ("en",))
        self.assertEqual(len(made), 5)
        for (chart, _, _), built in made.items():
            self.assertEqual(built["title"], "No duty changes in Northland" if chart == "duties" else "Nothing changes")
            self.assertEqual(built["rows"], [])

    def test_names_cannot_bring_markup_into_a_tooltip(self):
        world = hand_world.run_world()
        world["names"]["region"].update({code: f"<img src=x onerror=bad()>{code}" for code in hand_world.REGIONS})
        world["names"]["sector"]["GDS"] = "<b>'goods\"&</b>"
        said = [tip for built in script.build(world, ("en",)).values() for tip in built["tips"]]
        self.assertTrue(any("&lt;img" in tip for tip in said))
        for tip in said:
            self.assertNotRegex(tip.replace("<strong>", "").replace("</strong>", "").replace("<br>", ""), "[<>]")


class Format(unittest.TestCase):
    def said(self, expression):
        return [script.run("var words = " + script.json.dumps(script.words(language)) + "; JSON.stringify(desvio.format." + expression + ");")
                for language in LANGUAGES]

    def test_a_number_does_not_break_from_its_unit(self):
        made = script.run("JSON.stringify(desvio.format.money(32765.9, 'million US$', " + script.json.dumps(script.words("es")) + "));", is_plain=False)
        self.assertEqual(made, "32\u00a0800\u00a0millones de\u00a0US$")

    def test_numbers(self):
        self.assertEqual(self.said("number(1234567.891, 1, words)"), ["1,234,567.9", "1 234 567,9", "1.234.567,9"])
        self.assertEqual(self.said("number(-0.004, 2, words)"), ["0.00", "0,00", "0,00"])
        self.assertEqual(self.said("signed(-12.25, 1, words)"), ["−12.3", "−12,3", "−12,3"])
        self.assertEqual(self.said("signed(0.04, 1, words)"), ["0.0", "0,0", "0,0"])
        self.assertEqual(self.said("number(null, 1, words)"), ["–"] * 3)

    def test_shares(self):
        self.assertEqual(self.said("share(0.5351, 0, words)"), ["54%", "54 %", "54%"])
        self.assertEqual(self.said("signed_percent(-0.2265, 2, words)"), ["−0.23%", "−0,23 %", "−0,23%"])
        self.assertEqual(self.said("fine_percent(-0.0041, words)"), ["−0.004%", "−0,004 %", "−0,004%"])
        self.assertEqual(self.said("fine_percent(0.005, words)"), ["+0.01%", "+0,01 %", "+0,01%"])
        self.assertEqual(self.said("fine_percent(0, words)"), ["0.00%", "0,00 %", "0,00%"])
        self.assertEqual(self.said("level(0.0793, words)"), ["7.9%", "7,9 %", "7,9%"])
        self.assertEqual(self.said("level(1, words)"), ["100%", "100 %", "100%"])

    def test_money(self):
        self.assertEqual(self.said("money(32765.9, 'million US$', words)"), ["32.8 bn US$", "32 800 millones de US$", "US$ 32,8 bi"])
        self.assertEqual(self.said("signed_money(-767.4, 'numeraire million US$', words)"),
                         ["−767 mn US$", "−767 millones de US$", "−US$ 767 mi"])
        self.assertEqual(self.said("money(999.6, 'million US$', words)"), ["1.0 bn US$", "1 000 millones de US$", "US$ 1,0 bi"])
        self.assertEqual(self.said("money(1234567, 'million US$', words)"), ["1,235 bn US$", "1 235 000 millones de US$", "US$ 1.235 bi"])
        self.assertEqual(self.said("money_short(9.96, 'million US$', words)"), ["10 mn", "10 M", "10 mi"])
        self.assertEqual(self.said("signed_money(0.01, 'million US$', words)"), ["0.0 mn US$", "0,0 millones de US$", "US$ 0,0 mi"])
        self.assertEqual(self.said("money(12.4, 'tonnes', words)"), ["12 tonnes"] * 3)

    def test_lists_and_names(self):
        self.assertEqual(self.said("list(['Chile', 'Brasil', 'Iraq'], words)"), ["Chile, Brasil and Iraq", "Chile, Brasil e Iraq", "Chile, Brasil e Iraq"])
        data = "{ names: { region: { USA: 'United States', XYZ: 'Narnia (old)', ROW: 'Everyone else' } }, groups: {} }"
        self.assertEqual(self.said(f"region(words, {data}, 'USA', 'in')"), ["in the United States", "en Estados Unidos", "nos Estados Unidos"])
        self.assertEqual(self.said(f"region(words, {data}, 'XYZ', 'of')"), ["of Narnia", "de Narnia", "de Narnia"])
        self.assertEqual(self.said(f"region(words, {data}, 'ROW')"), ["Everyone else"] * 3)
        self.assertEqual(self.said("group(words, 'latin_america', 'of')"), ["of Latin America", "de América Latina", "da América Latina"])


if __name__ == "__main__":
    unittest.main()
