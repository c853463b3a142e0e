"""`report`: one page that holds its files, and every way to fail. What a browser makes of it is tested elsewhere."""

import base64
import json
import re
import unittest
import zlib
from html.parser import HTMLParser

from program import FILE, INPUT, USAGE, ProgramTest

DATA = re.compile(r'<script type="text/plain" id="desvio-data">(.*?)</script>', re.S)  # zlib, then base64


class Links(HTMLParser):
    """Whatever a page would fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("src", "srcset", "action", "poster", "data") or (name == "href" and tag in ("link", "base")):
                self.found.append(value)


class Report(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("run", "half.toml", "--draws", "3", "--quiet", "-o", "half.h5")

    def page(self, *arguments):
        output, errors = self.run_program("report", *arguments, "-o", "page.html")
        self.assertEqual(errors, "")
        text = (self.folder / "page.html").read_text(encoding="utf-8")
        return output, text, json.loads(zlib.decompress(base64.b64decode(DATA.search(text).group(1))))

    def test_a_page_holds_the_pictures_of_its_file_and_a_ladder(self):
        output, text, data = self.page("half.h5")
        self.run_program("export", "half.h5", "--pictures", "p.json", "--quiet")
        whole = json.loads((self.folder / "p.json").read_text(encoding="utf-8"))
        shown = data["files"][0]["tables"]
        self.assertGreater(len(shown), 40)
        self.assertNotIn("/sector/price_hat", shown)  # no chart shows it
        whole["tables"] = {path: table for path, table in whole["tables"].items() if path in shown}
        whole["dimensions"] = {name: labels for name, labels in whole["dimensions"].items() if name in data["files"][0]["dimensions"]}
        self.assertEqual(data["files"], [whole])
        self.assertEqual(data["names"], ["half.h5"])
        levels = data["ladder"]["dimensions"]["rate"]
        self.assertEqual((levels[0], levels[-1], len(levels)), (0, 1, 11))
        self.assertRegex(output, r"page\.html: \d+\.\d MB, 1 answer, the ladder of the duty, .*, \d+\.\d s\n")

    def test_a_page_needs_no_network(self):
        _, text, _ = self.page("half.h5")
        links = Links()
        links.feed(text)
        self.assertEqual([link for link in links.found if not link.startswith("data:")], [])
        self.assertIn("default-src 'none'", text)

    def test_without_scripts_the_page_still_says_the_answer(self):
        _, text, _ = self.page("half.h5")
        unscripted = re.search(r"<noscript>(.*?)</noscript>", text, re.S).group(1)
        self.assertIn("Half the price again", unscripted)
        self.assertIn("Southland", unscripted)

    def test_further_files_are_compared_and_a_sweep_is_the_ladder(self):
        self.run_program("sweep", "half.toml", "--vary", "tariff[0].rate=0:1:0.5", "--quiet", "-o", "ladder.h5")
        _, text, data = self.page("half.h5", "half.toml", "ladder.h5", "--lang", "pt", "--no-model")
        self.assertEqual(data["names"], ["half.h5", "half.toml"])
        self.assertEqual(data["ladder"]["dimensions"]["rate"], [0, 0.5, 1])
        self.assertIsNone(data["model"])
        self.assertIn('<html lang="pt">', text)
        _, _, data = self.page("half.h5", "--no-ladder")
        self.assertIsNone(data["ladder"])

    def test_a_page_of_the_built_in_base_is_small_enough_to_mail(self):
        self.run_program("report", "brics-100", "-o", "page.html", "--quiet")
        self.assertLess((self.folder / "page.html").stat().st_size, 3e6)

    def test_faults(self):
        self.assertIn("-o FILE.html", self.run_program("report", "half.h5", code=USAGE)[1])
        self.run_program("report", "missing.h5", "-o", "x.html", code=FILE)
        self.assertIn("en, es, pt", self.run_program("report", "half.h5", "-o", "x.html", "--lang", "fr", code=INPUT)[1])
        self.run_program("report", "half.h5", "-o", "none/x.html", code=FILE)
        self.assertIn("another base", self.run_program("report", "half.h5", "brics-10", "-o", "x.html", code=INPUT)[1])
        self.assertIn("Did you mean", self.run_program("report", "brics-10O", "-o", "x.html", code=None)[1])
        self.assertFalse((self.folder / "x.html").exists())


if __name__ == "__main__":
    unittest.main()
