#!/usr/bin/env python3
"""Runs every benchmark on tiny worlds and checks that what they report makes sense; exit code 77 without numpy."""
import json
import pathlib
import subprocess
import sys

PEERS = pathlib.Path(__file__).resolve().parent / "peers"


def fields_of(build):
    done = subprocess.run([build / "bench_equilibrium", "--tiny", "--benchmark_min_time=0.001", "--benchmark_format=json"],
                          stdout=subprocess.PIPE, text=True, check=True)
    return {row["name"]: row for row in json.loads(done.stdout)["benchmarks"]}


def check(holds, complaint):
    if not holds:
        sys.exit(f"bench smoke: {complaint}")


def check_benchmarks(rows):
    kinds = {kind: [row for name, row in rows.items() if name.startswith(kind)] for kind in ("stream", "evaluation", "solve")}
    for kind, found in kinds.items():
        check(found, f"no benchmark of kind {kind}")
    for row in rows.values():
        check("error_occurred" not in row, f"{row['name']} failed: {row.get('error_message')}")
        check(0 < row["stream_ms"] < 100, f"{row['name']}: stream_ms = {row['stream_ms']}")
    for row in kinds["evaluation"] + kinds["solve"]:
        check(0 < row["best_ms"] < 1000, f"{row['name']}: best_ms = {row['best_ms']}")
        check(row["over_stream"] > 0, f"{row['name']}: over_stream = {row['over_stream']}")
    for row in kinds["solve"]:
        check(0 < row["iteration_ms"] < 1000, f"{row['name']}: iteration_ms = {row['iteration_ms']}")
        check(2 <= row["evaluations"] <= 200, f"{row['name']}: {row['evaluations']} evaluations")
        check(0 < row["residual"] <= 1e-10, f"{row['name']}: residual {row['residual']}")


def check_ladder(build):
    done = subprocess.run([build / "bench_ladder", "--tiny", "--benchmark_min_time=0.001", "--benchmark_format=json"],
                          stdout=subprocess.PIPE, text=True, check=True)
    rows = json.loads(done.stdout)["benchmarks"]
    check({"ladder/0", "ladder/3", "sweep/levels", "sweep/refined"} <= {row["name"] for row in rows}, "a part of bench_ladder is missing")
    for row in rows:
        check(0 < row["best_ms"] < 1000, f"{row['name']}: best_ms = {row['best_ms']}")
        check(2 <= row["evaluations"] <= 1000, f"{row['name']}: {row['evaluations']} evaluations")


def compare_imports(build):
    try:
        import pandas  # noqa: F401
    except ImportError:
        print("the comparison of imports was skipped: this Python has no pandas")
        return
    done = subprocess.run([sys.executable, PEERS / "compare_import.py", build, "--regions", "4", "--sectors", "5", "--rounds", "1"],
                          stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout)
    check(done.returncode == 0, f"compare_import.py ended with {done.returncode}")


def compare_leontief(build):
    try:
        import h5py  # noqa: F401
    except ImportError:
        print("the comparison of Leontief systems was skipped: this Python has no h5py")
        return
    done = subprocess.run([sys.executable, PEERS / "leontief_numpy.py", build.parent / "desvio", "--sizes", "60", "--rhs", "1,3",
                           "--threads", "1", "--rounds", "1"], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout)
    check(done.returncode == 0, f"leontief_numpy.py ended with {done.returncode}")
    check("desvio gmres" in done.stdout and "numpy.linalg.solve" in done.stdout, "leontief_numpy.py left a side out")


def main():
    build = pathlib.Path(sys.argv[1])
    check_benchmarks(fields_of(build))
    check_ladder(build)
    try:
        import numpy  # noqa: F401
    except ImportError:
        print("benchmarks are sound; the comparison was skipped: this Python has no numpy")
        sys.exit(77)
    done = subprocess.run([sys.executable, PEERS / "compare.py", build, "--tiny", "--rounds", "1", "--repeats", "1",
                           "--classical"], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout)
    check(done.returncode == 0, f"compare.py ended with {done.returncode}")
    compare_imports(build)
    compare_leontief(build)


if __name__ == "__main__":
    main()
