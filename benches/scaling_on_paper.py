#!/usr/bin/env python3
"""Time and memory of a Leontief system on many processes, on paper: from the constants of a machine and its network, by the
formulas of docs/guide/leontief-on-many-machines.md, which shows what this prints.

    python3 benches/scaling_on_paper.py                      the tables of the page
    python3 benches/scaling_on_paper.py --bandwidth 12e9 --latency 2e-6 --network 25e9

n rows, p processes, J rows a block, k iterations; B bytes/s of memory a process, W bytes/s of network a process,
L seconds a message, D bytes/s of the file system a process and S of all of them:

    memory a process   8 (n^2 + 2 n J + 70 n) / p + 16 n     its rows; strip and factors; GMRES vectors; x, gathered
    one product        8 n^2 / (p B)  +  (p - 1) (L + 8 n / (p W))      its rows once; x goes round all processes
    one iteration      product + 3 L log2 p + 32 (k / 2 + 4) n / (p B)        sums over all; the vectors so far
    reading            8 n^2 / min(p D, S)
"""

import argparse
from math import log2


# Measured on the machine of the page.
BANDWIDTH = 9.0e9
ITERATIONS = 10
DISK = 0.6e9


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bandwidth", type=float, default=BANDWIDTH, help="B, measured: memory of a process, all cores busy")
    parser.add_argument("--iterations", type=int, default=ITERATIONS, help="k, measured on block tables")
    parser.add_argument("--latency", type=float, default=2e-6, help="L, assumed: a fast network")
    parser.add_argument("--network", type=float, default=1e9, help="W, assumed: 25 GB/s of a machine over 25 processes")
    parser.add_argument("--disk", type=float, default=DISK, help="D, measured: file in the cache of the system")
    parser.add_argument("--file-system", type=float, default=50e9, help="S, assumed: a parallel file system")
    parser.add_argument("--block", type=int, default=50, help="J")
    return parser.parse_args()


def memory(a, n, p):
    return 8 * (n * n + 2 * n * a.block + 70 * n) / p + 16 * n


def reading(a, n, p):
    return 8 * n * n / min(p * a.disk, a.file_system)


def product(a, n, p):
    return 8 * n * n / (p * a.bandwidth), (p - 1) * (a.latency + 8 * n / (p * a.network))


def solving(a, n, p):
    """Seconds of all products, and the share of them in which memory is read."""
    rows, messages = product(a, n, p)
    sums = 3 * a.latency * log2(p) + 32 * (a.iterations / 2 + 4) * n / (p * a.bandwidth)
    whole = (a.iterations + 1) * (rows + messages) + a.iterations * sums
    return whole, (a.iterations + 1) * rows / whole


def row(a, n, p, base):
    seconds, share = solving(a, n, p)
    cells = [f"{n:,}", f"{p:,}", f"{memory(a, n, p) / 1e9:.2f} GB", f"{reading(a, n, p):.1f} s", f"{seconds:.2f} s",
             f"{share:.0%}", f"{base(seconds, n, p):.0%}"]
    print("| " + " | ".join(cells) + " |")


def heading(title):
    print(f"\n{title}\n")
    print("| n | processes | memory a process | reading | solving | of it reading memory | efficiency |")
    print("|---:|---:|---:|---:|---:|---:|---:|")


def main():
    a = arguments()
    heading("Strong scaling: the same matrix, more processes")
    for n, processes in ((100_000, (8, 32, 128, 512, 2048)), (300_000, (64, 256, 1024, 4096)),
                         (1_000_000, (512, 2048, 8192, 32768))):
        first, _ = solving(a, n, processes[0])
        for p in processes:
            row(a, n, p, lambda seconds, n, p: first * processes[0] / (seconds * p))
    heading("Weak scaling: 10 GB of matrix a process")
    first, _ = solving(a, 35_355, 1)
    for n, p in ((35_355, 1), (100_000, 8), (282_843, 64), (500_000, 200), (1_000_000, 800)):
        row(a, n, p, lambda seconds, n, p: first / seconds)


if __name__ == "__main__":
    main()
