"""The bash completion script, sourced by bash."""

import os
import subprocess
import unittest

from program import PROGRAM, ProgramTest


class Completion(ProgramTest):
    def complete(self, *words):
        """What bash offers when the cursor stands after the last word."""
        script = 'source <("$DESVIO" completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _desvio; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(["bash", "-c", script, "bash", "desvio", *words], cwd=self.folder, capture_output=True,
                              encoding="utf-8", env={**os.environ, "DESVIO": PROGRAM}, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    def test_commands(self):
        self.assertEqual(self.complete("ru"), ["run"])
        self.assertEqual(self.complete("base", "se"), ["settle", "set"])
        self.assertEqual(self.complete("help", "val"), ["validate"])

    def test_scenario_names_and_files(self):
        self.assertIn("brics-100", self.complete("run", "bri"))
        self.assertEqual(self.complete("run", "ha"), ["half.toml"])

    def test_options(self):
        self.assertEqual(self.complete("run", "half.toml", "--qui"), ["--quiet"])
        self.assertEqual(self.complete("base", "settle", "three", "--def"), ["--deficits"])

    def test_topics_and_bases(self):
        self.assertEqual(self.complete("describe", "sce"), ["scenarios", "scenario"])
        self.assertEqual(self.complete("base", "info", "wor"), ["world-2023"])

    def test_script_registers_the_function(self):
        done = subprocess.run(["bash", "-c", 'source <("$DESVIO" completion bash); complete -p desvio'], capture_output=True,
                              encoding="utf-8", env={**os.environ, "DESVIO": PROGRAM}, timeout=60)
        self.assertIn("-F _desvio desvio", done.stdout)


if __name__ == "__main__":
    unittest.main()
