#!/usr/bin/env python3
"""docs/guide/scenarios.md is what scripts/make_scenarios_page.sh writes with this program."""

import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


class ScenariosPage(unittest.TestCase):
    maxDiff = None

    def test_is_what_the_program_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "scenarios.md")
            done = subprocess.run([TOP / "scripts" / "make_scenarios_page.sh", page], capture_output=True, text=True, timeout=280)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            kept = (TOP / "docs" / "guide" / "scenarios.md").read_text(encoding="utf-8")
            self.assertEqual(page.read_text(encoding="utf-8"), kept, "run scripts/make_scenarios_page.sh")
            self.assertGreaterEqual(kept.count("\n## "), 14)


if __name__ == "__main__":
    unittest.main()
