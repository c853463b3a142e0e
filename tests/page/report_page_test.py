"""The report page in a browser: what it says is what `desvio run` says and the file holds; sliders, comparison, CSV and languages."""

import csv
import io
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import browser as harness
import h5py
from browser import Browser

DESVIO = os.environ["DESVIO"]
READY = "return document.body.dataset.ready === 'yes'"


def desvio(*arguments):
    done = subprocess.run([DESVIO, *map(str, arguments)], text=True, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def numbers(text):
    """Numbers of a text in their order: "+0.02%" is 0.02, "minus 24.0" and a minus sign are negative."""
    text = text.replace("minus ", "-").replace("plus ", "").replace("\u2212", "-").replace(",", "")
    return [float(found) for found in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", text)]


RUNS = ("brics-100", "brics-100-first-year", "brazil-50")
made = None  # what all tests share: made once


class Made:
    """Results, reports of them, and a browser that opens one after the other."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = Path(self.holder.name)
        self.said = {name: desvio("run", name, "-o", self.folder / f"{name}.h5") for name in RUNS}
        desvio("sweep", "brics-100", "--vary", "tariff[0].rate=0:1:0.25", "-q", "-o", self.folder / "ladder.h5")
        self.page("brics-100", *RUNS)
        for name in ("brazil-50", "brics-100-first-year", "ladder"):
            self.page(name, name)
        for language in ("es", "pt"):
            self.page(f"brics-100.{language}", "brics-100", language=language)
        self.browser = Browser().__enter__()

    def page(self, name, *files, language="en"):
        desvio("report", *(self.folder / f"{file}.h5" for file in files), "-o", self.folder / f"{name}.html", "--lang", language)

    def close(self):
        self.browser.__exit__(None, None, None)
        self.holder.cleanup()


def setUpModule():
    global made
    harness.require_browser()
    made = Made()
    unittest.addModuleCleanup(made.close)


class Pages(unittest.TestCase):
    @property
    def folder(self):
        return made.folder

    def opened(self, name):
        made.browser.open(self.folder / f"{name}.html", READY)
        return made.browser

    def result(self, name):
        return self.enterContext(h5py.File(self.folder / f"{name}.h5"))


class Answer(Pages):
    def test_the_sentences_have_the_numbers_that_run_prints(self):
        for name, text in made.said.items():
            with self.subTest(name):
                # The headline ends where the first table begins; what the page adds to it are intervals.
                headline = text.split("\n\n")[0].split("\n", 1)[1]
                page = self.opened(name).run("return document.getElementById('answer').textContent")
                page = re.sub(r" \([^()]*elasticity draws\)", "", page)
                expected = numbers(headline)
                if name.endswith("first-year"):
                    expected.pop()  # "plus 10.5 bn of it directly": not a table of the pictures
                self.assertGreater(len(expected), 8)
                self.assertEqual(numbers(page), expected)

    def test_figures_are_those_of_the_file_to_the_bit_and_their_text_rounds_to_them(self):
        browser, result = self.opened("brics-100"), self.result("brics-100")
        found = browser.run("return [...document.querySelectorAll('data.figure[data-path^=\"/\"]')].filter(d => !d.closest('#ladder')).map(d => "
                            "[d.dataset.path, d.dataset.label || '', d.dataset.formula || '', d.getAttribute('value'), d.textContent])")
        compared = 0
        for path, label, formula, value, text in found:
            dataset = result[path]
            if dataset.ndim > 1 or (dataset.ndim == 1 and not label) or not self.is_numeric(dataset):
                continue
            if dataset.ndim == 0:
                expected = float(dataset[()])
            else:
                names = [name.decode() for name in dataset.dims[0][0][()]]
                expected = float(dataset[names.index(label)])
            if formula.startswith("-"):
                expected = -expected
            with self.subTest(path=path, label=label):
                if formula in ("", "-loss"):
                    self.assertEqual(float(value), expected)
                else:  # the page summed it itself, in another order
                    self.assertAlmostEqual(float(value), expected, delta=1e-9 * max(1, abs(expected)))
                if not re.search(r"[bm]n|e\u2212", text):
                    shown = numbers(text)[0]
                    half = 0.5001 * 10.0 ** -len(text.partition(".")[2].rstrip("%"))
                    value = float(value) * (100 if text.endswith("%") and not path.endswith(("_pct", "_p05", "_p95")) else 1)
                    self.assertAlmostEqual(shown, value, delta=half)
            compared += 1
        self.assertGreater(compared, 150)

    @staticmethod
    def is_numeric(dataset):
        return dataset.dtype.kind == "f"

    def test_quality_is_in_the_language_of_the_page(self):
        for language, market, horizon in (("es", "sube aranceles sobre 623 200 millones de US$ de comercio", "largo plazo"),
                                          ("pt", "eleva tarifas sobre US$ 623,2 bi de comércio", "longo prazo")):
            browser = self.opened(f"brics-100.{language}")
            text = browser.run("const facts = document.querySelector('#quality .facts').cloneNode(true);"
                               "facts.querySelectorAll('code').forEach(one => one.remove()); return facts.textContent").replace("\u00a0", " ")
            self.assertIn(market, text)
            self.assertIn(horizon, text)
            self.assertNotRegex(text, r"million of|converged|world value|factors =|variant|run")
            self.assertEqual(browser.run("return document.querySelectorAll('#quality .facts [lang=en]').length"), 0)

    def test_the_ladder_says_what_its_file_says(self):
        browser, ladder = self.opened("ladder"), self.result("ladder")
        focus = ladder.attrs["focus"].split()
        names = [name.decode() for name in ladder["region/region"][()]]
        places = [names.index(code) for code in focus]
        welfare = 100 * ladder["region/equivalent_variation"][()][:, places].sum(1) / ladder["region/income_base"][()][places].sum()
        shown = browser.run("return [...document.querySelectorAll('#levels tbody tr')].map(r => +r.querySelector('data').value)")
        self.assertEqual(len(shown), 5)
        for level, value in zip(shown, welfare):
            self.assertAlmostEqual(level, value, delta=1e-12)
        best = browser.run("return +document.querySelector('#answer data[data-path$=\"/welfare_level\"]').value")
        self.assertEqual(best, float(ladder["optimum/rate/welfare_level"][()]))
        self.assertEqual(browser.run("return ['map', 'who', 'weak', 'try'].filter(id => document.getElementById(id))"), [])

    def test_other_answers_stand_beside_the_first_with_their_differences(self):
        browser = self.opened("brics-100")
        rows = browser.run("""return [...document.querySelectorAll('#compare tbody tr')].map(r => [...r.cells].slice(1).map(
            (cell) => cell.querySelector('data') ? +cell.querySelector('data').value : cell.textContent.trim()))""")
        self.assertEqual({len(row) for row in rows}, {3})
        # Shares of a loss, the second row and the third, are not told where they say nothing.
        untold = {k for k, row in enumerate(rows) for value in row if isinstance(value, str)}
        self.assertLessEqual(untold, {1, 2}, rows)
        self.assertLessEqual({value for row in rows for value in row if isinstance(value, str)}, {"–"})
        for place, name in enumerate(RUNS):
            self.assertAlmostEqual(rows[0][place], -float(self.result(name)["focus/loss"][()]), delta=1e-6)
        shown = browser.run("return document.querySelector('#compare .difference').textContent")
        self.assertAlmostEqual(numbers(shown)[0], (rows[0][1] - rows[0][0]) / 1000, delta=0.051)

    def test_answers_about_other_markets_or_regions_are_named_and_have_no_difference(self):
        browser = self.opened("brics-100")
        heads, rows = browser.run("""const page = desvio.page, first = page.carried.files[0], named = (more) => ({name: 'x', file: 'x.h5', pictures: {...first, ...more}});
            const table = page.comparison([named({}), named({market: 'CHN'}), named({focus: ['BRA']}), named({})], page.words);
            return [[...table.querySelectorAll('thead .units')].map(e => e.textContent.trim()),
                    [...table.querySelectorAll('tbody tr')].map(r => [r.cells[0].textContent, [...r.cells].slice(2).map(c => c.querySelector('.difference') !== null)])];""")
        self.assertEqual(heads, [f"x.h5; market: {market}; about: {focus}" for market, focus in (
            ("United States", "Latin America"), ("China", "Latin America"), ("United States", "Brazil"), ("United States", "Latin America"))])
        has_difference = dict(rows)
        self.assertEqual(has_difference["Sales of the regions of the column in the market of the column"], [False, False, True])
        self.assertEqual(has_difference["Exports of the regions of the column"], [True, False, True])
        self.assertEqual(has_difference["Real income of the market of the column"], [False, True, True])

    def test_tables_of_draws_say_so(self):
        self.assertIn("percentiles of elasticity draws", self.opened("brics-100").run("return document.querySelector('#who caption').textContent"))


class First(Pages):
    def test_no_language_shows_a_key_or_a_hole_or_a_missing_value(self):
        for name in ("brics-100", "brics-100.es", "brics-100.pt", "ladder", "brics-100-first-year"):
            with self.subTest(name):
                browser = self.opened(name)
                browser.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
                text = browser.run("return document.getElementById('page').innerText")
                self.assertEqual(re.findall(r"report\.[a-z]+|\{\w+\}|undefined|NaN|null|\[object", text), [])
                self.assertEqual((browser.errors(), browser.strangers(self.folder.as_uri())), ([], []))

    def test_the_headings_are_in_the_readers_language(self):
        titles = {name: self.opened(name).run("return [...document.querySelectorAll('h1, section > h2')].map(h => h.textContent)")
                  for name in ("brics-100", "brics-100.es", "brics-100.pt")}
        english = set(titles.pop("brics-100"))
        for name, found in titles.items():
            self.assertEqual([title for title in found if title in english], [], name)

    def test_headings_go_down_by_one(self):
        for name in ("brics-100.es", "ladder"):
            levels = self.opened(name).run("return [...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])")
            self.assertEqual(levels[0], 1)
            self.assertTrue(all(after - before <= 1 for before, after in zip(levels, levels[1:])), levels)

    def test_nothing_is_wider_than_a_phone(self):
        with Browser("phone") as phone:
            for name in ("brics-100.es", "ladder"):
                phone.open(self.folder / f"{name}.html", READY)
                self.assertLessEqual(phone.run("return document.documentElement.scrollWidth"), phone.width)

    def test_the_first_screen_holds_the_answer_and_its_picture(self):
        for name in ("brics-100", "brics-100.es", "brics-100.pt"):
            browser = self.opened(name)
            self.assertLessEqual(browser.run("return document.querySelector('#picture-redirection .canvas').getBoundingClientRect().bottom"), 800)
            self.assertLessEqual(browser.run("return document.querySelector('.tiles').getBoundingClientRect().bottom"), 800)


class Taken(Pages):
    """What a reader takes away."""

    def test_the_csv_of_a_picture_has_its_rows_unrounded(self):
        browser, result = self.opened("brics-100"), self.result("brics-100")
        path = browser.download(lambda: browser.run("document.querySelector('#picture-map [data-download]').click()"))
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        welfare = dict(zip((name.decode() for name in result["region/region"][()]), result["region/welfare_pct"][()]))
        codes = [key for key in rows[0] if rows[0][key] in welfare][0]
        found = {row[codes]: [float(value) for value in row.values() if re.fullmatch(r"-?[\d.]+(e-?\d+)?", value)] for row in rows if row[codes] in welfare}
        self.assertEqual(len(found), len(result.attrs["focus"].split()))
        for code, values in found.items():
            self.assertIn(float(welfare[code]), values)

    def test_one_csv_has_every_picture(self):
        browser = self.opened("brics-100")
        path = browser.download(lambda: browser.run("document.querySelector('#repeat [data-download$=\".csv\"]').click()"))
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        self.assertEqual(list(rows[0]), ["picture", "row", "column", "units", "value"])
        self.assertEqual({row["picture"] for row in rows}, {"redirection", "map", "market-share", "heatmap", "china", "welfare", "duties", "ladder"})

    def test_the_scenario_is_that_of_the_file(self):
        browser, result = self.opened("brics-100"), self.result("brics-100")
        path = browser.download(lambda: browser.run("document.querySelector('#repeat [data-download$=\".toml\"]').click()"))
        self.assertEqual(path.read_text(encoding="utf-8"), result.attrs["scenario_toml"])

    def test_quoting(self):
        browser = self.opened("ladder")
        rows = [{"a": 'x "y", z', "b": None}, {"a": "two\nlines", "b": 0.1 + 0.2}, {"a": "", "b": -1e-300}]
        text = browser.run("return desvio.page.csv_of([{key: 'a'}, {key: 'b'}], arguments[0])", rows)
        self.assertEqual(list(csv.reader(io.StringIO(text, newline=""))),
                         [["a", "b"], ['x "y", z', ""], ["two\nlines", "0.30000000000000004"], ["", "-1e-300"]])


class ScenarioText(Pages):
    """What the page reads from a scenario and changes in it."""

    TOML = '''[scenario]
name = "x"
note = """
[[tariff]]
rate = 9
"""
[[tariff]]
importer = "USA" # a note
exporter = ["@brics", "!BRA"]
rate     = 1_0.5e-1   # not 9
[[retaliation]]
by = "CHN"
mirror = true
[[tariff]]
add = -0.05
[[trade_cost]]
days = -22
per_day = 0.008
[model]
deficits = "balanced"
demand_elasticity = 0.5
[report]
draws = 0
'''

    def ask(self, expression, *arguments):
        if "ladder.html" not in made.browser.run("return location.href"):
            self.opened("ladder")
        return made.browser.run(f"return desvio.page.{expression}", *arguments)

    def test_numbers_that_can_be_moved(self):
        found = self.ask("movable_numbers(arguments[0])", self.TOML)
        self.assertEqual([(one["path"], one["written"]) for one in found], [
            ("tariff[0].rate", 1.05), ("tariff[1].add", -0.05), ("trade_cost[0].days", -22), ("trade_cost[0].per_day", 0.008)])
        self.assertEqual(found[0]["who"], {"importer": "USA", "exporter": "@brics, !BRA"})
        self.assertTrue(all(one["range"][0] <= one["written"] <= one["range"][1] for one in found))

    def test_of_a_number_with_three_readings_the_one_that_was_run_can_be_moved(self):
        toml = '[[tariff]]\nadd = { low = 0.25, central = 0.50, high = 0.75 }\n[[trade_cost]]\ndays = -3\nper_day = "a:central"\n'
        found = lambda *reading: [(one["path"], one["written"]) for one in self.ask("movable_numbers(...arguments)", toml, *reading)]
        self.assertEqual(found("central"), [("tariff[0].add", 0.5), ("trade_cost[0].days", -3)])
        self.assertEqual(found("high"), [("tariff[0].add", 0.75), ("trade_cost[0].days", -3)])
        self.assertEqual(found(), [("trade_cost[0].days", -3)])

    def test_a_scenario_without_a_title_is_asked_in_words(self):
        browser = self.opened("ladder")
        title = lambda toml: browser.run("const data = desvio.page.carried, first = data.files[0];"
            "return desvio.page.composed_title(data.words, {...first, scenario: {name: 'x', toml: arguments[0]}})", toml)
        rule = '[[tariff]]\nimporter = "USA"\nexporter = ["@brics", "!BRA"]\nsector = "@goods"\n'
        self.assertEqual(title(rule + "rate = 0.5\n"), "Duty of the United States on BRICS but Brazil: 50%")
        self.assertEqual(title(rule + "add = 0.1\n"), "Points added to the duty of the United States on BRICS but Brazil: 10%")
        self.assertEqual(title('[[schedule]]\nfile = "us-2025-2026"\n'), "x")

    def test_a_report_says_how_to_repeat_it(self):
        browser = self.opened("ladder")
        commands = lambda name: browser.run("const data = desvio.page.carried, run = {...data.files[0], kind: 'run'};"
            "return desvio.page.repeat(data.words, {...run, scenario: {name: 'brics-100', toml: ''}}, arguments[0]).flat(9)"
            ".filter(Boolean).map(node => node.tagName === 'PRE' ? node.textContent : '').join('')", name)
        self.assertEqual(commands("brics-100"), "desvio run brics-100 -o brics-100.h5")
        self.assertEqual(commands("mine.toml"), "desvio run brics-100.toml -o brics-100.h5")
        self.assertEqual(commands("r.h5"), "desvio rerun r.h5\ndesvio run brics-100.toml -o result.h5")

    def test_every_path_is_one_that_the_program_knows(self):
        folder = Path(__file__).resolve().parents[2] / "params" / "sets" / "scenarios"
        for path in sorted(folder.glob("*.toml")):
            for one in self.ask("movable_numbers(arguments[0])", path.read_text(encoding="utf-8"))[:2]:
                with self.subTest(path.stem, number=one["path"]):
                    # A range that is none is refused with its own words, once the path is known.
                    done = subprocess.run([DESVIO, "sweep", path.stem, "--vary", f"{one['path']}=none"], text=True, capture_output=True)
                    self.assertNotIn("no such", done.stderr)
                    self.assertIn("none", done.stderr)

    def test_closures_are_written_into_the_text(self):
        chosen = {"kind": "caliendo-parro", "deficits": "gdp-share", "factors": "mobile", "revenue": "waste"}
        text = self.ask("with_closures(arguments[0], arguments[1])", self.TOML, chosen)
        self.assertIn('[model]\nrevenue = "waste"\ndeficits = "gdp-share"\n[report]', text)
        self.assertEqual(text.count("deficits"), 1)
        first_year = self.ask("with_closures(arguments[0], arguments[1])", self.TOML, chosen | {"kind": "input-output"})
        self.assertIn('kind = "input-output"', first_year)
        self.assertNotIn("deficits", first_year)
        self.assertIn("demand_elasticity", first_year)
        rigid = self.ask("with_closures(arguments[0], arguments[1])", self.TOML, chosen | {"factors": "rigid"})
        self.assertNotIn("deficits", rigid)
        self.assertIn('factors = "rigid"', rigid)

    def test_what_is_not_moved_is_left_as_it_is(self):
        same = {"kind": "caliendo-parro", "deficits": "fixed", "factors": "mobile", "revenue": "rebate"}
        plain = '[scenario]\nname = "x"\n'
        self.assertEqual(self.ask("with_closures(arguments[0], arguments[1])", plain, same), plain)
        moved = self.ask("with_closures(arguments[0], arguments[1])", plain, same | {"revenue": "waste"})
        self.assertEqual(moved, plain + '\n\n[model]\nrevenue = "waste"\n')

    RULES = '''[[tariff]]
importer = "USA"
exporter = ["@brics", "!BRA", "!CHN"]
sector = ["@goods", "!AGR"]
rate = 1
[[tariff]]
exporter = "*"
importer = ["USA", "CAN"]
factor = 1.1
[[retaliation]]
by = "@brics"
against = "USA"
sector = "@goods"
rate = 0.2
[[trade_cost]]
importer = "@latin_america & !@brics"
exporter = "!CHN"
days = -22
[[productivity]]
region = "@latin_america"
sector = ["ELE", "XYZ"]
change = 0.01
[[productivity]]
region = "BRA"
sector = ["FOD", "AGR"]
change = 0.01
'''

    def test_numbers_are_called_by_words_not_by_codes(self):
        labels = self.ask("movable_numbers(arguments[0]).map(n => desvio.page.number_label(desvio.page.carried.words, "
                          "desvio.page.carried.ladder || desvio.page.carried.files[0], n))", self.RULES)
        sectors = self.ask("carried.words.sectors")
        self.assertEqual(labels, [
            f"Duty · BRICS except Brazil and China → United States · all goods except {sectors['AGR']}",
            "Duty multiplied by · all countries → United States and Canada · all goods and services",
            "Retaliation · United States → BRICS · all goods",
            "Days of transport · all countries except China → Latin America & !BRICS · all goods and services",
            f"Change of productivity · Latin America · {sectors['ELE']} and XYZ",
            f"Change of productivity · Brazil · {sectors['FOD']}; {sectors['AGR']}"])
        self.assertIn(",", sectors["AGR"])
        units = self.ask("movable_numbers(arguments[0]).map(n => desvio.page.number_range(desvio.page.carried.words, n).unit)", self.RULES)
        self.assertEqual(units, ["%", "×", "%", "days", "%", "%"])


class Sliders(Pages):
    """The page around an engine that answers with the second file, when it is told to."""

    def stubbed(self):
        browser = self.opened("brics-100")
        browser.run("""const data = desvio.page.carried;
            window.asked = [];
            data.model = {input: ''};
            desvio.engine = {open: async () => ({ask: (question) => new Promise((resolve) => window.asked.push({question: question,
                answer: (k) => resolve({answer: JSON.parse(JSON.stringify(data.files[k])), seconds: {solve: 0.001, whole: 0.002}}),
                refuse: () => resolve({faults: [{line: 1, column: 1, problem: 'planted fault', why: '', what_to_do: ''}]})}))})};
            desvio.page.report(document.getElementById('page'), data);""")
        browser.wait("return document.querySelector('.try[data-ready=yes]')")
        return browser

    def move(self, browser, percent):
        before = browser.run("return window.asked.length")
        browser.run("const r = document.querySelector('#try input[type=range]'); r.value = arguments[0]; r.dispatchEvent(new Event('input'));", percent)
        browser.wait("return window.asked.length > arguments[0]", 20, before)

    def sold(self, browser):
        return browser.run("return +document.querySelector('#answer data').value")

    def test_an_answer_is_shown_marked_pinned_and_taken_back(self):
        browser = self.stubbed()
        whole = self.sold(browser)
        self.move(browser, 50)
        self.assertEqual(browser.run("return window.asked[0].question.levels"), {"tariff[0].rate": 0.5})
        self.assertEqual(browser.run("return window.asked[0].question.scenario"), self.result("brics-100").attrs["scenario_toml"])
        self.assertTrue(browser.run("return document.getElementById('live-banner').hidden"))
        browser.run("window.asked[0].answer(1)")
        browser.wait("return document.body.classList.contains('live') && document.body.dataset.ready === 'yes'")
        self.assertAlmostEqual(self.sold(browser), float(self.result("brics-100-first-year")["focus/loss"][()]), delta=1e-6)
        self.assertIn("50", browser.run("return document.getElementById('live-banner').textContent"))
        self.assertTrue(browser.run("return document.getElementById('welfare').hidden"))  # the first year has no such split
        browser.run("document.getElementById('try-pin').click()")
        self.assertEqual(browser.run("return document.querySelectorAll('#pins thead th').length"), 3)
        browser.run("document.getElementById('try-reset').click()")
        self.assertEqual(self.sold(browser), whole)
        self.assertTrue(browser.run("return document.getElementById('live-banner').hidden"))
        self.assertEqual(browser.run("return document.querySelector('#try .pair input[type=text]').value"), "100")

    def test_an_answer_that_was_overtaken_is_dropped(self):
        browser = self.stubbed()
        self.move(browser, 50)
        self.move(browser, 60)
        browser.run("window.asked[1].answer(2)")
        browser.wait("return document.body.classList.contains('live')")
        latest = self.sold(browser)
        browser.run("window.asked[0].answer(1)")
        browser.run("return new Promise((done) => setTimeout(done, 50))")
        self.assertEqual(self.sold(browser), latest)

    def test_a_refusal_is_said_and_what_was_shown_stays(self):
        browser = self.stubbed()
        whole = self.sold(browser)
        self.move(browser, 50)
        browser.run("window.asked[0].refuse()")
        browser.wait("return document.getElementById('try-state').textContent.includes('planted fault')")
        self.assertEqual(self.sold(browser), whole)


class WeakSpots(Pages):
    """Estimated parts of trade, by hand: A sells 10 to B (half of it estimated) and 30 to the market (all of it), B 20 to each
    (nothing, a quarter)."""

    def test_parts_are_weighted_by_trade(self):
        browser = self.opened("ladder")
        regions = ["A", "B", "M"]
        table = lambda values: {"dimensions": ["exporter", "importer"], "units": "", "long_name": "", "values": values}
        pictures = {"kind": "run", "attributes": {}, "scenario": {}, "focus": ["A", "B"], "market": "M", "groups": {}, "sector_kind": {},
                    "names": {"region": {code: code for code in regions}, "sector": {}},
                    "dimensions": {"region": regions, "exporter": regions, "importer": regions},
                    "tables": {"/derived/exports_base": table([99, 10, 30, 20, 99, 20, 0, 0, 99]),
                               "/derived/estimated_share": table([1, 0.5, 1, 0, 1, 0.25, None, None, 1])}}
        shown = browser.run("""const words = desvio.page.carried.words;
            const place = desvio.page.append(document.createElement('div'), desvio.page.weak_spots(arguments[0], words));
            return [...place.querySelectorAll('tbody tr')].map(r => [...r.querySelectorAll('data')].map(d => +d.value))""", pictures)
        for found, expected in zip(shown, ([40 / 80, 35 / 50], [35 / 40, 30 / 30], [5 / 40, 5 / 20]), strict=True):
            for value, by_hand in zip(found, expected, strict=True):
                self.assertAlmostEqual(value, by_hand, delta=1e-15)


class Odd(Pages):
    """Answers of another shape: nothing changes, one region in focus, a loss that is small beside the rest, two axes."""

    SCENARIOS = {
        "same": "",
        "one": '[[tariff]]\nimporter = "USA"\nexporter = "BRA"\nsector = "@goods"\nrate = 0.5\n[report]\nfocus = "BRA"\n',
        "small": '[[trade_cost]]\nexporter = "PER"\nimporter = "CHN"\nchange = -0.08\n',
    }

    def test_pages_of_odd_answers_are_whole(self):
        for name, rules in self.SCENARIOS.items():
            path = self.folder / f"{name}.toml"
            path.write_text(f'[scenario]\nname = "{name}"\ntitle = "{name}"\n{rules}', encoding="utf-8")
            desvio("run", path, "-q", "--draws", "0", "-o", self.folder / f"{name}.h5")
            made.page(name, name)
        desvio("sweep", "brics-100", "--vary", "tariff[0].rate=0,1", "--vary", "theta=0.8,1", "-q", "-o", self.folder / "two_axes_ladder.h5")
        made.page("two_axes_ladder", "two_axes_ladder")
        sections = {}
        for name in (*self.SCENARIOS, "two_axes_ladder"):
            with self.subTest(name):
                browser = self.opened(name)
                self.assertIsNone(browser.run("return document.getElementById('fault')"))
                sections[name] = browser.run("return [...document.querySelectorAll('section')].filter(s => !s.hidden).map(s => s.id)")
                text = browser.run("return document.getElementById('answer').innerText")
                self.assertEqual(re.findall(r"undefined|NaN|null|report\.|\d{4,}%", text), [])
        self.assertNotIn("map", sections["same"])
        self.assertIn("map", sections["one"])
        self.assertEqual(sections["two_axes_ladder"], ["quality", "repeat", "imprint"])


class Hostile(Pages):
    def test_texts_of_a_file_stay_texts(self):
        hostile = '</script><img src=x onerror="window.planted=1"><b>&amp;'
        scenario = self.folder / "hostile.toml"
        scenario.write_text(f'[scenario]\nname = "h"\ntitle = \'{hostile}\'\nnote = \'{hostile}\'\n[[tariff]]\nimporter = "USA"\n'
                            'exporter = "BRA"\nsector = "@goods"\nrate = 0.5\n', encoding="utf-8")
        desvio("run", scenario, "-q", "-o", self.folder / "hostile.h5")
        made.page("hostile", "hostile")
        browser = self.opened("hostile")
        self.assertEqual(browser.run("return document.querySelector('h1').textContent"), hostile)
        self.assertIsNone(browser.run("return window.planted"))
        self.assertEqual(browser.run("return document.querySelectorAll('#page img, #page b').length"), 0)

    def test_a_chart_that_fails_is_said_and_the_rest_is_drawn(self):
        browser = self.opened("brazil-50")
        browser.run("desvio.charts.china.build = () => { throw new Error('planted fault'); };"
                    "desvio.page.report(document.getElementById('page'), desvio.page.carried);")
        browser.wait(READY)
        self.assertIn("planted fault", browser.run("return document.getElementById('fault').textContent"))
        self.assertIn("planted fault", browser.run("return document.querySelector('#china .subtitle').textContent"))
        self.assertGreater(browser.run("return document.querySelectorAll('#duties svg path').length"), 10)

    def test_data_that_cannot_be_read_leave_a_message(self):
        text = (self.folder / "brazil-50.html").read_text(encoding="utf-8")
        planted = self.folder / "planted.html"
        planted.write_text(re.sub(r'(id="desvio-data">)....', r"\1", text, count=1), encoding="utf-8")
        browser = made.browser
        browser.open(planted)
        self.assertIn("could not be drawn", browser.wait("const f = document.getElementById('fault'); return f && f.textContent"))


if __name__ == "__main__":
    unittest.main()
