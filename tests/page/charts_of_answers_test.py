"""The charts on answers of the program: rows are the tables' figures, the ledger balances, no text leaves its picture or covers
another, in three languages, on a page and on a phone."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import pictures_twin
import script
from script import LANGUAGES, PHONE, WIDE

RUNS = ("brics-100", "mexico-colombia", "brics-100-spares-brazil", "us-2025-08-07", "brics-100-first-year", "chancay")
DRAWN = ("brics-100", "us-2025-08-07")
EXPECTED = {"redirection", "map", "market-share", "heatmap", "china", "welfare", "duties"}


class Answer:
    """Figures by path and labels."""

    def __init__(self, data):
        self.data = data

    def at(self, path, *labels):
        table, place = self.data["tables"][path], 0
        for dimension, label in zip(table["dimensions"], labels, strict=True):
            of = self.data["dimensions"][dimension]
            place = place * len(of) + of.index(label)
        return table["values"][place]


class Charts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        folder = Path(cls.holder.name)
        cls.answers = {}
        for name in RUNS:
            subprocess.run([os.environ["DESVIO"], "run", name, "-q", "-o", folder / "r.h5", "--force"], check=True)
            cls.answers[name] = Answer(pictures_twin.pictures(folder / "r.h5"))
        subprocess.run([os.environ["DESVIO"], "sweep", "brics-100", "--vary", "tariff[0].rate=0:1:0.25", "-q", "-o", folder / "l.h5"], check=True)
        cls.ladder = Answer(pictures_twin.pictures(folder / "l.h5"))

    def built(self, name, chart, options=WIDE):
        return script.build(self.answers[name].data, ("en",), (options,), [chart])[chart, "en", 0]

    def test_the_ledger_balances_and_is_that_of_the_file(self):
        for name, answer in self.answers.items():
            with self.subTest(name):
                focus, market = answer.data["focus"], answer.data["market"]
                loss = {code: answer.at("/redirection_volume/loss", code) for code in focus}
                lost = sum(value for value in loss.values() if value > 0)
                gained = -sum(value for value in loss.values() if value < 0)
                is_loss = lost > 0.05 * gained
                built = self.built(name, "redirection")
                side = {part: [row for row in built["rows"] if row["part"] == part] for part in ("exporter", "falls", "rises")}
                total = {part: sum(row["change"] for row in rows) for part, rows in side.items()}
                self.assertAlmostEqual(total["exporter"], -lost if is_loss else gained, delta=1e-9 * max(lost, gained))
                # What falls and what rises are equal: sums of a thousand flows.
                self.assertAlmostEqual(total["falls"] + total["rises"], 0, delta=1e-8 * max(lost, gained))
                chosen = [code for code in focus if (loss[code] > 0) == is_loss and loss[code] != 0]
                home = sum(answer.at("/redirection_volume/absorbed", code) for code in chosen)
                self.assertTrue(any(abs(row["change"] - home) <= 1e-9 * abs(home) for row in built["rows"]), home)
                china = sum(answer.at("/redirection_volume/by_destination", code, "CHN") for code in chosen)
                if market != "CHN":
                    self.assertTrue(any(row["name"].startswith("China") and abs(row["change"] - china) <= 1e-9 * abs(china) for row in built["rows"]), china)

    def test_rows_are_figures_of_the_tables(self):
        for name, answer in self.answers.items():
            rigid = name == "brics-100-first-year"
            outcome = "/region/value_added_pct" if rigid else "/region/welfare_pct"
            paths = {"map": {"value": outcome, "low": outcome + "_p05", "high": outcome + "_p95"},
                     "welfare": {"whole": outcome, "prices": "/region/terms_of_trade_pct", "volume": "/region/volume_of_trade_pct"}}
            made = script.build(answer.data, ("en",))
            self.assertEqual({chart for chart, _, _ in made}, EXPECTED - ({"welfare"} if rigid else set()))
            for chart, keys in paths.items():
                for row in made.get((chart, "en", 0), {"rows": []})["rows"]:
                    for key, path in keys.items():
                        if row["code"]:
                            self.assertEqual(row[key], answer.at(path, row["code"]), (name, chart, row))
            for row in made["heatmap", "en", 0]["rows"]:
                self.assertEqual(row["change"], answer.at("/derived/output_pct", row["sector_code"], row["code"]))
            self.assertEqual(len(made["heatmap", "en", 0]["rows"]), 20 * 29)
            for row in made["china", "en", 0]["rows"]:
                if row["code"]:
                    for key, when in (("before", "base"), ("after", "counterfactual")):
                        self.assertEqual(row[key], answer.at(f"/concentration/destination_share_{when}", row["code"], "CHN"))
            for row in made["market-share", "en", 0]["rows"]:
                self.assertEqual(row["before"], answer.at("/market/import_base", row["code"]))
                loss = answer.at("/redirection_volume/loss", row["code"])
                self.assertAlmostEqual(row["change"], -loss, delta=1e-12 * row["before"])

    def test_regions_in_focus_together_are_what_the_program_says(self):
        for name in ("brics-100", "chancay", "mexico-colombia"):
            answer = self.answers[name]
            together = self.built(name, "welfare")["rows"][0]
            # Both are sums of twenty countries' change of real income over their income.
            self.assertAlmostEqual(together["whole"], answer.at("/focus/welfare_pct"), delta=1e-12)
            self.assertEqual(together["low"], answer.at("/focus/welfare_pct_p05"))

    def test_a_duty_of_100_percent_is_seen_as_100(self):
        built = self.built("brics-100", "duties")
        members = self.answers["brics-100"].data["groups"]["brics"]
        self.assertEqual({row["code"] for row in built["rows"] if row["code"] in members}, set(members))
        for row in built["rows"]:
            if row["code"] in members:
                self.assertAlmostEqual(row["after"], 1, delta=1e-12)  # a mean of ones, weighted
            else:
                self.assertAlmostEqual(row["after"], row["before"], delta=1e-15)
        self.assertIn("to 100%", built["title"])

    def test_the_ladder_has_every_level_of_the_sweep(self):
        built = script.build(self.ladder.data, ("en",))["ladder", "en", 0]
        rows = [row for row in built["rows"] if row["code"]]
        levels = {0, 0.25, 0.5, 0.75, 1}
        self.assertLess(levels, {row["level"] for row in rows})
        self.assertGreaterEqual(len({row["code"] for row in rows}), 5)
        best = self.ladder.at("/optimum/rate/welfare_level")
        for row in rows:
            if row["level"] in levels:
                self.assertEqual(row["value"], self.ladder.at("/region/welfare_pct", row["level"], row["code"]))
            else:  # solved between the levels: the market's maximum, or a change of sign
                at_best = row["level"] == best and row["code"] == self.ladder.data["market"]
                self.assertEqual(row["value"], self.ladder.at("/optimum/rate/welfare_value") if at_best else 0)
        self.assertIn(f"a duty of {100 * best:.1f}% on BRICS", built["title"])

    def test_what_is_drawn_is_told_in_words(self):
        for language in LANGUAGES:
            made = script.build(self.answers["brics-100"].data, (language,))
            point = "." if language == "en" else ","
            unit = " %" if language == "es" else "%"
            for chart, key, decimals, factor, sign in (("map", "value", 2, 1, True), ("welfare", "whole", 2, 1, True),
                                                       ("china", "after", 1, 100, False), ("market-share", "share_after", 1, 100, False)):
                built = made[chart, language, 0]
                for row in built["rows"]:
                    figure = f"{factor * row[key]:.{decimals}f}"
                    is_zero = float(figure) == 0
                    figure = figure.lstrip("-").replace(".", point)
                    figure = ("" if is_zero or not sign else "−" if row[key] < 0 else "+") + figure + unit
                    with self.subTest(language=language, chart=chart, region=row["region"]):
                        self.assertIn(figure, built["alternative"])
                        self.assertIn(row["region"].split(" ")[-1], built["alternative"])

    def test_bands_of_a_ladder_are_those_of_the_file(self):
        path = Path(self.holder.name) / "drawn.h5"
        subprocess.run([os.environ["DESVIO"], "sweep", "brics-100", "--vary", "tariff[0].rate=0:1:0.25", "--draws", "12", "-q", "-o", path],
                       check=True)
        drawn = Answer(pictures_twin.pictures(path))
        levels, codes = drawn.data["dimensions"]["rate"], {}
        for row in script.build(drawn.data, ("en",), (WIDE,), ["ladder"])["ladder", "en", 0]["rows"]:
            codes[row["region"]] = row["code"]
        bands = script.bands(drawn.data)
        self.assertEqual(bands.keys(), codes.keys())
        for name, band in bands.items():
            with self.subTest(name):
                who = ("/region", codes[name]) if codes[name] else ("/focus",)
                low, high = ([drawn.at(f"{who[0]}/welfare_pct_{side}", level, *who[1:]) for level in levels] for side in ("p05", "p95"))
                self.assertEqual(band, [tuple(point) for point in zip([100 * level for level in levels], low, high)])
                self.assertTrue(all(a < b for a, b in list(zip(low, high))[1:]))

    def test_labels_of_the_map_s_axis_are_evenly_spaced(self):
        for name in ("brics-100", "us-2025-08-07"):
            for width in (900, 640, 560, 360):
                built = script.build(self.answers[name].data, ("es",), ({"width": width, "compact": width < 520},), ["map"], drawing=True)["map", "es", 0]
                figures = [box for box in script.boxes(built["svg"]) if re.fullmatch(r"[−]?[\d,]+ %", box[4].replace("\u00a0", " "))]
                lowest = max(bottom for _, _, _, bottom, _ in figures)
                labels = sorted((left + right) / 2 for left, _, right, bottom, _ in figures if bottom > lowest - 2)
                gaps = [after - before for before, after in zip(labels, labels[1:])]
                self.assertGreater(len(labels), 1)
                self.assertLess(max(gaps) - min(gaps), 12, (name, width, labels))  # a missing step is more

    def test_no_text_leaves_its_picture_or_covers_another(self):
        for data in [self.answers[name].data for name in DRAWN] + [self.ladder.data]:
            options = (WIDE, PHONE, {"width": 640})
            for (chart, language, place), built in script.build(data, options=options, drawing=True).items():
                boxes, width = script.boxes(built["svg"]), options[place]["width"]
                self.assertGreater(len(boxes), 5)
                for k, (left, top, right, bottom, text) in enumerate(boxes):
                    with self.subTest(scenario=data["scenario"]["name"], chart=chart, language=language, width=width, text=text):
                        self.assertGreaterEqual(left, -1)
                        self.assertLessEqual(right, width + 1)
                        self.assertGreaterEqual(top, -1)
                        self.assertLessEqual(bottom, built["height"] + 1)
                        for other in boxes[:k]:
                            across, down = min(right, other[2]) - max(left, other[0]), min(bottom, other[3]) - max(top, other[1])
                            self.assertFalse(across > 1.5 and down > 1.5, f"covers {other[4]}")


if __name__ == "__main__":
    unittest.main()
