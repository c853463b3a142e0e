#!/usr/bin/env python3
"""The served page's questions, as a browser asks them: what comes back is what the command line says."""

import io
import json
import re
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import h5py

from served import PROGRAM, SCENARIO, ServedTest

TABLES = ("/region/welfare_pct", "/redirection_volume/loss", "/redirection_volume/by_destination", "/market/share_counterfactual")


def run(scenario, *options):
    """The result file of `desvio run`, open."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.h5"
        source = Path(folder) / "scenario.toml"
        source.write_text(scenario, encoding="utf-8")
        subprocess.run([PROGRAM, "run", source, "-o", path, "--quiet", *options], check=True, timeout=120)
        return h5py.File(io.BytesIO(path.read_bytes()), "r")


class Service(ServedTest):
    def ask(self, question):
        status, headers, body = self.served.post("/api/answer", question)
        self.assertEqual(status, 200, body[:500])
        return json.loads(body), headers

    def assert_same_numbers(self, pictures, file):
        for path in TABLES:
            wanted, found = file[path][...].ravel(), pictures["tables"][path]["values"]
            self.assertEqual(len(found), len(wanted), path)
            for a, b in zip(found, wanted):
                a = float("nan") if a is None else a
                self.assertTrue(a == b or (a != a and b != b) or abs(a - b) <= 1e-10 * max(abs(a), abs(b)), f"{path}: {a} {b}")

    def test_an_answer_is_that_of_the_command_line(self):
        answer, headers = self.ask({"scenario": SCENARIO})
        self.assert_same_numbers(answer["answer"], run(SCENARIO, "--draws", "0"))
        self.assertEqual(answer["answer"]["kind"], "run")
        self.assertGreater(answer["seconds"]["whole"], answer["seconds"]["solve"])
        self.assertRegex(headers["Server-Timing"], r"solve;dur=\d")

    def test_levels_move_numbers(self):
        answer, _ = self.ask({"base": "world-2023", "scenario": SCENARIO, "levels": {"tariff[0].rate": 0.3}})
        self.assert_same_numbers(answer["answer"], run(SCENARIO.replace("1.00", "0.3"), "--draws", "0"))
        other, _ = self.ask({"scenario": SCENARIO, "levels": {"theta": 1.5}})
        self.assertNotEqual(other["answer"]["tables"]["/region/welfare_pct"], answer["answer"]["tables"]["/region/welfare_pct"])

    def test_answers_come_while_a_slider_moves(self):
        self.ask({"scenario": SCENARIO})
        took, solved = [], []
        for k in range(40):
            begin = time.perf_counter()
            answer, _ = self.ask({"scenario": SCENARIO, "levels": {"tariff[0].rate": 0.02 * (k + 1)}})
            took.append(1e3 * (time.perf_counter() - begin))
            solved.append(1e3 * answer["seconds"]["solve"])
        took.sort()
        solved.sort()
        print(f"  request to answer: median {took[20]:.1f} ms, slowest {took[-1]:.1f} ms; solve {solved[20]:.1f} ms")
        self.assertLess(took[20], 1000)

    def test_faults_have_their_place(self):
        status, _, body = self.served.post("/api/answer", {"scenario": SCENARIO.replace("importer", "imprter")})
        self.assertEqual(status, 400)
        faults = self.assert_fault(body, "imprter", "importer")
        self.assertEqual(faults[0]["line"], 5)
        status, _, body = self.served.post("/api/answer", {"scenario": SCENARIO, "levels": {"tariff[0].rat": 1, "tariff[7].rate": 1}})
        self.assertEqual(status, 400)
        self.assertEqual(len(self.assert_fault(body, "tariff[0].rate")), 2)

    def test_what_does_not_converge_is_told(self):
        stubborn = SCENARIO + "\n[solver]\nmax_iterations = 1\n"
        answer, _ = self.ask({"scenario": stubborn})
        self.assertEqual(list(answer), ["not_solved"])

    def test_a_result_file_repeats_the_answer(self):
        status, headers, body = self.served.post("/api/result.h5", {"scenario": SCENARIO})
        self.assertEqual(status, 200, body[:300])
        self.assertEqual(headers["Content-Disposition"], 'attachment; filename="brics-100.h5"')
        file = h5py.File(io.BytesIO(body), "r")
        wanted = run(SCENARIO)
        for path in TABLES + ("/region/welfare_pct_p05",):
            self.assertTrue((file[path][...] == wanted[path][...]).all() or path.endswith("rate"), path)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "served.h5"
            path.write_bytes(body)
            subprocess.run([PROGRAM, "rerun", path], check=True, capture_output=True, timeout=120)

    def test_a_file_holds_the_levels_it_was_made_at(self):
        for levels, scenario in (({"tariff[0].rate": 0.3}, SCENARIO.replace("1.00", "0.3")), ({"theta": 1.5}, SCENARIO + "\n[model]\ntheta_factor = 1.5\n")):
            status, _, body = self.served.post("/api/result.h5", {"scenario": SCENARIO + "\n[report]\ndraws = 0\n", "levels": levels})
            self.assertEqual(status, 200, body[:300])
            file = h5py.File(io.BytesIO(body), "r")
            self.assertTrue((file["/region/welfare_pct"][...] == run(scenario, "--draws", "0")["/region/welfare_pct"][...]).all())
            answer, _ = self.ask({"scenario": SCENARIO, "levels": levels})
            self.assert_same_numbers(answer["answer"], file)
        two = {"scenario": SCENARIO + "\n[report]\ndraws = 0\n", "levels": {"tariff[0].rate": 0.3, "tariff[0].exempt_share": 0.1},
               "choices": {"model.deficits": "balanced"}}
        status, _, body = self.served.post("/api/result.h5", two)
        self.assertEqual(status, 200, body[:300])
        file = h5py.File(io.BytesIO(body), "r")
        answer, _ = self.ask(two)
        self.assert_same_numbers(answer["answer"], file)
        kept = run(file.attrs["scenario_toml"], "--draws", "0")
        self.assertTrue((file["/region/welfare_pct"][...] == kept["/region/welfare_pct"][...]).all(), "its own scenario says the same")

    def test_draws_are_bounded(self):
        status, _, body = self.served.post("/api/result.h5", {"scenario": SCENARIO + "\n[report]\ndraws = 100000\n"})
        self.assertEqual(status, 400)
        self.assert_fault(body, "100000 draws are asked for")

    def test_a_report_is_a_page(self):
        status, headers, body = self.served.post("/api/report.html", {"scenario": SCENARIO, "language": "es", "with_model": False})
        self.assertEqual(status, 200, body[:300])
        self.assertTrue(body.lstrip().lower().startswith(b"<!doctype html>"))
        self.assertEqual(headers["Content-Disposition"], 'attachment; filename="brics-100.html"')
        status, _, body = self.served.post("/api/report.html", {"scenario": SCENARIO, "language": "xx"})
        self.assertEqual(status, 400)
        self.assert_fault(body, "xx")

    def test_what_there_is_to_pick(self):
        bases = self.served.get_json("/api/bases")
        self.assertEqual(bases["default"], "world-2023")
        base = self.served.get_json("/api/base?name=world-2023")
        self.assertEqual((len(base["regions"]), len(base["sectors"])), (42, 29))
        self.assertIn("BRA", base["groups"]["brics"])
        self.assertIn("AGR", base["sector_groups"]["goods"])
        scenarios = {one["name"]: one for one in self.served.get_json("/api/scenarios")["scenarios"]}
        listed = subprocess.run([PROGRAM, "describe", "scenarios"], capture_output=True, encoding="utf-8", check=True).stdout
        self.assertGreater(len(scenarios), 10)
        for name in scenarios:
            self.assertIn(name, listed)
        status, _, body = self.served.ask("GET", "/api/base?name=world-2022")
        self.assertEqual(status, 400)
        self.assert_fault(body, "Did you mean 'world-2023'?")

    def test_every_built_in_scenario_is_answered(self):
        for scenario in self.served.get_json("/api/scenarios")["scenarios"]:
            if not scenario["is_threats"]:
                with self.subTest(scenario=scenario["name"]):
                    answer, _ = self.ask({"scenario": scenario["toml"]})
                    self.assertEqual(answer["answer"]["scenario"]["name"], scenario["name"])

    def test_the_page_and_all_it_names(self):
        status, headers, body = self.served.ask("GET", "/")
        page = body.decode()
        self.assertEqual((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        names = [part.split('"')[0] for part in page.replace('href="/', 'src="/').split('src="')[1:]]
        for stem in ("/page/vendor/charts.js", "/page/charts/redirection.js", "/page/report/page.css", "/page/serve/serve.js"):
            self.assertIn(stem, names)
        for language in ("en", "es", "pt"):
            names += [f"/page/words/{stem}{language}.json" for stem in ("", "report.", "serve.")]
        for name in names:
            status, headers, body = self.served.ask("GET", name)
            self.assertEqual(status, 200, name)
            self.assertGreater(len(body), 0)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            kind = {"js": "text/javascript", "ss": "text/css", "on": "application/json"}[name[-2:]]
            self.assertTrue(headers["Content-Type"].startswith(kind), name)
        self.assertNotIn("http://", page)
        self.assertNotIn("https://", page)

    def test_every_answer_forbids_what_it_does_not_need(self):
        for method, path in (("GET", "/"), ("GET", "/nowhere"), ("GET", "/api/bases"), ("POST", "/api/answer"), ("PUT", "/")):
            _, headers, _ = self.served.ask(method, path)
            for directive in ("default-src 'none'", "frame-ancestors 'none'", "connect-src 'self'", "script-src 'self';"):
                self.assertIn(directive, headers["Content-Security-Policy"], (method, path))
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")
            self.assertEqual(headers["Connection"], "close")
            self.assertIsNone(headers["Server"])

    def test_the_same_words_in_three_languages(self):
        english, *others = (self.served.get_json(f"/page/words/serve.{language}.json") for language in ("en", "es", "pt"))
        for other in others:
            self.assertEqual(list(other), list(english))
            for key, text in english.items():
                holes = lambda words: sorted(part.split("}")[0] for part in words.split("{")[1:])
                self.assertEqual(holes(other[key]), holes(text), key)
        scripts = "".join(self.served.ask("GET", f"/page/serve/{name}.js")[2].decode() for name in ("serve", "panel", "controls", "pins", "compose"))
        beginnings = tuple(re.findall(r"'(serve\.\w+\.)'", scripts))  # what a name is put behind
        for key in english:
            self.assertTrue(f"'{key}'" in scripts or beginnings and key.startswith(beginnings), f"{key}: a word that nobody says")
        said = set(re.findall(r"'(serve\.[\w.]*\w)'", scripts))
        self.assertEqual(said - set(english), set())


class Quiet(unittest.TestCase):
    def test_a_line_a_request_only_when_asked(self):
        from served import Served

        for options, lines in (((), 0), (("--verbose",), 2)):
            served = Served(*options)
            served.get_json("/api/health")
            served.ask("GET", "/no\x1bwhere".replace("\x1b", "%1b"))
            self.assertEqual(served.stop(), 0)
            told = sorted(served.errors.splitlines())  # a line follows its reply, so two may change places
            self.assertEqual(len(told), lines, served.errors)
            if lines:
                self.assertRegex(told[0], r"^GET /api/health 200 15 bytes \d+\.\d ms$")
                self.assertTrue(told[1].startswith("GET /no?where 404"), told[1])

    def test_other_machines_are_let_in_only_with_a_warning(self):
        from served import Served

        served = Served("--address", "0.0.0.0")
        status, _, _ = served.ask("GET", "/api/health", headers={"Host": "desk.example"})
        self.assertEqual(status, 200)
        self.assertEqual(served.stop(), 0)
        self.assertIn("desvio: warning: 0.0.0.0 is reached from other machines too", served.errors)


if __name__ == "__main__":
    unittest.main()
