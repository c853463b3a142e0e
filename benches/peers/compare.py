#!/usr/bin/env python3
"""Times desvio and the numpy version of the same solve in one run, on one thread, and prints both with their ratio.

  compare.py BUILD [--data DIR] [--only TEXT] [--rounds N] [--classical] [--blas DIR] [--tiny] [--json FILE]

Every case is written once as raw arrays; then, round by round, desvio and numpy solve it in turn, so that whatever else the
machine does falls on both. Figures are the least CPU time over all rounds. Both must agree on every wage to 1e-8, or the
comparison fails.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

import numpy as np

import caliendo_parro_numpy as peer

HERE = pathlib.Path(__file__).resolve().parent
AGREEMENT = 1e-8
# OpenBLAS may mistake a new processor for an old one: the peer gets the best of these (None: the variable unset).
KERNELS = (None, "SKYLAKEX", "HASWELL")


def peer_environment(blas_folder, kernel=None):
    environment = dict(os.environ)
    for name in ("OPENBLAS_CORETYPE", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.pop(name, None)
    environment["OPENBLAS_NUM_THREADS"] = environment["OMP_NUM_THREADS"] = "1"
    if blas_folder:
        environment["LD_LIBRARY_PATH"] = blas_folder + ":" + environment.get("LD_LIBRARY_PATH", "")
    if kernel:
        environment["OPENBLAS_CORETYPE"] = kernel
    return environment


def output_of(command, environment=None):
    done = subprocess.run([str(part) for part in command], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def solve_with_desvio(build, folder, repeats):
    return json.loads(output_of([build / "solve_case", folder, repeats]))


def solve_with_numpy(folder, repeats, environment, classical=False):
    command = [sys.executable, HERE / "caliendo_parro_numpy.py", folder, "--repeats", repeats]
    return json.loads(output_of(command + (["--classical"] if classical else []), environment))


def write_raw_case(folder, name, arrays):
    folder.mkdir(parents=True)
    regions, sectors = arrays["trade"].shape[1], arrays["trade"].shape[0]
    (folder / "case.json").write_text(json.dumps({"name": name, "regions": regions, "sectors": sectors}))
    for array, values in arrays.items():
        np.ascontiguousarray(values, dtype="<f8").tofile(folder / f"{array}.f64")
    return folder


def nafta_case(data, root):
    """Caliendo and Parro's 1993 base without deficits, settled, and the NAFTA duties of 2005; None where data are absent."""
    source = data / "cp1993"
    if not source.exists():
        print(f"skipped NAFTA: no {source}", file=sys.stderr)
        return None
    n, j, n_tradable = 31, 40, 20

    def read(name, *shape):
        return np.loadtxt(source / name, delimiter=",").reshape(shape)

    def duties(name):
        rates = np.zeros((j, n, n))
        rates[:n_tradable] = read(name, n_tradable, n, n) / 100
        return rates

    before, later = duties("tariffs1993.csv"), duties("tariffs2005.csv")
    materials = read("IO.csv", n, j, j)
    bills = materials.sum(axis=1, keepdims=True)
    input_share = materials / np.where(bills > 0, bills, 1) * (1 - read("B.csv", j, n).T)[:, None, :]
    theta = read("theta.csv", j)
    published = peer.Accounts(read("noS/xbilattau.csv", j, n, n), before, input_share, theta)
    # The published final shares are clipped at 0, so the base is a little off equilibrium: it is solved unshocked first.
    final_share = read("noS/alphas.csv", j, n)
    published.final_share = final_share / final_share.sum(axis=0)
    names = (source / "countries.txt").read_text().split("\n")
    members = [names.index(country) for country in ("Canada", "Mexico", "USA")]
    after = before.copy()
    for importer in members:
        for exporter in members:
            if importer != exporter:
                after[:, importer, exporter] = later[:, importer, exporter]
    return write_raw_case(root / "nafta", "31x40/NAFTA", {
        "trade": peer.settle(published), "tariff": before, "counterfactual_tariff": after, "input_share": input_share,
        "theta": theta})


def choose_kernel(folder, blas):
    """The environment in which the peer is fastest, and what BLAS that is."""
    trials = []
    for kernel in KERNELS:
        environment = peer_environment(blas, kernel)
        result = solve_with_numpy(folder, 3, environment)
        trials.append((result["cpu_s"], result["blas"], environment))
        if "OpenBLAS" not in result["blas"]:
            break
    return min(trials, key=lambda trial: trial[0])


