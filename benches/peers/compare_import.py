#!/usr/bin/env python3
"""Times the import of a full OECD ICIO table by desvio and by pandas.read_csv, in turn, in one run.

  compare_import.py BUILD [--table FILE] [--regions 77] [--sectors 45] [--rounds 5] [--json FILE]

Each import is a process of its own, so that peak memory is its own. Seconds are those of the reading alone, without starting
the program or loading pandas; the least of all rounds counts. Both must find the same world output to 1e-9.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
AGREEMENT = 1e-9
PEER = """
import json, resource, sys, time
import pandas as pd
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
table = pd.read_csv(sys.argv[1], index_col=0)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
flows = table.iloc[:-3, :-1]
print(json.dumps({"seconds": seconds, "peak_bytes": 1024 * peak, "started_bytes": 1024 * before,
                  "table_bytes": 8 * int(flows.size), "world_output": float(flows.to_numpy().sum()), "pandas": pd.__version__}))
"""


def run(command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def compare(build, table, rounds):
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(run([build / "read_table", table]))
        theirs.append(run([sys.executable, "-c", PEER, table]))
    gap = abs(ours[0]["world_output"] / theirs[0]["world_output"] - 1)
    least = [min(one["seconds"] for one in results) for results in (ours, theirs)]
    result = {
        "desvio_s": least[0], "pandas_s": least[1], "ratio": least[1] / least[0], "pandas": theirs[0]["pandas"],
        "file_mb": table.stat().st_size / 1e6, "mb_per_s": table.stat().st_size / 1e6 / least[0],
        "desvio_peak": max(one["peak_bytes"] / one["table_bytes"] for one in ours),
        "pandas_peak": max(one["peak_bytes"] / one["table_bytes"] for one in theirs), "gap": gap}
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, help="folder of the benchmark programs")
    parser.add_argument("--table", type=pathlib.Path, help="a table to read; made when not given")
    parser.add_argument("--regions", type=int, default=77)
    parser.add_argument("--sectors", type=int, default=45)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=pathlib.Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = given.table
        if table is None:
            table = pathlib.Path(folder) / "2023_SML.csv"
            # In a process of its own: a child begins with its parent's peak of memory.
            size = ["--regions", str(given.regions), "--sectors", str(given.sectors)]
            subprocess.run([sys.executable, HERE / "icio_generator.py", table, *size], check=True)
        result = compare(given.build.resolve(), table, given.rounds)
    print(f"{result['file_mb']:.0f} MB   desvio {result['desvio_s']:.3f} s ({result['mb_per_s']:.0f} MB/s)   "
          f"pandas {result['pandas']} {result['pandas_s']:.3f} s   ratio {result['ratio']:.1f}   "
          f"peak memory over the table: desvio {result['desvio_peak']:.2f}, pandas {result['pandas_peak']:.2f}   "
          f"world output differs by {result['gap']:.1e}")
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n")
    if result["gap"] > AGREEMENT:
        sys.exit("the two do not read the same table")


if __name__ == "__main__":
    main()
