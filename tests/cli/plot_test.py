"""`plot` and `export --pictures`: files of each kind, their numbers, and every way to fail."""

import csv
import json
import struct
import subprocess
import unittest
from xml.etree import ElementTree

import h5py

from program import FILE, INPUT, PROGRAM, USAGE, ProgramTest

SVG = "{http://www.w3.org/2000/svg}"


class Plot(ProgramTest):
    def setUp(self):
        super().setUp()
        self.run_program("run", "half.toml", "--draws", "3", "--quiet", "-o", "half.h5")

    def test_an_svg_is_sound_and_says_what_it_shows(self):
        output, errors = self.run_program("plot", "half.h5", "--what", "market-share", "-o", "m.svg", "--data", "m.csv")
        self.assertEqual(errors, "")
        root = ElementTree.parse(self.folder / "m.svg").getroot()
        self.assertEqual(root.tag, SVG + "svg")
        title = root.find(SVG + "title").text
        self.assertIn(f"m.svg: {title}\n", output)
        self.assertGreater(len(root.find(SVG + "desc").text), len(title))
        texts = " ".join("".join(text.itertext()) for text in root.iter(SVG + "text"))
        self.assertIn("base three, scenario half", texts)
        self.assertIn("Southland", texts)

    def test_the_csv_holds_the_numbers_of_the_file(self):
        self.run_program("plot", "half.h5", "--what", "welfare", "-o", "m.svg", "--data", "m.csv", "--quiet")
        with open(self.folder / "m.csv", encoding="utf-8", newline="") as table, h5py.File(self.folder / "half.h5") as file:
            rows = {row["code"]: float(row["whole"]) for row in csv.DictReader(table) if row["code"]}
            codes = list(file["region/region"].asstr()[:])
            self.assertEqual(set(rows), {"SUR", "EST"})  # the focus
            for code, value in rows.items():
                self.assertEqual(value, file["region/welfare_pct"][codes.index(code)])

    def test_png_and_pdf_have_the_size_asked_for(self):
        self.run_program("plot", "half.h5", "--what", "welfare", "-o", "w.png", "--width", "600", "--height", "500", "--scale", "1.5", "-q")
        png = (self.folder / "w.png").read_bytes()
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(struct.unpack(">II", png[16:24]), (900, 750))
        self.run_program("plot", "half.h5", "--what", "welfare", "-o", "w.pdf", "--width", "600", "--height", "500", "-q")
        pdf = (self.folder / "w.pdf").read_bytes()
        self.assertTrue(pdf.startswith(b"%PDF-"))
        self.assertIn(b"/MediaBox [ 0 0 450 375 ]", pdf)
        self.assertIn(b"/Font", pdf)  # text is text

    def test_all_are_those_that_the_file_fills_and_the_ladder_of_its_duty(self):
        output, _ = self.run_program("plot", "half.h5", "--what", "all", "-o", "pictures", "--data", "numbers", "--lang", "pt")
        names = {path.stem for path in (self.folder / "pictures").iterdir()}
        self.assertEqual(names, {path.stem for path in (self.folder / "numbers").iterdir()})
        self.assertLessEqual({"ladder", "redirection", "market-share", "heatmap", "welfare", "duties"}, names)
        self.assertNotIn("map", names)  # there is no outline of Southland
        self.assertEqual(len(output.splitlines()), 2 * len(names))
        with open(self.folder / "numbers" / "ladder.csv", encoding="utf-8", newline="") as table:
            self.assertGreaterEqual(len(list(csv.DictReader(table))), 11)

    def test_a_scenario_is_run_first_and_draws_the_same(self):
        self.run_program("plot", "half.toml", "--what", "duties", "-o", "of_scenario.svg", "-q")
        self.run_program("plot", "half.h5", "--what", "duties", "-o", "of_file.svg", "-q")
        self.assertEqual((self.folder / "of_scenario.svg").read_text(), (self.folder / "of_file.svg").read_text())

    def test_drawing_again_gives_the_same_picture(self):
        """On a column's width labels of the axis give way to each other: always the same ones."""
        self.run_program("run", "brics-100", "--draws", "0", "-q", "-o", "brics.h5")
        drawn = set()
        for _ in range(8):
            self.run_program("plot", "brics.h5", "--what", "welfare", "--width", "360", "-o", "w.svg", "-q")
            drawn.add((self.folder / "w.svg").read_bytes())
        self.assertEqual(len(drawn), 1)

    def test_faults(self):
        for arguments, code, said in [
            (["--what", "redirecton", "-o", "x.svg"], INPUT, "Did you mean 'redirection'?"),
            (["--what", "map", "-o", "x.gif"], USAGE, "svg, png or pdf"),
            (["--what", "map", "-o", "x"], USAGE, "svg, png or pdf"),
            (["--what", "map"], USAGE, "-o FILE.svg"),
            (["-o", "x.svg"], USAGE, "--what"),
            (["--what", "all", "-o", "x", "--format", "gif"], USAGE, "not 'gif'"),
            (["--what", "map", "-o", "x.png", "--scale", "0"], USAGE, "--scale"),
            (["--what", "map", "-o", "x.png", "--scale", "nan"], USAGE, "--scale"),
            (["--what", "duties", "-o", "x.png", "--scale", "1000"], INPUT, "pixels"),
            (["--what", "map", "-o", "x.svg"], INPUT, "lacks what it shows"),
            (["--what", "map", "-o", "x.svg", "--lang", "fr"], INPUT, "en, es, pt"),
            (["--what", "map", "-o", "x.svg", "--region", "SUD"], INPUT, "'SUR'"),
            (["--what", "map", "-o", "x.svg", "--width", "100000"], INPUT, "px wide"),
            (["--what", "map", "-o", "none/x.svg"], FILE, "no folder"),
        ]:
            with self.subTest(arguments):
                _, errors = self.run_program("plot", "half.h5", *arguments, code=code)
                self.assertIn(said, errors)
                self.assertFalse((self.folder / "x.svg").exists())
        errors = self.run_program("plot", "chancay", "--what", "ladder", "-o", "x.svg", "-q", code=INPUT)[1]
        self.assertIn("chancay: the scenario has no duty with a number to sweep", errors)
        self.run_program("plot", "missing.h5", "--what", "map", "-o", "x.svg", code=FILE)
        self.run_program("sweep", "half.toml", "--vary", "tariff[0].rate=0,1", "--quiet", "-o", "ladder.h5")
        self.assertIn("of one run", self.run_program("plot", "ladder.h5", "--what", "map", "-o", "x.svg", code=INPUT)[1])

    def test_drawing_libraries_are_loaded_only_to_draw(self):
        libraries = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, timeout=60).stdout
        self.assertNotIn("rsvg", libraries)
        self.assertNotIn("cairo", libraries)

    def test_pictures_are_exported_as_json(self):
        self.run_program("export", "half.h5", "--pictures", "p.json")
        pictures = json.loads((self.folder / "p.json").read_text(encoding="utf-8"))
        self.assertEqual(pictures["focus"], ["SUR", "EST"])
        self.assertIn("--pictures", self.run_program("export", "half.h5", code=USAGE)[1])


if __name__ == "__main__":
    unittest.main()