def best(results, field):
    return min(result[field] for result in results)


def compare_case(build, folder, rounds, repeats, environment, classical):
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(solve_with_desvio(build, folder, repeats))
        theirs.append(solve_with_numpy(folder, repeats, environment))
    gap = float(np.abs(np.array(ours[0]["wage_hat"]) / np.array(theirs[0]["wage_hat"]) - 1).max())
    row = {
        "case": ours[0]["name"], "desvio_ms": 1e3 * best(ours, "cpu_s"),
        "iteration_ms": 1e3 * best(ours, "iteration_s"), "evaluations": ours[0]["evaluations"],
        "residual": ours[0]["residual"], "evaluation_ms": 1e3 * best(ours, "evaluation_s"),
        "stream_ms": 1e3 * best(ours, "stream_s"), "numpy_ms": 1e3 * best(theirs, "cpu_s"),
        "numpy_evaluations": theirs[0]["evaluations"], "numpy_residual": theirs[0]["residual"], "wage_gap": gap}
    row["ratio"] = row["numpy_ms"] / row["desvio_ms"]
    row["over_stream"] = row["evaluation_ms"] / row["stream_ms"]
    if classical:
        nested = solve_with_numpy(folder, 1, environment, classical=True)
        row["classical_ms"] = 1e3 * nested["cpu_s"]
        row["classical_ratio"] = row["classical_ms"] / row["desvio_ms"]
    return row


def print_table(rows):
    print(f"{'case':<22}{'desvio ms':>10}{'loop ms':>9}{'evals':>6}{'residual':>10}{'numpy ms':>10}{'evals':>6}{'ratio':>8}"
          f"{'eval ms':>9}{'stream':>8}{'x stream':>9}{'wage gap':>10}{'classical ms':>14}")
    for row in rows:
        classical = f"{row['classical_ms']:>14.0f}" if "classical_ms" in row else f"{'-':>14}"
        print(f"{row['case']:<22}{row['desvio_ms']:>10.3f}{row['iteration_ms']:>9.3f}{row['evaluations']:>6}{row['residual']:>10.1e}"
              f"{row['numpy_ms']:>10.2f}{row['numpy_evaluations']:>6}{row['ratio']:>8.1f}{row['evaluation_ms']:>9.4f}"
              f"{row['stream_ms']:>8.4f}{row['over_stream']:>9.2f}{row['wage_gap']:>10.1e}{classical}")


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="folder of solve_case and export_cases, e.g. build/release/benches")
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parents[2] / "shared" / "data",
                        help="folder of reference data with cp1993, for the NAFTA case")
    parser.add_argument("--only", default="", help="cases whose name contains this text")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=5, help="solves a round")
    parser.add_argument("--classical", action="store_true", help="the nested loop with a dense system too (minutes)")
    parser.add_argument("--blas", default="", help="folder of the libblas.so.3 that numpy is to load")
    parser.add_argument("--tiny", action="store_true", help="cases that take no time, to try the script")
    parser.add_argument("--json", type=pathlib.Path, help="also write the table here, e.g. benches/baseline/NAME.json")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        command = [options.build / "export_cases", root / "cases"] + (["--tiny"] if options.tiny else [])
        folders = [pathlib.Path(line) for line in output_of(command).split()]
        if not options.tiny:
            folders += filter(None, [nafta_case(options.data, root)])
        folders = [folder for folder in folders if options.only in json.loads((folder / "case.json").read_text())["name"]]
        if not folders:
            parser.error(f"no case has '{options.only}' in its name")
        _, blas, environment = choose_kernel(folders[0], options.blas)
        print(f"processor: {processor()}\nnumpy {np.__version__}, {blas}; one thread each; least CPU time of "
              f"{options.rounds} x {options.repeats} solves")
        rows = []
        for folder in folders:
            rows.append(compare_case(options.build, folder, options.rounds, options.repeats, environment,
                                     options.classical))
            print(f"  {rows[-1]['case']} done", file=sys.stderr)
    print_table(rows)
    if options.json:
        about = {"date": datetime.date.today().isoformat(), "processor": processor(), "numpy": np.__version__,
                 "blas": blas, "rounds": options.rounds, "repeats": options.repeats}
        options.json.write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n")
    apart = [row["case"] for row in rows if not row["wage_gap"] <= AGREEMENT]
    if apart:
        sys.exit(f"desvio and numpy disagree on wages by more than {AGREEMENT}: {', '.join(apart)}")


if __name__ == "__main__":
    main()
