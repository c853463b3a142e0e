#!/usr/bin/env python3
"""Times desvio and numpy (and scipy where it is installed) on the same Leontief systems in one run, and prints ratios.

  leontief_numpy.py DESVIO [--sizes 1000,3500,7000] [--rhs 1,50] [--threads N] [--blas DIR] [--rounds N] [--no-inverse]
                    [--folder DIR] [--json FILE]

DESVIO is the program. For every size it writes one matrix file; then, round by round, `desvio bench` times its solvers on
that table and numpy times what people write on the matrix read from the file: numpy.linalg.inv, numpy.linalg.solve,
scipy's lu_factor and lu_solve, and scipy's gmres. So whatever else the machine does falls on both. Figures are the least
wall seconds of all rounds, everything from a matrix in memory to the solution. Before anything is timed both must agree on
the solution to 1e-9 of its largest number, or the comparison fails.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

from caliendo_parro_numpy import blas_description

AGREEMENT = 1e-9


def peer_environment(threads, blas_folder):
    """OPENBLAS_CORETYPE is unset: the library chooses its kernel, and the kernel is printed."""
    environment = dict(os.environ)
    environment.pop("OPENBLAS_CORETYPE", None)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = str(threads)
    if blas_folder:
        environment["LD_LIBRARY_PATH"] = blas_folder + ":" + environment.get("LD_LIBRARY_PATH", "")
    return environment


def output_of(command, environment=None):
    done = subprocess.run([str(part) for part in command], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def seconds_of(action):
    begin = time.perf_counter()
    answer = action()
    return time.perf_counter() - begin, answer


def residual_of(system, x, f):
    return float(np.abs(f - system @ x).max() / np.abs(f).max())


def time_peers(path, sides, with_inverse):
    """Wall seconds of what people write, on the matrix of one file; run in a process of its own."""
    import h5py

    with h5py.File(path, "r") as file:
        coefficients = file["leontief/coefficients"][...]
        demand = file["leontief/right_hand_sides"][...]
    system = np.eye(len(coefficients)) - coefficients
    rows = {}

    def record(name, count, action, *, is_given=True):
        if not is_given:
            return None
        seconds, answer = seconds_of(action)
        rows[f"{name}|{count}"] = {"seconds": seconds, "residual": residual_of(system, answer, demand[:, :count])}
        return answer

    np.linalg.solve(system[:64, :64], demand[:64, :1])  # loads the library
    for count in sides:
        f = demand[:, :count]
        record("numpy.linalg.solve", count, lambda f=f: np.linalg.solve(system, f))
        record("numpy.linalg.inv @ f", count, lambda f=f: np.linalg.inv(system) @ f, is_given=with_inverse)
    try:
        import scipy.linalg
        import scipy.sparse.linalg
    except ImportError:
        return rows
    for count in sides:
        f = demand[:, :count]
        record("scipy lu_factor, lu_solve", count, lambda f=f: scipy.linalg.lu_solve(scipy.linalg.lu_factor(system), f))

    def gmres(f):
        columns = []
        for k in range(f.shape[1]):
            try:
                x, failed = scipy.sparse.linalg.gmres(system, f[:, k], rtol=1e-13, restart=100)
            except TypeError:  # before scipy 1.12
                x, failed = scipy.sparse.linalg.gmres(system, f[:, k], tol=1e-13, restart=100)
            if failed:
                raise RuntimeError("scipy's gmres did not converge")
            columns.append(x)
        return np.stack(columns, axis=1)

    record("scipy gmres", sides[0], lambda: gmres(demand[:, : sides[0]]))
    return rows


def child(arguments):
    path, sides, with_inverse = arguments
    rows = time_peers(path, [int(count) for count in sides.split(",")], with_inverse == "1")
    json.dump({"rows": rows, "blas": blas_description()}, sys.stdout)


def check_agreement(desvio, path, count, folder):
    """Largest difference of the two solutions over the largest number."""
    import h5py

    target = pathlib.Path(folder) / "solution.h5"
    output_of([desvio, "leontief", path, "-o", target, "--quiet"])
    with h5py.File(path, "r") as file, h5py.File(target, "r") as ours:
        coefficients, demand = file["leontief/coefficients"][...], file["leontief/right_hand_sides"][:, :count]
        found = ours["leontief/solution"][:, :count]
    expected = np.linalg.solve(np.eye(len(coefficients)) - coefficients, demand)
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def least(table, key, row):
    """Keeps the row of least seconds."""
    if key not in table or row["seconds"] < table[key]["seconds"]:
        table[key] = row


def compare_size(options, size, folder, environment):
    sides = ",".join(str(count) for count in options.rhs)
    path = pathlib.Path(folder) / f"table-{size}.h5"
    output_of([options.desvio, "bench", "--sizes", size, "--rhs", max(options.rhs), "--write-matrix", path])
    gap = check_agreement(options.desvio, path, 1, folder)
    ours, theirs, about = {}, {}, {}
    for _ in range(options.rounds):
        bench = json.loads(output_of([options.desvio, "bench", "--sizes", size, "--rhs", sides, "--threads",
                                      options.threads, "--repetitions", 2, "--json"]))
        about = {"machine": bench["machine"], "probes": bench["probes"]}
        for row in bench["timings"]:
            if row["refused"] is None:
                seconds = row["setup_seconds"] + row["solve_seconds"]
                least(ours, f"{row['method']}|{row['right_hand_sides']}", {"seconds": seconds, "residual": row["residual"]})
        peers = json.loads(output_of([sys.executable, __file__, "--child", path, sides, int(options.inverse)], environment))
        about["blas"] = peers["blas"]
        for key, row in peers["rows"].items():
            least(theirs, key, row)
    path.unlink()
    return {"rows": size, "gap": gap, "desvio": ours, "peers": theirs, **about}


def print_size(result):
    print(f"\nn = {result['rows']}: solutions differ by {result['gap']:.1e}")
    counts = sorted({int(key.split("|")[1]) for key in result["desvio"]})
    for count in counts:
        ours = {key.split("|")[0]: row for key, row in result["desvio"].items() if key.endswith(f"|{count}")}
        theirs = {key.split("|")[0]: row for key, row in result["peers"].items() if key.endswith(f"|{count}")}
        solve = theirs["numpy.linalg.solve"]["seconds"]
        print(f"  {count} right-hand side{'s' if count > 1 else ''}{'':<22}{'seconds':>10}{'residual':>11}{'numpy.linalg.solve /':>22}")
        for side, rows in (("desvio", ours), ("", theirs)):
            for name, row in rows.items():
                label = f"{side} {name}".strip()
                print(f"    {label:<36}{row['seconds']:>10.3f}{row['residual']:>11.1e}{solve / row['seconds']:>22.2f}")


def numbers(text):
    return [int(word) for word in text.split(",")]


def main():
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("desvio", type=pathlib.Path, help="the program, e.g. build/release/desvio")
    parser.add_argument("--sizes", type=numbers, default=[1000, 3500])
    parser.add_argument("--rhs", type=numbers, default=[1, 50])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--blas", default="", help="folders of the libblas.so.3 and liblapack.so.3 that numpy is to load, ':' between")
    parser.add_argument("--no-inverse", dest="inverse", action="store_false", help="leave numpy.linalg.inv out")
    parser.add_argument("--folder", help="where matrix files are written for the time being (default: the system's)")
    parser.add_argument("--json", type=pathlib.Path, help="also write the table here")
    options = parser.parse_args()
    options.desvio = options.desvio.resolve()
    environment = peer_environment(options.threads, options.blas)
    results = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for size in options.sizes:
            results.append(compare_size(options, size, folder, environment))
            if len(results) == 1:
                print(f"processor: {results[0]['machine']['processor']}\nnumpy {np.__version__}, {results[0]['blas']}; "
                      f"OPENBLAS_CORETYPE unset; {options.threads} threads; least of {options.rounds} rounds, wall seconds")
            print_size(results[-1])
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")
    if not all(result["gap"] <= AGREEMENT for result in results):
        sys.exit("desvio and numpy do not agree")


if __name__ == "__main__":
    main()
