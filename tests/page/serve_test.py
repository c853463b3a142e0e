"""The page of `desvio serve` in a browser: what is picked and moved is answered as `desvio run` answers it, links hold the scenario,
files come out, a keyboard is enough, and nothing but this machine is asked."""

import os
import re
import signal
import subprocess
import tempfile
import time
import tomllib
import unittest
from pathlib import Path

import browser as harness
import h5py
from browser import SIZES, Browser
from results import assert_same

PROGRAM = os.environ["DESVIO"]
READY = "return document.body.dataset.ready === 'yes'"
ANSWERS = "return Number(document.getElementById('page').dataset.answers)"
TABULATOR, RIGHT, ENTER = "\ue004", "\ue014", "\ue007"
# Solves on another road (other threads, other processors) round otherwise; each stops at a residual of 1e-10 or less.
TOLERANCE = 1e-10


def result_of(toml, folder):
    """The file that `desvio run` makes of a scenario."""
    source, target = Path(folder) / "asked.toml", Path(folder) / "asked.h5"
    source.write_text(toml, encoding="utf-8")
    subprocess.run([PROGRAM, "run", source, "--draws", "0", "--quiet", "-o", target], check=True, timeout=120)
    return h5py.File(target)


class Served(unittest.TestCase):
    """One service for all tests, on a port of its own, ended by Ctrl-C."""

    @classmethod
    def setUpClass(cls):
        harness.require_browser()
        cls.process = subprocess.Popen([PROGRAM, "serve", "--port", "0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, encoding="utf-8")
        cls.addClassCleanup(cls.end)
        line = cls.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        cls.address = found[0]

    @classmethod
    def end(cls):
        cls.process.send_signal(signal.SIGINT)
        try:
            _, errors = cls.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            cls.process.kill()
            raise
        assert cls.process.returncode == 0, errors

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def opened(self, size="desktop", address=None, language="en"):
        browser = self.enterContext(Browser(size, language))
        browser.open(address or self.address, READY)
        self.assertEqual(browser.run("return document.getElementById('fault')"), None)
        return browser

    def move(self, browser, control, value):
        """Sets a slider, a list or a text as a hand does, and waits until the answer is drawn."""
        before = browser.run(ANSWERS)
        browser.run("""const e = document.getElementById(arguments[0]); e.value = arguments[1];
            e.dispatchEvent(new Event(e.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));""", control, str(value))
        browser.wait(f"return Number(document.getElementById('page').dataset.answers) > {before}"
                     " && document.getElementById('page').getAttribute('aria-busy') === 'false'")

    def toml(self, browser):
        return browser.run("return document.getElementById('toml').value")

    def settle(self, browser):
        """Waits until what is drawn out of sight is there too."""
        browser.wait("return document.querySelectorAll('#table data').length > 20 && document.querySelectorAll('main svg').length >= 2")

    def assert_answers(self, browser, toml):
        """The figures on the page are those of the command line."""
        self.settle(browser)
        with result_of(toml, self.folder) as file:
            assert_same(self, browser, file, TOLERANCE)

    def assert_sound(self, browser):
        self.assertEqual(browser.errors(), [])
        self.assertEqual(browser.strangers(self.address), [])
        self.assertEqual(browser.run("return document.getElementById('fault')?.textContent"), None)


class Page(Served):
    def test_sound_at_every_size(self):
        for size in SIZES:
            with self.subTest(size=size):
                browser = self.opened(size)
                self.settle(browser)
                self.assertLessEqual(browser.run("return document.documentElement.scrollWidth - innerWidth"), 0)
                self.assertEqual(browser.violations(), [])
                self.assert_sound(browser)

    def test_a_slider_is_answered_as_the_command_line_answers(self):
        browser = self.opened()
        self.assert_answers(browser, self.toml(browser))
        for control, value in (("rate", 37), ("retaliation", 20), ("rate-number", 62.5), ("closure-deficits", "gdp-share")):
            with self.subTest(control):
                before = browser.figures("#table")
                self.move(browser, control, value)
                self.assert_answers(browser, self.toml(browser))
                self.assertNotEqual(browser.figures("#table"), before)
        self.assert_sound(browser)

    def test_numbers_of_a_built_in_scenario_are_moved_by_name(self):
        browser = self.opened()
        for name, wanted in (("brics-100-partners", "Duty · BRICS, Bolivia and Cuba → United States · all goods"),
                             ("universal-10-60", "Added to the duty · all countries except China → United States · all goods")):
            self.move(browser, "start", name)
            labels = browser.run("return [...document.querySelectorAll('#panel .slider label')].map(e => e.textContent)")
            self.assertIn(wanted, labels)
            for label in labels:
                self.assertNotRegex(label, r"\b[A-Z]{3}\b|[@!*\[\]]|\w_\w")
        self.move(browser, browser.run("return document.querySelector('#panel fieldset .slider input').id"), 35)
        self.assertRegex(self.toml(browser), r"= 0\.35\b")
        self.assert_answers(browser, self.toml(browser))
        self.assert_sound(browser)

    def test_time_from_slider_to_picture(self):
        browser = self.opened()
        solved, drawn = [], []
        for k in range(21):
            self.move(browser, "rate", 20 + 5 * k)
            solve, draw = browser.run("return ['.solve-time', '.redraw-time'].map(c => 1000 * Number(document.querySelector(c).value))")
            solved.append(solve)
            drawn.append(draw)
        solved.sort()
        drawn.sort()
        print(f"\n  serve: slider to picture, median {drawn[10]:.0f} ms, slowest {drawn[-1]:.0f} ms; solve {solved[10]:.1f} ms")
        # A second is where a reader thinks that nothing happened; machines that test are busy.
        self.assertLess(drawn[10], 1000)

    def test_a_link_holds_the_scenario(self):
        browser = self.opened()
        self.move(browser, "rate", 44)
        self.move(browser, "theta", 1.2)
        self.settle(browser)
        browser.run("document.getElementById('share').click()")
        browser.wait("return location.hash.length > 10")
        address, shown = browser.run("return location.href"), browser.figures("#table")
        self.assertTrue(address.startswith(self.address))
        again = self.opened(address=address)
        self.settle(again)
        self.assertEqual(again.figures("#table"), shown)
        self.assertEqual(self.toml(again), self.toml(browser))
        self.assert_sound(again)

    def test_a_broken_link_says_so_and_begins_afresh(self):
        for hash in ("#s=AAAA", "#s=" + "x" * 3000, "#s=%3Cscript%3E"):
            with self.subTest(hash[:12]):
                browser = self.opened(address=self.address + hash)
                self.assertGreater(len(browser.figures()), 4)
                self.assertTrue(browser.run("return [...document.querySelectorAll('[role=status]')].some(e => e.textContent.length > 10)"))

    def test_pinned_answers_stand_beside_the_new_one(self):
        browser = self.opened()
        browser.run("document.getElementById('pin').click()")
        self.move(browser, "rate", 10)
        browser.wait("return document.querySelectorAll('#compare:not([hidden]) data').length > 4")
        self.assertEqual(browser.run("return document.querySelectorAll('#compare .pins li').length"), 1)
        self.assertEqual(browser.violations(), [])
        self.assert_sound(browser)

    def test_files(self):
        browser = self.opened()
        self.move(browser, "rate", 30)
        saved = browser.download(lambda: browser.run("document.getElementById('save-toml').click()"))
        toml = saved.read_text(encoding="utf-8")
        self.assertEqual(toml, self.toml(browser))
        self.assertIn("0.3", toml)
        made = browser.download(lambda: browser.run("document.getElementById('save-h5').click()"), limit=60)
        with h5py.File(made) as theirs, result_of(toml, self.folder) as ours:
            a, b = (file["/region/welfare_pct"][...] for file in (theirs, ours))
            self.assertLessEqual(abs(a - b).max(), TOLERANCE * abs(b).max())
        report = browser.download(lambda: browser.run("document.getElementById('save-report').click()"), limit=90)
        self.assertLessEqual(report.stat().st_size, 3_000_000)
        reader = self.enterContext(Browser())
        reader.open(report, READY)
        self.assertEqual((reader.errors(), reader.strangers(report.as_uri())), ([], []))
        self.assertGreater(len(reader.figures()), 20)

    def test_faults_of_a_text_are_told_in_place_and_run_nothing(self):
        browser = self.opened()
        text = self.toml(browser).replace("importer", "imprter") + '\n# <img src=x onerror="document.title=1">\n'
        self.move(browser, "toml", text)
        told = browser.run("return document.getElementById('faults').textContent")
        self.assertIn("imprter", told)
        self.assertEqual(browser.run("return document.getElementById('toml').getAttribute('aria-invalid')"), "true")
        self.move(browser, "toml", text.replace("imprter", "importer"))
        self.assertEqual(browser.run("return document.getElementById('faults').textContent"), "")
        self.assertNotEqual(browser.run("return document.title"), "1")

    def test_languages(self):
        browser = self.opened()
        self.settle(browser)
        values, texts = [value for value, _ in browser.figures("#table")], {browser.run("return document.getElementById('answer').textContent")}
        for language in ("es", "pt"):
            browser.run("""const e = document.getElementById('language'); e.value = arguments[0];
                e.dispatchEvent(new Event('change', {bubbles: true}));""", language)
            browser.wait(f"return document.documentElement.lang === '{language}' && document.querySelectorAll('#table data').length > 20")
            self.assertEqual([value for value, _ in browser.figures("#table")], values)
            texts.add(browser.run("return document.getElementById('answer').textContent"))
            self.assertNotRegex(browser.run("return document.body.innerText"), r"\b(serve|report)\.[a-z_.]+\b|\{\w+\}|undefined|NaN")
        self.assertEqual(len(texts), 3)
        self.assert_sound(browser)

    def test_a_keyboard_is_enough(self):
        browser = self.opened()
        seen = []
        for _ in range(40):
            browser.press(TABULATOR)
            focus = browser.focused()
            seen.append(focus["id"])
            self.assertTrue(focus["name"] or focus["tag"] in ("body", "html"), focus)
            if focus["id"] == "rate":
                break
        self.assertEqual(seen[-1], "rate", seen)
        # Where the focus is can be seen.
        self.assertTrue(browser.run("""const s = getComputedStyle(document.activeElement);
            return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none';"""))
        before, value = browser.run(ANSWERS), float(browser.run("return document.getElementById('rate').value"))
        for _ in range(5):
            browser.press(RIGHT)
        browser.wait(f"return Number(document.getElementById('page').dataset.answers) > {before}"
                     " && document.getElementById('page').getAttribute('aria-busy') === 'false'")
        self.assertEqual(float(browser.run("return document.getElementById('rate').value")), value + 5)
        self.assert_answers(browser, self.toml(browser))
        browser.run("document.activeElement.blur(); document.getElementById('pin').focus();")
        browser.press(ENTER)
        browser.wait("return !document.getElementById('compare').hidden")


class Choices(Served):
    """What is chosen, typed and changed is what the page says, asks and keeps."""

    HEADING = "return document.querySelector('h1').textContent"
    LANGUAGES = {"en": ("Own numbers", "“"), "es": ("Números propios", "«"), "pt": ("Números próprios", "“")}

    def speaking(self, language):
        browser = self.opened()
        if language != "en":
            self.move(browser, "language", language)
            browser.wait(f"return document.documentElement.lang === '{language}'")
        return browser

    def choose(self, browser, start):
        self.move(browser, "start", start)
        browser.wait(f"return document.getElementById('start').value === '{start}'")

    def scenario(self, browser):
        return tomllib.loads(self.toml(browser))["scenario"]

    def type_in(self, browser, field, keys):
        """Types over what a field holds, as a hand does."""
        browser.run("const e = document.getElementById(arguments[0]); e.focus(); e.select();", field)
        browser.press(*keys)

    def state_of(self, browser, control):
        return browser.run("""const [id, field] = [arguments[0], document.getElementById(arguments[0] + '-number')];
            const told = document.getElementById(field.getAttribute('aria-describedby'));
            return {field: field.value, slider: Number(document.getElementById(id).value), invalid: field.getAttribute('aria-invalid'),
                    told: told.offsetHeight > 0 ? told.textContent : ''};""", control)

    def rest(self, browser):
        """Waits until nothing is asked any more."""
        time.sleep(0.3)
        browser.wait("return document.getElementById('page').getAttribute('aria-busy') === 'false'")

    def test_theta_is_in_the_heading_and_stays_with_its_start(self):
        browser = self.opened()
        self.choose(browser, "brics-100")
        self.move(browser, "theta", 1.5)
        self.assertTrue(browser.run(self.HEADING).endswith(" · θ × 1.5"), browser.run(self.HEADING))
        # What is kept holds it too.
        self.assertEqual(tomllib.loads(self.toml(browser))["model"]["theta_factor"], 1.5)
        self.assert_answers(browser, self.toml(browser))
        self.choose(browser, "brics-10")
        self.assertNotIn("θ", browser.run(self.HEADING))
        self.assertEqual(browser.run("return document.getElementById('theta').value"), "1")
        self.assert_answers(browser, self.toml(browser))

    def test_a_changed_scenario_does_not_go_by_the_name_of_the_one_it_was(self):
        for language, (own, quote) in self.LANGUAGES.items():
            with self.subTest(language):
                browser = self.speaking(language)
                self.choose(browser, "brics-100")
                begun, heading = self.toml(browser), browser.run(self.HEADING)
                self.move(browser, "number-tariff-0-rate", 10)
                self.assertEqual(browser.run(self.HEADING), f"{own}, {browser.run(self.HEADING).split(', ')[1].split(quote)[0]}{quote}{heading}"
                                 + {"“": "”", "«": "»"}[quote])
                self.assertGreater(browser.run("return document.getElementById('changed').offsetHeight"), 10)
                kept = browser.download(lambda: browser.run("document.getElementById('save-toml').click()")).read_text(encoding="utf-8")
                asked = tomllib.loads(kept)
                self.assertEqual((asked["scenario"]["name"], asked["tariff"][0]["rate"]), ("brics-100-changed", 0.1))
                self.assertEqual(asked["scenario"]["title"], browser.run(self.HEADING))
                self.assertEqual(asked["scenario"]["note"], tomllib.loads(begun)["scenario"]["note"])
                self.assert_answers(browser, kept)
                self.move(browser, "number-tariff-0-rate", 100)
                self.assertEqual((self.toml(browser), browser.run(self.HEADING)), (begun, heading))
                self.assertEqual(browser.run("return document.getElementById('changed').textContent"), "")
                self.move(browser, "closure-deficits", "balanced")
                self.assertEqual(self.scenario(browser)["name"], "brics-100-changed")
                browser.run("document.querySelector('#changed button').click()")
                browser.wait("return !/changed/.test(document.getElementById('toml').value)")
                self.assertEqual(self.toml(browser), begun)
                self.assert_sound(browser)

    def test_scenarios_of_every_shape_can_be_renamed(self):
        browser = self.opened()
        rule = '[[tariff]]\nimporter = "USA"\nexporter = "BRA"\nrate = %s\n'
        for head in ('name = "a"\n', 'name = "a" # b\ntitle = "c \\"d\\""\n', "title = 'c'\nname = 'a'\n", 'title = """\nc\nd"""\nname = "a"\n'):
            with self.subTest(head):
                scenario = {"name": "a", "title": "c", "note": "", "toml": "[scenario]\n" + head + rule % "0.5"}
                text = browser.run("return desvio.serve.renamed(desvio.page.words, arguments[0], arguments[1])", "[scenario]\n" + head + rule % "0.7", scenario)
                asked = tomllib.loads(text)
                self.assertEqual((asked["scenario"]["name"], asked["tariff"][0]["rate"]), ("a-changed", 0.7))
                self.assertEqual(asked["scenario"]["title"], "Own numbers, starting from “c”")
                self.assertEqual(" # b" in head, " # b" in text)

    def test_a_text_edited_by_hand_is_a_start_of_its_own(self):
        browser = self.opened()
        self.choose(browser, "brics-100")
        self.move(browser, "toml", self.toml(browser).replace("rate     = 1.00", "rate     = 0.25"))
        self.assertEqual(browser.run("return document.getElementById('start').value"), "text")
        self.assertIn("Edited by hand, starting from “100% US duty", browser.run(self.HEADING))
        self.assertEqual(self.state_of(browser, "number-tariff-0-rate")["field"], "25")
        self.move(browser, "number-tariff-0-rate", 30)
        self.assertEqual(tomllib.loads(self.toml(browser))["tariff"][0]["rate"], 0.3)
        self.assert_answers(browser, self.toml(browser))

    def test_columns_of_several_markets_name_them_and_have_no_difference(self):
        browser = self.opened()
        self.choose(browser, "brics-100")
        browser.run("document.getElementById('pin').click()")
        rows = """return [...document.querySelectorAll('#compare tbody tr')].map(row => [row.cells[0].textContent,
            [...row.querySelectorAll('.difference')].map(e => e.textContent.trim())])"""
        heads = "return [...document.querySelectorAll('#compare thead th')].slice(1).map(e => e.textContent)"
        self.move(browser, "number-tariff-0-rate", 50)
        browser.wait("return document.querySelectorAll('#compare .difference').length > 3")
        alike = dict(browser.run(rows))
        self.assertIn("Sales of Latin America in the United States", alike)
        self.assertTrue(all(len(found) == 1 and found[0] for found in alike.values()), alike)
        points = [found for label, (found,) in alike.items() if not label.startswith("Sales")]
        self.assertTrue(all(re.fullmatch(r"\([+\u2212]?[\d.]+\spts\)", found) for found in points), points)
        self.assertNotIn("market", " ".join(browser.run(heads)))
        self.assertIn("percentage points", browser.run("return document.querySelector('#compare caption').textContent"))
        self.choose(browser, "chancay")
        browser.wait("return document.querySelectorAll('#compare thead th').length === 3 && /Chancay/.test(document.querySelector('#compare thead').textContent)")
        first, second = browser.run(heads)
        self.assertTrue(first.endswith("market: United States") and second.endswith("market: China"), (first, second))
        several = dict(browser.run(rows))
        self.assertEqual([found for label, found in several.items() if "market" in label and "China" not in label or "there" in label], [[]] * 4)
        self.assertEqual(len(several["Exports of Latin America"]), 1)
        self.assertNotIn("United States", " ".join(several))
        self.assertEqual(browser.violations(), [])

    def test_numbers_out_of_reach_are_told_and_leave_the_one_in_force(self):
        for language, (told, shown) in {"en": ("Choose a number from 0\u00a0% to 200\u00a0%; 100\u00a0% stays in force.", "12.5"),
                                        "es": ("Elija un número de 0\u00a0% a 200\u00a0%; sigue vigente 100\u00a0%.", "12,5"),
                                        "pt": ("Escolha um número de 0\u00a0% a 200\u00a0%; continua valendo 100\u00a0%.", "12,5")}.items():
            browser = self.speaking(language)
            for keys in ("5000", "-50", "\ue003", "1,2,3", "x"):
                with self.subTest(language=language, keys=keys):
                    self.type_in(browser, "rate-number", keys)
                    self.assertEqual(self.state_of(browser, "rate"), {"field": "" if keys == "\ue003" else keys, "slider": 100, "invalid": "true", "told": told})
                    self.assertEqual(browser.violations(), [])
                    self.rest(browser)
                    self.assertEqual(tomllib.loads(self.toml(browser))["tariff"][0]["rate"], 1)
                    browser.press(TABULATOR)
                    self.assertEqual(self.state_of(browser, "rate"), {"field": "100", "slider": 100, "invalid": "false", "told": told})
            for keys in ("12,5", "12.5"):
                with self.subTest(language=language, keys=keys):
                    self.type_in(browser, "rate-number", keys)
                    self.assertEqual(self.state_of(browser, "rate")["told"], "")
                    browser.press(TABULATOR)
                    self.rest(browser)
                    self.assertEqual(self.state_of(browser, "rate")["field"], shown)
                    self.assertEqual(tomllib.loads(self.toml(browser))["tariff"][0]["rate"], 0.125)
            for keys in ("50", "0"):
                self.type_in(browser, "theta-number", keys)
                self.assertEqual((self.state_of(browser, "theta")["invalid"], browser.run("return desvio.page.theta_factor(desvio.serve.state().toml)")), ("true", 1))
            self.assert_sound(browser)

    def test_nothing_chosen_is_not_everything(self):
        tick = "document.querySelector(`#${arguments[0]} input[value=\"${arguments[1]}\"]`).click()"
        for language, told in {"en": "choose at least one", "es": "elija al menos uno", "pt": "escolha ao menos um"}.items():
            with self.subTest(language):
                browser = self.speaking(language)
                before, text = browser.run(ANSWERS), self.toml(browser)
                for key, value in (("partners", "@brics"), ("sectors", "@goods")):
                    browser.run(f"document.getElementById('{key}').open = true; " + tick, key, value)
                    time.sleep(0.5)
                    self.assertEqual((browser.run(ANSWERS), self.toml(browser)), (before, text))
                    self.assertIn(told, browser.run("return document.getElementById('status').textContent"))
                    self.assertEqual(browser.run("return document.querySelector(`#${arguments[0]} [role=alert]`).textContent", key), told)
                    self.assertTrue(browser.run("return document.body.classList.contains('stale') && document.getElementById('save-toml').disabled"))
                    self.assertEqual(browser.violations(), [])
                    browser.run(tick, key, "*")
                    browser.wait(f"return Number(document.getElementById('page').dataset.answers) > {before}")
                    self.rest(browser)
                    self.assertFalse(browser.run("return document.body.classList.contains('stale') || document.getElementById('save-toml').disabled"))
                    before, text = browser.run(ANSWERS), self.toml(browser)
                asked = tomllib.loads(text)["tariff"][0]
                self.assertEqual((asked["exporter"], "sector" in asked), ("*", False))
                self.assert_answers(browser, text)
                # A part of everything takes its place.
                browser.run(tick, "partners", "BRA")
                browser.wait(f"return Number(document.getElementById('page').dataset.answers) > {before}")
                self.assertEqual(tomllib.loads(self.toml(browser))["tariff"][0]["exporter"], "BRA")
                self.assert_sound(browser)

    def test_the_address_follows_what_is_on_the_screen(self):
        browser = self.opened()
        self.assertEqual(browser.run("return location.hash"), "")
        for act in (lambda: self.move(browser, "rate", 20), lambda: browser.run("document.getElementById('share').click()"),
                    lambda: self.move(browser, "rate", 70), lambda: self.choose(browser, "brics-10"), lambda: self.move(browser, "theta", 0.8),
                    lambda: self.move(browser, "language", "pt")):
            act()
            self.rest(browser)
            time.sleep(0.4)
            said = (browser.run("return location.hash.length > 10"), self.toml(browser), browser.run(self.HEADING))
            self.assertTrue(said[0])
            browser.driver.refresh()
            browser.wait(READY)
            self.assertEqual((browser.run("return location.hash.length > 10"), self.toml(browser), browser.run(self.HEADING)), said)
        self.assertTrue(said[2].endswith("θ × 0,8"), said[2])
        self.assert_sound(browser)

    def test_a_link_of_another_text_under_a_scenarios_name_keeps_its_text(self):
        browser = self.opened()
        self.choose(browser, "brics-100")
        text = self.toml(browser).replace('"@brics"', '"BRA"')
        hash = browser.driver.execute_async_script("""const done = arguments[1];
            desvio.serve.fragment_of({...desvio.serve.state(), toml: arguments[0]}).then(done);""", text)
        again = self.opened(address=self.address + hash)
        self.assertEqual(self.toml(again), text)
        self.assertEqual(again.run("return document.getElementById('start').value"), "text")

    def test_answers_without_draws_speak_of_none(self):
        for language, word in {"en": "percentile", "es": "percentil", "pt": "percentis"}.items():
            browser = self.speaking(language)
            self.settle(browser)
            self.assertNotIn(word, browser.run("return document.querySelector('#table caption').textContent"))

    def test_a_phone_shows_the_first_picture_before_the_controls(self):
        browser = self.opened("phone")
        self.settle(browser)
        top = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
        self.assertLess(browser.run(top, "#picture-redirection"), browser.run(top, "#panel"))
        self.assertLess(browser.run(top, "#picture-redirection"), 844)

    def test_tables_that_are_wider_than_the_screen_say_so(self):
        hint = """const box = document.querySelector(arguments[0] + ' .scroll'), hint = box.querySelector('.sideways');
            return [box.scrollWidth > box.clientWidth + 1, hint.offsetHeight > 0 && hint.textContent.length > 10,
                    getComputedStyle(box).boxShadow !== 'none'];"""
        phone = self.opened("phone")
        self.settle(phone)
        phone.wait("return document.querySelector('#table .scroll.wide')")
        self.assertEqual(phone.run(hint, "#table"), [True, True, True])
        phone.run("const box = document.querySelector('#table .scroll'); box.scrollLeft = box.scrollWidth;")
        phone.wait("return document.querySelector('#table .scroll.at-end')")
        self.assertEqual(phone.run(hint, "#table"), [True, True, False])
        self.assertLessEqual(phone.run("return document.documentElement.scrollWidth - innerWidth"), 0)
        browser = self.opened()
        for rate in (20, 40, 60, 80):
            browser.run("document.getElementById('pin').click()")
            self.move(browser, "rate", rate)
            self.rest(browser)
        browser.wait("return document.querySelector('#compare .scroll.wide')")
        self.assertEqual(browser.run(hint, "#compare"), [True, True, True])
        browser.resize(2400, 900)
        browser.wait("return !document.querySelector('#table .scroll.wide')")
        self.assertEqual(browser.run(hint, "#table"), [False, False, False])


if __name__ == "__main__":
    unittest.main()
