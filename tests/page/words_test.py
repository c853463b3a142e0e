"""The words of the charts: the same keys in every language, every code of desvio's own base, no name without its article."""

import csv
import re
import unittest

import script
from script import LANGUAGES, PAGE

BASE = PAGE.parent / "params" / "sets" / "world-2023"


def names_of(file):
    with open(BASE / file, encoding="utf-8", newline="") as text:
        return {row["code"]: row["name"] for row in csv.DictReader(text)}


class Words(unittest.TestCase):
    def setUp(self):
        self.words = {language: script.words(language) for language in LANGUAGES}

    def test_every_language_has_the_same_keys(self):
        for language, words in self.words.items():
            with self.subTest(language=language):
                self.assertEqual(list(words), list(self.words["en"]))
                for key, value in words.items():
                    self.assertIs(type(value), type(self.words["en"][key]), key)
                    if isinstance(value, dict) and key != "prepositions":
                        self.assertEqual(list(value), list(self.words["en"][key]), key)

    def test_every_region_and_sector_of_the_base_has_a_name(self):
        regions, sectors = names_of("regions.csv"), names_of("sectors.csv")
        for language, words in self.words.items():
            with self.subTest(language=language):
                self.assertEqual(set(words["regions"]), set(regions))
                self.assertEqual(set(words["sectors"]), set(sectors))
                self.assertEqual(len(set(words["regions"].values())), len(regions))
                self.assertEqual(len(set(words["sectors"].values())), len(sectors))

    def test_what_is_translated_is_what_the_base_says(self):
        for language, words in self.words.items():
            names = {**names_of("regions.csv"), **names_of("sectors.csv")}
            self.assertEqual(words["known"], {code: names[code] for code in words["known"]}, language)
            self.assertLessEqual(set(words["sectors"]), set(words["known"]), language)

    def test_every_article_has_its_prepositions(self):
        for language, words in self.words.items():
            uses = words["prepositions"]
            self.assertEqual(set(uses), {"the", "in", "of", "to"}, language)
            for name, article in words["articles"].items():
                for use in uses:
                    self.assertIn("{name}", uses[use][article], (language, name, use))
            self.assertEqual(set(words["articles"]), set(words["regions"]) | {"@" + group for group in words["groups"]} | {"@focus"})

    def test_every_key_that_a_chart_names_is_there(self):
        source = script.chart_sources()
        named = set(re.findall(r"'([a-z_]+\.[a-z_0-9]+)'", source)) - {"desvio.geometry"}
        self.assertGreater(len(named), 60)
        missing = {key for key in named if key not in self.words["en"] and not key.endswith("_")}
        self.assertEqual(missing, set())
        # Keys that are put together from a beginning must have an ending that is there.
        for start in (key for key in named if key.endswith("_")):
            self.assertTrue(any(key.startswith(start) for key in self.words["en"]), start)

    def test_every_word_is_used(self):
        source = script.chart_sources()
        starts = set(re.findall(r"'([a-z_]+\.(?:[a-z]+_)?)'", source))
        for key, value in self.words["en"].items():
            if isinstance(value, str) and key != "language":
                used = f"'{key}'" in source or any(key.startswith(start) for start in starts)
                self.assertTrue(used, key)


if __name__ == "__main__":
    unittest.main()
