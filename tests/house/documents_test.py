#!/usr/bin/env python3
"""What README.md and docs/guide show of the program is what it prints: every "$ desvio ..." in a code block is run, in the
order of the page and in one folder, and the lines under it must stand in its output in that order. "..." stands for lines
left out; seconds, commits and residuals are not compared. A block that starts with ```toml NAME or ```csv NAME is the file NAME of that
folder, and "$ sed ..." may change it."""

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

# Seconds, commits, and the size of residuals, which is rounding and another on each processor.
PASSING = [(re.compile(r"(largest residual of any equation) .*"), r"\1 #"), (re.compile(r"\b\d+(\.\d+)?( ?m?s\b)"), r"#\2"), (re.compile(r"\b[0-9a-f]{12}(\+changes)?\b"), "#")]


def comparable(line):
    for pattern, replacement in PASSING:
        line = pattern.sub(replacement, line)
    return re.sub(r"\s+", " ", line).strip()


def steps(page):
    """("file", name, text) and ("run", command, lines shown under it), in the order of the page."""
    for info, block in re.findall(r"^```([^\n]*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
        if info.startswith(("toml ", "csv ")):
            yield "file", info.split()[1], block
            continue
        shown = None
        for line in block.splitlines():
            if line.startswith(("$ desvio ", "$ sed ")):
                shown = []
                yield "run", line[2:], shown
            elif line.startswith("$ "):
                shown = None
            elif shown is not None:
                shown.append(line)


class Documents(unittest.TestCase):
    def test_every_page_shows_what_the_program_prints(self):
        for page in PAGES:
            with tempfile.TemporaryDirectory() as folder:
                for kind, subject, content in list(steps(page)):
                    if kind == "file":
                        Path(folder, subject).write_text(content, encoding="utf-8")
                        continue
                    with self.subTest(page=page.name, command=subject):
                        self.check(subject, content, folder)

    def check(self, command, shown, folder):
        text = "set -o pipefail; desvio() { " + shlex.quote(PROGRAM) + ' "$@"; }; ' + command
        run = subprocess.run(["bash", "-c", text], cwd=folder, capture_output=True, encoding="utf-8", timeout=120,
                             env={**os.environ, "LC_ALL": "C.UTF-8"})
        output = [comparable(line) for line in (run.stdout + run.stderr).splitlines()]
        at = 0
        for line in shown:
            wanted = comparable(line)
            if wanted in ("", "..."):
                continue
            self.assertIn(wanted, output[at:], f"not printed, or not in this order, by: {command}")
            at = output.index(wanted, at) + 1

    def test_the_readme_shows_a_run(self):
        self.assertTrue(any(kind == "run" and shown for kind, _, shown in list(steps(PAGES[0]))))


if __name__ == "__main__":
    unittest.main()
