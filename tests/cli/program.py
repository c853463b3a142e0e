"""Runs the built program as a user does, on a small base of its own. Shared by the tests beside it."""

import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["DESVIO"]

OK, BUG, USAGE, INPUT, NOT_CONVERGED, AUDIT, FILE = range(7)

# Three regions, a sector of goods and one of services; a base that meets every identity.
BASE = {
    "manifest.toml": """format = "desvio-base"
version = 1
name = "three"
title = "Three regions"
year = 2020
currency = "USD"
unit = "million"
source = "made for tests"
licence = "CC0"
""",
    "regions.csv": "code,name,groups\nNOR,Northland,rich\nSUR,Southland,south;small\nEST,Eastland,south\n",
    "sectors.csv": "code,name,kind,isic,groups\nGDS,Goods,goods,A-C,\nSRV,Services,services,D-U,\n",
    "trade.csv": """sector,exporter,importer,value
GDS,NOR,NOR,1000
GDS,SUR,SUR,500
GDS,EST,EST,800
GDS,NOR,SUR,60
GDS,SUR,NOR,80
GDS,NOR,EST,90
GDS,EST,NOR,110
GDS,SUR,EST,30
GDS,EST,SUR,40
SRV,NOR,NOR,1500
SRV,SUR,SUR,600
SRV,EST,EST,900
SRV,NOR,SUR,10
""",
    "tariffs.csv": "sector,exporter,importer,rate\nGDS,SUR,NOR,0.05\nGDS,NOR,SUR,0.1\n",
    "io_coefficients.csv": "region,input,user,value\n"
    + "".join(
        f"{region},{good},{user},0.2\n" for region in ("NOR", "SUR", "EST") for good in ("GDS", "SRV") for user in ("GDS", "SRV")
    ),
    "elasticities.csv": "sector,theta,se,source\nGDS,4,0.5,assumed\nSRV,5,,assumed\n",
}

SCENARIO = """[scenario]
name = "half"
title = "Half the price again"
base = "three"

[[tariff]]
importer = "NOR"
exporter = "@south"
sector = "@goods"
rate = 0.5
note = "for tests"

[report]
focus = "@south"
"""


class ProgramTest(unittest.TestCase):
    """A temporary folder with the base `three` and the scenario half.toml, where the program runs."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.write_base("three", BASE)
        self.write("half.toml", SCENARIO)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def write_base(self, name, files):
        for file, text in files.items():
            self.write(f"{name}/{file}", text)

    def run_program(self, *arguments, code=OK, environment=None, file_size_limit=None, stdout=subprocess.PIPE, user=None):
        """Runs it, expects the exit code (None: any), and returns what it printed as (output, errors)."""

        def limit():
            if file_size_limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size_limit, file_size_limit))

        done = subprocess.run(
            [PROGRAM, *map(str, arguments)],
            cwd=self.folder,
            env={**os.environ, **(environment or {})},
            stdout=stdout,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            preexec_fn=limit,
            user=user,
            encoding="utf-8",
            timeout=120,
        )
        if code is not None:
            self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout, done.stderr

    def refuse(self, *arguments, code, says, **how):
        """Expects a failure: nothing on standard output, every text of `says` on standard error, each line an error."""
        output, errors = self.run_program(*arguments, code=code, **how)
        self.assertEqual(output or "", "")
        for text in [says] if isinstance(says, str) else says:
            self.assertIn(text, errors)
        for line in errors.splitlines():
            if line.startswith("libgcov profiling error"):  # a coverage build's own counts met the planted limit
                continue
            self.assertTrue(line.startswith("desvio: error: "), line)
        return errors

    def files(self):
        """All files in the working folder, hidden and temporary ones too."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())
