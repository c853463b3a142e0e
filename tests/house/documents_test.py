#!/usr/bin/env python3
"""What README.md and docs/guide show of the program is what it prints: every "$ desvio ..." in a code block is run, in the
order of the page and in one folder, and the lines under it must stand in its output in that order. "..." stands for lines
left out; seconds and commits are not compared."""

import os
import re
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["DESVIO"]
PAGES = [TOP / "README.md", *sorted((TOP / "docs" / "guide").glob("*.md"))]

PASSING = [(re.compile(r"\b\d+(\.\d+)?( ?m?s\b)"), r"#\2"), (re.compile(r"\b[0-9a-f]{12}(\+changes)?\b"), "#")]


def comparable(line):
    for pattern, replacement in PASSING:
        line = pattern.sub(replacement, line)
    return re.sub(r"\s+", " ", line).strip()


def sessions(page):
    """(command, lines shown under it) for every "$ desvio ..." of a page."""
    for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
        command, shown = None, []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, shown
                command, shown = (line[2:], []) if line.startswith("$ desvio ") else (None, [])
            elif command:
                shown.append(line)
        if command:
            yield command, shown


class Documents(unittest.TestCase):
    def test_every_page_shows_what_the_program_prints(self):
        for page in PAGES:
            with tempfile.TemporaryDirectory() as folder:
                for command, shown in sessions(page):
                    with self.subTest(page=page.name, command=command):
                        self.check(command, shown, folder)

    def check(self, command, shown, folder):
        text = "set -o pipefail; desvio() { " + shlex.quote(PROGRAM) + ' "$@"; }; ' + command
        run = subprocess.run(["bash", "-c", text], cwd=folder, capture_output=True, text=True, timeout=120)
        output = [comparable(line) for line in (run.stdout + run.stderr).splitlines()]
        at = 0
        for line in shown:
            wanted = comparable(line)
            if wanted in ("", "..."):
                continue
            self.assertIn(wanted, output[at:], f"not printed, or not in this order, by: {command}")
            at = output.index(wanted, at) + 1

    def test_the_readme_shows_a_run(self):
        self.assertTrue(any(shown for _, shown in sessions(PAGES[0])))


if __name__ == "__main__":
    unittest.main()
