#!/usr/bin/env python3
"""The tables of docs/guide/leontief-on-many-machines.md are what benches/scaling_on_paper.py prints."""

import subprocess
import sys
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SCRIPT = TOP / "benches" / "scaling_on_paper.py"


def printed(*options):
    return subprocess.run([sys.executable, "-B", str(SCRIPT), *options], stdout=subprocess.PIPE, text=True, check=True).stdout


class Scaling(unittest.TestCase):
    def test_the_page_shows_the_tables(self):
        page = (TOP / "docs" / "guide" / "leontief-on-many-machines.md").read_text(encoding="utf-8")
        self.assertIn(printed().strip(), page)

    def test_a_fast_network_leaves_the_memory(self):
        # One machine of 10 GB a process: 8 n^2 (k + 1) / (p B) and hardly more.
        row = next(line for line in printed("--bandwidth", "1e10", "--iterations", "9", "--latency", "0", "--network", "1e15")
                   .splitlines() if line.startswith("| 100,000 | 8 |"))
        self.assertIn("| 10.02 GB |", row)
        self.assertIn("| 10.00 s | 100% |", row)


if __name__ == "__main__":
    unittest.main()
