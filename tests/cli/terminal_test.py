"""What is shown on a terminal and only there: charts of bars after an answer, colours, and progress with the time left."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

from program import NOT_CONVERGED, OK, PROGRAM, SCENARIO, USAGE, ProgramTest

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# Settings of the one who runs the tests have no say.
SETTINGS = {"NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"}
BLOCKS = re.compile("[█-▏▐▕]")
TIME_LEFT = r"\d+ (s|min) left"


def on_terminal(arguments, folder, columns=100, limit=120, until=None, **environment):
    """Runs the program with both outputs on one terminal of its own: (exit code, all that it wrote there). Once it has
    written what `until` matches it is interrupted as by Ctrl-C."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    clean = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    child = subprocess.Popen([PROGRAM, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                             env={**clean, "LANG": "C.UTF-8", **environment})
    os.close(theirs)
    shown, ends = b"", time.monotonic() + limit
    try:
        while time.monotonic() < ends:
            if not select.select([ours], [], [], 1.0)[0]:
                continue
            block = os.read(ours, 65536)
            if not block:
                break
            shown += block
            if until and re.search(until, shown.decode("utf-8", "ignore")):
                child.send_signal(signal.SIGINT)
                until = None
    except OSError:  # the other side has closed
        pass
    os.close(ours)
    if time.monotonic() >= ends:
        child.kill()
    return child.wait(), shown.decode("utf-8")


def screen(shown):
    """The lines that are left to see, without colours: a carriage return goes back, ESC [K clears to the end."""
    lines = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        seen, at = "", 0
        for piece in re.split(r"(\r|\x1b\[K)", COLOUR.sub("", line)):
            if piece == "\r":
                at = 0
            elif piece == "\x1b[K":
                seen = seen[:at]
            else:
                seen = seen[:at] + piece + seen[at + len(piece):]
                at += len(piece)
        lines.append(seen)
    return lines


