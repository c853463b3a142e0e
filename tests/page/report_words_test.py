"""The words and scripts of the report page, as text: the same keys in every language, every key used and there, titles of the
built-in scenarios as they stand, and no way for a text of the data to become part of the page's code."""

import json
import re
import tomllib
import unittest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "page"
LANGUAGES = ("en", "es", "pt")
SCENARIOS = PAGE.parent / "params" / "sets" / "scenarios"


def words(language):
    return json.loads((PAGE / "words" / f"report.{language}.json").read_text(encoding="utf-8"))


def scripts():
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((PAGE / "report").glob("*.js"))}


def holes(text):
    return sorted(re.findall(r"\{(\w+)\}", text))


class Words(unittest.TestCase):
    def test_every_language_has_the_same_keys_and_the_same_holes(self):
        english = words("en")
        for language in LANGUAGES[1:]:
            with self.subTest(language=language):
                other = words(language)
                self.assertEqual(list(other), list(english))
                for key, text in english.items():
                    if isinstance(text, str):
                        self.assertEqual(holes(other[key]), holes(text), key)
                        self.assertTrue(other[key].strip() and text.strip(), key)

    def test_every_key_that_the_page_asks_for_is_there_and_every_key_is_asked_for(self):
        source = "\n".join(scripts().values())
        asked = set(re.findall(r"'(report\.[\w.-]+)'", source))  # whole keys, and beginnings that a name is put behind
        known = set(words("en"))
        self.assertEqual({key for key in asked if not any(there.startswith(key) for there in known)}, set())
        self.assertEqual({key for key in known if not any(key.startswith(part) for part in asked)}, set())

    def test_every_built_in_scenario_is_told_in_every_language(self):
        titles = {}
        for path in SCENARIOS.glob("*.toml"):
            scenario = tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
            titles[scenario["name"]] = scenario["title"]
        for language in LANGUAGES:
            with self.subTest(language=language):
                told = words(language)["report.scenarios"]
                self.assertEqual({name: entry["of"] for name, entry in told.items()}, titles)
                for name, entry in told.items():
                    self.assertTrue(entry["title"] and entry["note"], name)
        self.assertEqual({name: entry["title"] for name, entry in words("en")["report.scenarios"].items()}, titles)


class Scripts(unittest.TestCase):
    def test_no_text_can_become_code_or_go_to_the_network(self):
        for name, source in scripts().items():
            with self.subTest(script=name):
                found = re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest|"
                                   r"WebSocket|sendBeacon|localStorage|https?://", source)
                self.assertEqual(found, [])

    def test_scripts_are_small_strict_and_say_what_they_are(self):
        for name, source in scripts().items():
            with self.subTest(script=name):
                self.assertTrue(source.startswith("/*"))
                self.assertIn("'use strict';", source)
                self.assertLessEqual(source.count("\n"), 300)

    def test_the_template_has_every_placeholder_once(self):
        template = (PAGE / "report" / "report.html").read_text(encoding="utf-8")
        found = re.findall(r"\{\{(\w+)\}\}", template)
        self.assertEqual(sorted(set(found)), ["data", "lang", "policy", "scripts", "styles", "summary", "title"])
        self.assertEqual([name for name in found if name != "title"], ["lang", "policy", "styles", "summary", "data", "scripts"])


if __name__ == "__main__":
    unittest.main()
