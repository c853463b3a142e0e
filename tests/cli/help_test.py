"""Usage: version, help pages, unknown commands and options."""

import re
import unittest

from program import USAGE, ProgramTest

COMMANDS = [
    "run", "sweep", "solve-for", "describe", "validate", "base check", "base info", "base settle", "base aggregate", "base split",
    "base set", "base diff", "base compare", "analyze", "leontief", "bench", "export", "rerun", "serve", "completion",
]


class Help(ProgramTest):
    def test_version_names_commit_and_compiler(self):
        output, _ = self.run_program("--version")
        self.assertRegex(output, r"^desvio \d+\.\d+\.\d+ \(commit \S+; \S+ .*\)\n$")

    def test_overview_lists_every_command_and_a_start(self):
        for arguments in (["--help"], ["help"], ["-h"]):
            output, _ = self.run_program(*arguments)
            for command in COMMANDS:
                self.assertRegex(output, rf"(?m)^  {command} +\w")
            self.assertIn("desvio run brics-100", output)

    def test_every_help_page_has_usage_and_two_examples(self):
        for command in COMMANDS:
            output, _ = self.run_program("help", *command.split())
            self.assertIn(f"Usage: desvio {command}", output)
            self.assertGreaterEqual(len(re.findall(r"(?m)^  .*desvio", output.split("Examples:")[1])), 2)
            self.assertEqual(self.run_program(*command.split(), "--help")[0], output)

    def test_help_of_a_family_lists_its_commands(self):
        output, _ = self.run_program("help", "base")
        for command in ("base check", "base info", "base settle", "base aggregate", "base compare"):
            self.assertIn(command, output)

    def test_help_fits_a_hundred_columns(self):
        pages = [["--help"], *(["help", *command.split()] for command in COMMANDS)]
        for page in pages:
            for line in self.run_program(*page)[0].splitlines():
                self.assertLessEqual(len(line), 100, line)


class Usage(ProgramTest):
    def test_no_command(self):
        self.refuse(code=USAGE, says="desvio --help")

    def test_unknown_command_names_the_nearest(self):
        self.refuse("rum", code=USAGE, says=["unknown command 'rum'", "Did you mean 'run'?"])

    def test_unknown_second_word_names_the_nearest(self):
        self.refuse("base", "chekc", code=USAGE, says=["unknown command 'base chekc'", "Did you mean 'check'?"])

    def test_family_without_second_word(self):
        self.refuse("base", code=USAGE, says="One of: check, info, import, export, settle, aggregate, split, set, diff, compare.")

    def test_unknown_option_names_the_nearest(self):
        self.refuse("run", "half.toml", "--quite", code=USAGE, says=["unknown option '--quite'", "Did you mean '--quiet'?"])

    def test_abbreviated_option_is_refused(self):
        self.refuse("run", "half.toml", "--qui", code=USAGE, says="unknown option '--qui'")

    def test_unknown_option_before_the_command(self):
        self.refuse("--versoin", code=USAGE, says="Did you mean '--version'?")

    def test_unknown_topic(self):
        self.refuse("describe", "scenarois", code=USAGE, says="Did you mean 'scenarios'?")

    def test_missing_words(self):
        self.refuse("run", code=USAGE, says="needs a SCENARIO")
        self.refuse("describe", code=USAGE, says="needs a topic")
        self.refuse("validate", code=USAGE, says="needs a SCENARIO")
        self.refuse("export", "r.h5", code=USAGE, says="--csv")
        self.refuse("base", "settle", "three", code=USAGE, says="-o")

    def test_a_word_too_many(self):
        self.refuse("rerun", "half.h5", "other.h5", code=USAGE, says="'other.h5' is one word too many")

    def test_values_that_cannot_be(self):
        for arguments, says in [
            (["--threads", "-1"], "--threads"),
            (["--threads", "many"], "threads"),
            (["--draws", "-1"], "--draws"),
            (["--audit-tolerance", "0"], "--audit-tolerance"),
            (["--audit-tolerance", "nan"], "audit-tolerance"),
            (["--json", "--quiet"], "exclude each other"),
            (["--json", "--json"], "more than once"),
        ]:
            self.refuse("run", "half.toml", *arguments, code=USAGE, says=says)
        self.refuse("rerun", "r.h5", "--tolerance", "-1", code=USAGE, says="--tolerance")
        self.refuse("completion", "fish", code=USAGE, says="Known: bash.")
        self.refuse("base", "settle", "three", "-o", "new", "--deficits", "balancd", code=USAGE, says="Did you mean 'balanced'?")


if __name__ == "__main__":
    unittest.main()