class Bars(ProgramTest):
    def run_on_terminal(self, *arguments, **how):
        code, shown = on_terminal(arguments, self.folder, **how)
        self.assertEqual(code, OK, shown)
        return shown

    def chart(self, shown, title):
        """Lines of the chart under the title: {label: (figures, bar)}."""
        lines = screen(shown)
        start = next(k for k, line in enumerate(lines) if line.startswith(title))
        rows = {}
        for line in lines[start + 1:]:
            match = re.match(r"(\S.*?)  +([-+0-9.,]+(?: +-?\d+%)?)(?:  (.*))?$", line)
            if match:
                rows[match[1]] = (match[2].split(), match[3] or "")
            elif rows:
                break
        return rows

    def test_run_ends_with_two_charts(self):
        shown = self.run_on_terminal("run", "half.toml")
        self.assertLess(shown.index("Audit"), shown.index("Where the"))
        self.assertLess(shown.index("Real income, change in percent"), shown.index("Nothing was kept"))
        where = self.chart(shown, "Where the")
        self.assertEqual(set(where), {"South", "Home", "Not sold at all"})
        self.assertEqual(set(self.chart(shown, "Real income, change")), {"Southland", "Eastland"})

    def test_bars_are_as_long_as_their_figures_say(self):
        rows = self.chart(self.run_on_terminal("run", "half.toml"), "Where the")
        lengths = {}
        for label, (figures, bar) in rows.items():
            eighths = sum(8 if c == "█" else 8 - (ord(c) - ord("█")) for c in bar if "█" <= c <= "▏")
            lengths[label] = (float(figures[0].replace(",", "")), eighths)
        most = max(abs(value) for value, _ in lengths.values())
        longest = max(eighths for _, eighths in lengths.values())
        self.assertGreater(longest, 300)
        for label, (value, eighths) in lengths.items():
            # The figure is rounded to one million, the bar to an eighth of a column.
            self.assertAlmostEqual(eighths / longest, abs(value) / most, delta=0.5 / most + 1.0 / longest, msg=label)

    def test_shares_add_up_to_the_whole(self):
        rows = self.chart(self.run_on_terminal("run", "half.toml"), "Where the")
        self.assertAlmostEqual(sum(int(figures[1].rstrip("%")) for figures, _ in rows.values()), 100, delta=1)

    def test_both_sides_of_zero_share_one_axis(self):
        self.write("spared.toml", SCENARIO.replace('"@south"\nsector', '"EST"\nsector'))
        rows = self.chart(self.run_on_terminal("run", "spared.toml"), "Real income, change")
        self.assertLess(float(rows["Eastland"][0][0]), 0.0)
        self.assertGreater(float(rows["Southland"][0][0]), 0.0)
        self.assertEqual(rows["Eastland"][1].index("│"), rows["Southland"][1].index("│"))
        self.assertTrue(BLOCKS.search(rows["Eastland"][1].split("│")[0]))
        self.assertTrue(BLOCKS.search(rows["Southland"][1].split("│")[1]))

    def test_fits_terminals_of_any_width(self):
        for columns in (30, 46, 80, 140):
            shown = self.run_on_terminal("run", "half.toml", columns=columns)
            lines = screen(shown[shown.index("Where the"):shown.index("Nothing was kept")])
            self.assertLessEqual(max(map(len, lines)), columns, "\n".join(lines))
            self.assertTrue(any(BLOCKS.search(line) for line in lines), columns)

    def test_ascii_where_the_locale_is_not_utf8(self):
        for settings in ({"LANG": "C"}, {"LANG": ""}, {"LC_ALL": "POSIX"}, {"LC_CTYPE": "es_AR.ISO-8859-1"}):
            shown = self.run_on_terminal("run", "half.toml", **settings)
            charts = shown[shown.index("Where the"):shown.index("Nothing was kept")]
            self.assertTrue(charts.isascii(), settings)
            self.assertIn("####", charts)
        shown = self.run_on_terminal("run", "half.toml", LANG="C", LC_ALL="pt_BR.utf8")
        self.assertTrue(BLOCKS.search(shown), "LC_ALL comes first")

    def test_colours_unless_they_are_unwanted(self):
        coloured, plain = (self.run_on_terminal("run", "half.toml", **how) for how in ({}, {"NO_COLOR": "1"}))
        self.assertRegex(coloured, "\x1b\\[31m█")
        self.assertNotIn("\x1b[", plain)
        last = {"Audit", "Written"}  # seconds differ
        self.assertEqual([line for line in screen(coloured) if line.split(" ")[0] not in last and " s in all" not in line],
                         [line for line in screen(plain) if line.split(" ")[0] not in last and " s in all" not in line])

    def test_no_charts_in_a_pipe_unless_asked_for(self):
        self.assertFalse(BLOCKS.search(self.run_program("run", "half.toml")[0]))
        self.assertTrue(BLOCKS.search(self.run_program("run", "half.toml", "--bars", environment={"LC_ALL": "C.UTF-8"})[0]))
        self.assertNotIn("Where the", self.run_program("run", "half.toml")[0])

    def test_quiet_and_json_show_none(self):
        self.assertEqual(self.run_on_terminal("run", "half.toml", "--quiet", "-o", "r.h5"), "")
        self.assertNotIn("Where the", self.run_on_terminal("run", "half.toml", "--json"))
        for other in ("--quiet", "--json"):
            self.refuse("run", "half.toml", "--bars", other, code=USAGE, says="--bars is for the answer as text")

    def test_nothing_changes_and_nothing_is_drawn(self):
        self.write("same.toml", SCENARIO.replace("rate = 0.5", "rate = 0.0").replace('"@south"\nsector', '"EST"\nsector'))
        self.assertNotIn("Where the", self.run_on_terminal("run", "same.toml"))


