#!/usr/bin/env python3
"""`serve --open`: the browser is asked for the page, by a program of the name xdg-open that is first on PATH."""

import os
import signal
import tempfile
import time
import unittest
from pathlib import Path

from served import Served

# Tells what it was given, and which signals it was started with ignored.
OPENER = """#!/bin/sh
printf '%s\\n' "$#" "$@" >"$0.part"
grep SigIgn /proc/$$/status >>"$0.part"
echo noise
mv "$0.part" "$0.told"
exit {code}
"""

IGNORED_BY_THE_SERVICE = 1 << (signal.SIGPIPE - 1) | 1 << (signal.SIGXFSZ - 1)


class Open(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.opener = Path(holder.name) / "xdg-open"

    def served(self, *options, path):
        served = Served(*options, environment={**os.environ, "PATH": path})
        self.addCleanup(served.stop)
        return served

    def with_opener(self, *options, code=0):
        self.opener.write_text(OPENER.format(code=code), encoding="utf-8")
        self.opener.chmod(0o755)
        return self.served(*options, path=f"{self.opener.parent}:{os.environ['PATH']}")

    def told(self):
        file = Path(f"{self.opener}.told")
        for _ in range(200):
            if file.exists():
                return file.read_text(encoding="utf-8").splitlines()
            time.sleep(0.05)
        self.fail("xdg-open was not started")

    def assert_serves_and_ends(self, served):
        self.assertEqual(served.get_json("/api/health"), {"status": "ok"})
        self.assertEqual(served.stop(), 0)

    def test_the_page_is_opened_once_and_only_when_asked_for(self):
        served = self.with_opener("--open")
        count, address, ignored = self.told()
        self.assertEqual((count, address), ("1", f"http://127.0.0.1:{served.port}/"))
        self.assertEqual(int(ignored.split()[1], 16) & IGNORED_BY_THE_SERVICE, 0)
        self.assert_serves_and_ends(served)
        self.assertEqual(served.errors, "noise\n")  # standard output is the address alone
        Path(f"{self.opener}.told").unlink()
        served = self.with_opener()
        self.assert_serves_and_ends(served)
        self.assertFalse(Path(f"{self.opener}.told").exists())

    def test_every_address_is_opened_as_this_machine(self):
        served = self.with_opener("--open", "--address", "0.0.0.0")
        self.assertEqual(self.told()[1], f"http://127.0.0.1:{served.port}/")

    def test_without_an_opener_it_says_so_and_serves(self):
        served = self.served("--open", path=str(self.opener.parent))
        self.assert_serves_and_ends(served)
        self.assertIn("xdg-open cannot be started (No such file or directory)", served.errors)
        self.assertIn(f"Open http://127.0.0.1:{served.port}/ in one yourself.", served.errors)

    def test_an_opener_that_finds_no_browser_is_told(self):
        served = self.with_opener("--open", code=3)
        self.told()
        time.sleep(0.5)  # it is looked after ten times a second
        self.assert_serves_and_ends(served)
        self.assertEqual(served.errors.count("xdg-open found none"), 1)


if __name__ == "__main__":
    unittest.main()
