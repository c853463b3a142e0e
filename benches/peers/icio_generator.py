#!/usr/bin/env python3
"""Writes a made-up table in the layout of the OECD ICIO of 2023, for timing its import.

  icio_generator.py FILE [--regions 77] [--sectors 45] [--seed 2023]

3468 x 3928 fields for 77 x 45. Sizes of regions and sectors are log-normal, most is bought at home, small flows are 0. Flows
are printed with six digits; rows and columns then balance exactly up to the digits of VA and OUT, which are printed with twelve.
"""
import argparse

import numpy as np

CATEGORIES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
CATEGORY_SHARES = np.array([0.58, 0.02, 0.18, 0.21, 0.005, 0.005])
WORLD_OUTPUT = 1.9e8     # million
SMALLEST_FLOW = 1e-4     # million; what is less is printed as 0
MOST_INPUTS = 0.75       # of output
TAX_SHARE = 0.01         # of inputs


def codes(n, letters="ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
    return [letters[k // 676 % 26] + letters[k // 26 % 26] + letters[k % 26] for k in range(n)]


def printed(values):
    """Values as six digits say them."""
    values = np.where(np.abs(values) < SMALLEST_FLOW, 0.0, values)
    magnitude = np.floor(np.log10(np.abs(values), where=values != 0, out=np.zeros_like(values)))
    scale = 10.0 ** (5 - magnitude)
    return np.round(values * scale) / scale


def home_bias(random, n_regions):
    """Share of each region's sales that goes to each region."""
    size = np.exp(random.normal(0, 1.4, n_regions))
    share = size[None, :] * np.exp(random.normal(0, 0.8, (n_regions, n_regions)))
    np.fill_diagonal(share, 0)
    share /= share.sum(axis=1, keepdims=True)
    home = random.uniform(0.65, 0.95, n_regions)
    share *= (1 - home)[:, None]
    share[np.diag_indices(n_regions)] = home
    return size, share


def make_table(n_regions, n_sectors, seed):
    random = np.random.default_rng(seed)
    size, share = home_bias(random, n_regions)
    n = n_regions * n_sectors
    output = np.outer(size, np.exp(random.normal(0, 1.0, n_sectors))).ravel()
    output *= WORLD_OUTPUT / output.sum()
    technology = np.exp(random.normal(0, 1.5, (n_sectors, n_sectors)))
    flows = np.kron(share, technology) * np.exp(random.normal(0, 0.5, (n, n))) * output[None, :]
    flows *= (random.uniform(0.25, 0.6, n) * output / flows.sum(axis=1))[:, None]
    flows *= np.minimum(1, MOST_INPUTS * output / flows.sum(axis=0))[None, :]
    flows = printed(flows)
    rest = output - flows.sum(axis=1)
    sales = np.repeat(share, n_sectors, axis=0) * rest[:, None]
    final = printed((sales[:, :, None] * CATEGORY_SHARES).reshape(n, -1))
    output = flows.sum(axis=1) + final.sum(axis=1)
    taxes = printed(TAX_SHARE * flows.sum(axis=0))
    final_taxes = printed(TAX_SHARE * final.sum(axis=0))
    return flows, final, taxes, final_taxes, output - flows.sum(axis=0) - taxes, output


def write_table(path, n_regions, n_sectors, seed):
    flows, final, taxes, final_taxes, value_added, output = make_table(n_regions, n_sectors, seed)
    regions = codes(n_regions)
    labels = [f"{region}_S{sector + 1:02d}" for region in regions for sector in range(n_sectors)]
    users = [f"{region}_{category}" for region in regions for category in CATEGORIES]
    with open(path, "w", encoding="ascii") as file:
        file.write(",".join(["V1", *labels, *users, "OUT"]) + "\n")
        for k, label in enumerate(labels):
            cells = np.concatenate([flows[k], final[k]]).tolist()
            file.write(label + "," + ",".join(["%.6g" % cell for cell in cells]) + ",%.12g\n" % output[k])
        empty = ["0"] * len(users)
        numbers = ["%.6g" % value for value in np.concatenate([taxes, final_taxes])]
        file.write(",".join(["TLS", *numbers, "%.12g" % (taxes.sum() + final_taxes.sum())]) + "\n")
        file.write(",".join(["VA", *["%.12g" % value for value in value_added], *empty, "%.12g" % value_added.sum()]) + "\n")
        file.write(",".join(["OUT", *["%.12g" % value for value in output], *empty, "%.12g" % output.sum()]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--regions", type=int, default=77)
    parser.add_argument("--sectors", type=int, default=45)
    parser.add_argument("--seed", type=int, default=2023)
    given = parser.parse_args()
    write_table(given.file, given.regions, given.sectors, given.seed)


if __name__ == "__main__":
    main()