class ProgressLines(ProgramTest):
    """Work of some seconds, on one thread so that it lasts; of minutes where it is interrupted once enough was told.
    How many draws that takes is measured first: with sanitizers a draw costs ten times as much."""

    @classmethod
    def setUpClass(cls):
        began = time.monotonic()
        subprocess.run([PROGRAM, "run", "brics-100", "--draws", "200", "--threads", "1", "--quiet"], check=True)
        cls.draws_a_second = 200.0 / (time.monotonic() - began)

    def draws(self, seconds):
        return str(max(20, round(seconds * self.draws_a_second)))

    def watch(self, *arguments, columns=100, until=None):
        code, shown = on_terminal(arguments, self.folder, columns=columns, until=until)
        self.assertEqual(code, NOT_CONVERGED if until else OK, shown)
        told = [piece for piece in re.findall(r"\r\x1b\[K([^\r\n\x1b]+)", shown) if piece.startswith(("[", "solving"))]
        return shown, told

    def expect_bar(self, told, text):
        bars = [line for line in told if re.match(r"\[#* *\] ", line) and text in line]
        self.assertTrue(bars, told)
        self.assertTrue(any(re.search(TIME_LEFT, line) for line in bars), bars)
        return bars

    def expect_clean(self, shown):
        """No progress is left beside or between the lines of the answer."""
        for line in screen(shown):
            self.assertNotRegex(line, r" left|^\[#|evaluation \d+, residual")

    def test_draws_have_a_bar_that_grows_and_goes(self):
        draws = self.draws(4.0)
        shown, told = self.watch("run", "brics-100", "--draws", draws, "--threads", "1")
        bars = self.expect_bar(told, "of " + draws)
        self.assertIn("elasticity draws", bars[0])
        filled = [line.count("#") for line in bars]
        self.assertEqual(filled, sorted(filled))
        self.assertGreater(filled[-1], filled[0])
        self.expect_clean(shown)

    def test_time_left_is_about_the_time_it_takes(self):
        draws, began = self.draws(5.0), time.monotonic()
        _, told = self.watch("run", "brics-100", "--draws", draws, "--threads", "1")
        whole = time.monotonic() - began
        bars = self.expect_bar(told, "of " + draws)
        first = next(int(left[1]) for left in (re.search(r"(\d+) s left", line) for line in bars) if left)
        # Told about a second after the start; the machine may be busy with other things for a while.
        self.assertGreater(first, 0.2 * (whole - 1.0) - 1.0)
        self.assertLess(first, 4.0 * whole + 1.0)

    def test_long_work_has_bars_and_leaves_a_clean_line_when_interrupted(self):
        one_thread = ("--threads", "1")
        for arguments, text in (
            (("run", "brics-100", "--draws", "100000", *one_thread), "elasticity draws"),
            (("sweep", "brics-100", "--vary", "tariff[0].rate=0:1:0.0001", "--jobs", "1", "--no-refine"), "levels"),
            (("decompose", "brics-100", "--by", "sector", "--orders", "2000", *one_thread), "combinations"),
            (("threat", "dollar-threat", "--draws", "100000", *one_thread), "elasticity draws"),
            (("run", "@all", "--draws", self.draws(1.0), *one_thread, "--jobs", "1"), "running "),
        ):
            with self.subTest(arguments[:2]):
                shown, told = self.watch(*arguments, until=TIME_LEFT)
                self.expect_bar(told, text)
                self.expect_clean(shown)
                self.assertTrue(any(line.startswith("desvio: error: ") for line in screen(shown)), shown)

    def test_lines_never_wrap(self):
        _, told = self.watch("run", "@all", "--draws", self.draws(1.0), "--threads", "1", "--jobs", "1", columns=40,
                             until=TIME_LEFT)
        self.assertTrue(told)
        self.assertLess(max(map(len, told)), 40)

    def test_nothing_is_told_in_a_pipe_or_when_quiet(self):
        work = ["run", "brics-100", "--draws", self.draws(2.0), "--threads", "1"]
        self.assertEqual(self.run_program(*work)[1], "")
        self.assertEqual(on_terminal([*work, "--quiet"], self.folder), (OK, ""))


if __name__ == "__main__":
    unittest.main()
