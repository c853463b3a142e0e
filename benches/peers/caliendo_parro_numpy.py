#!/usr/bin/env python3
"""The equilibrium in changes of Caliendo and Parro (2015) in numpy: the same solve as desvio's, as a careful economist
would write it, for timing side by side and for checking that both find the same wages.

Two solvers:
  fused      one loop on log prices, log expenditures and log wages with Anderson acceleration; the constant parts
             of trade costs and duties are folded into the shares once, so an evaluation is a few batched products;
  classical  the way published scripts do it: a damped loop on wages, inside it a loop on prices and one dense (NJ)^2
             system for expenditure.

Both stop when every residual is within the tolerance: the price equation, the expenditure equation (each relative to
its own cell) and market clearing (income of the factors from sales against wages, relative to income).

Symbols and equations are those of docs/theory; arrays are (sector, importer, exporter), float64.
"""
import argparse
import ctypes
import json
import pathlib
import re
import sys
import time

import numpy as np


class Accounts:
    """What the model needs, derived from flows, duties, input shares and elasticities (all relations exact)."""

    def __init__(self, trade, tariff, input_share, theta):
        self.trade, self.tariff, self.input_share, self.theta = trade, tariff, input_share, theta
        paid = (1 + tariff) * trade
        self.output = trade.sum(axis=1)                                # Y[j,i]
        self.expenditure = paid.sum(axis=2)                            # X[j,n]
        with np.errstate(invalid="ignore", divide="ignore"):
            self.trade_share = np.where(paid > 0, paid / self.expenditure[:, :, None], 0.0)
        self.value_added_share = 1 - input_share.sum(axis=1).T         # beta[j,n]
        self.value_added = (self.value_added_share * self.output).sum(axis=0)
        self.deficit = trade.sum(axis=(0, 2)) - trade.sum(axis=(0, 1))
        self.income = self.value_added + (tariff * trade).sum(axis=(0, 2)) + self.deficit
        inputs = np.einsum("njk,kn->jn", input_share, self.output)
        self.final_share = (self.expenditure - inputs) / self.income   # alpha[j,n]


def read_case(folder):
    """Accounts and counterfactual duties from a folder of raw arrays (case.json says the shapes)."""
    folder = pathlib.Path(folder)
    case = json.loads((folder / "case.json").read_text())
    n, j = case["regions"], case["sectors"]

    def array(name, *shape):
        return np.fromfile(folder / f"{name}.f64", dtype="<f8").reshape(shape)

    accounts = Accounts(array("trade", j, n, n), array("tariff", j, n, n), array("input_share", n, j, j),
                        array("theta", j))
    return accounts, array("counterfactual_tariff", j, n, n), case


def constants(accounts, tariff):
    """W = pi kappa^-theta and B = W / (1 + t'): all an evaluation needs of trade costs."""
    weight = accounts.trade_share.copy()
    sector, importer, exporter = np.nonzero(tariff != accounts.tariff)   # powers are dear: only where a duty changes
    kappa = (1 + tariff[sector, importer, exporter]) / (1 + accounts.tariff[sector, importer, exporter])
    weight[sector, importer, exporter] *= kappa ** -accounts.theta[sector]
    return weight, weight / (1 + tariff)


class Residuals:
    """Largest relative residual of each equation."""

    def __init__(self, price, expenditure, market):
        self.price, self.expenditure, self.market = float(price), float(expenditure), float(market)

    def worst(self):
        return max(self.price, self.expenditure, self.market)


def solve_fused(accounts, tariff, tolerance=1e-10, depth=10, wage_step=0.3, patience=1000):
    """Returns wages (relative to the base; world income of factors constant), evaluations, residuals and history."""
    a = accounts
    n_sectors, n = a.expenditure.shape
    theta, alpha, beta = a.theta[:, None], a.final_share, a.value_added_share
    weight, weight_net = constants(a, tariff)
    weight_net_t = weight_net.transpose(0, 2, 1)
    gamma = a.input_share
    gamma_t = np.ascontiguousarray(gamma.transpose(0, 2, 1))
    cells = n_sectors * n
    # Sectors nobody buys or makes have no price: they are held at their base.
    bought = a.expenditure > 0
    with np.errstate(divide="ignore"):
        x = np.concatenate([np.zeros(cells), np.where(bought, np.log(a.expenditure), 0).ravel(), np.zeros(n)])
    step_differences = np.empty((depth, x.size))     # rows: f_k - f_(k-1)
    value_differences = np.empty((depth, x.size))    # rows: g_k - g_(k-1)
    gram = np.zeros((depth, depth))
    kept = 0
    f_old = g_old = None
    history = []
    for evaluation in range(1, patience + 1):
        log_wage = x[2 * cells:]
        log_wage -= np.log(np.exp(log_wage) @ a.value_added / a.value_added.sum())
        wage = np.exp(log_wage)
        log_price = x[:cells].reshape(n_sectors, n)
        spending = np.where(bought, np.exp(x[cells:2 * cells].reshape(n_sectors, n)), 0)
        # c = w^beta prod_k P_k^gamma
        log_cost = np.matmul(gamma_t, log_price.T[:, :, None])[:, :, 0].T + beta * log_wage
        cost_term = np.exp(-theta * log_cost)
        # s = W c^-theta;  P = s^(-1/theta);  Y = c^-theta (B' (X / s))
        sums = np.matmul(weight, cost_term[:, :, None])[:, :, 0]
        net = np.matmul(weight_net, cost_term[:, :, None])[:, :, 0]
        safe = np.where(bought, sums, 1)
        output = cost_term * np.matmul(weight_net_t, (spending / safe)[:, :, None])[:, :, 0]
        revenue = (spending * (1 - net / safe)).sum(axis=0)
        income = wage * a.value_added + revenue + a.deficit
        next_spending = np.matmul(gamma, output.T[:, :, None])[:, :, 0].T + alpha * income
        earned = (beta * output).sum(axis=0) / a.value_added
        f = np.empty_like(x)
        f[:cells] = np.where(bought, -np.log(safe) / theta - log_price, 0).ravel()
        f[cells:2 * cells] = np.log(np.where(bought, next_spending / np.where(bought, spending, 1), 1)).ravel()
        clearing = np.log(earned / wage)
        residuals = Residuals(np.abs(f[:cells]).max(), np.abs(f[cells:2 * cells]).max(), np.abs(clearing).max())
        history.append(residuals.worst())
        if residuals.worst() <= tolerance:
            break
        if not np.isfinite(residuals.worst()):
            raise ArithmeticError("the iteration left the numbers")
        f[2 * cells:] = wage_step * clearing
        g = x + f
        if f_old is not None:
            slot = kept % depth
            step_differences[slot] = f - f_old
            value_differences[slot] = g - g_old
            kept += 1
            held = min(kept, depth)
            products = step_differences[:held] @ step_differences[slot]
            gram[slot, :held] = products
            gram[:held, slot] = products
        f_old, g_old = f, g
        x = g.copy()
        if kept:
            held = min(kept, depth)
            system = gram[:held, :held].copy()
            system[np.diag_indices(held)] *= 1 + 1e-14
            mixing = np.linalg.lstsq(system, step_differences[:held] @ f, rcond=1e-15)[0]
            x -= mixing @ value_differences[:held]
    # pi' = W e / s;  M' = pi' X' / (1 + t')
    share = weight * cost_term[:, None, :] / safe[:, :, None]
    flows = share * spending[:, :, None] / (1 + tariff)
    return {"wage_hat": wage, "evaluations": evaluation, "residual": residuals.worst(), "residuals": vars(residuals),
            "history": history, "trade_share": share, "trade": flows}


def solve_classical(accounts, tariff, tolerance=1e-10, wage_step=0.3, patience=2000):
    """Nested damped loop: prices to convergence, shares, one dense (NJ)^2 solve for expenditure, a step of wages."""
    a = accounts
    n_sectors, n = a.expenditure.shape
    theta = a.theta[:, None]
    kappa_term = ((1 + tariff) / (1 + a.tariff)) ** -a.theta[:, None, None]
    gamma_t = a.input_share.transpose(0, 2, 1)
    wage = np.ones(n)
    log_price = np.zeros((n_sectors, n))
    for evaluation in range(1, patience + 1):
        while True:
            log_cost = np.einsum("nkj,jn->kn", gamma_t, log_price) + a.value_added_share * np.log(wage)
            sums = np.einsum("jni,ji->jn", a.trade_share * kappa_term, np.exp(-theta * log_cost))
            moved = -np.log(sums) / theta - log_price
            log_price += moved
            if np.abs(moved).max() < tolerance / 10:
                break
        share = a.trade_share * kappa_term * np.exp(-theta * log_cost)[:, None, :] / sums[:, :, None]
        net = share / (1 + tariff)
        # X[j,n] = sum_k gamma[n,j,k] sum_m net[k,m,n] X[k,m] + alpha[j,n] (w V + D + sum_k (1 - sum_i net) X)
        system = np.einsum("njk,kmn->jnkm", a.input_share, net).reshape(n_sectors * n, n_sectors * n)
        duty_share = 1 - net.sum(axis=2)
        revenue = np.einsum("jn,kn->jnk", a.final_share, duty_share)
        view = system.reshape(n_sectors, n, n_sectors, n)
        for region in range(n):
            view[:, region, :, region] += revenue[:, region, :]
        constant = (a.final_share * (wage * a.value_added + a.deficit)).ravel()
        spending = np.linalg.solve(np.eye(n_sectors * n) - system, constant).reshape(n_sectors, n)
        output = np.einsum("jni,jn->ji", net, spending)
        clearing = (a.value_added_share * output).sum(axis=0) / a.value_added / wage
        residual = np.abs(np.log(clearing)).max()
        if residual <= tolerance:
            break
        wage *= 1 + wage_step * (clearing - 1)
        wage *= a.value_added.sum() / (wage @ a.value_added)
    return {"wage_hat": wage, "evaluations": evaluation, "residual": float(residual)}


def settle(accounts, tolerance=1e-12):
    """Flows of the unshocked equilibrium: a base that was a little off becomes one that is exact."""
    return solve_fused(accounts, accounts.tariff, tolerance)["trade"]


def blas_description():
    """Which BLAS this process has loaded and, for OpenBLAS, the kernel it chose."""
    paths = set(re.findall(r"(/\S*(?:blas|mkl|blis)\S*\.so\S*)", pathlib.Path("/proc/self/maps").read_text()))
    paths = {path for path in paths if pathlib.Path(path).name.startswith("lib")}
    names = []
    for path in sorted(paths):
        try:
            library = ctypes.CDLL(path)
        except OSError:
            continue
        for suffix in ("", "64_"):
            try:
                kernel = getattr(library, f"openblas_get_corename{suffix}")
                config = getattr(library, f"openblas_get_config{suffix}")
            except AttributeError:
                continue
            kernel.restype = config.restype = ctypes.c_char_p
            names.append(f"{' '.join(config().decode().split()[:2])}, kernel {kernel().decode()}")
            break
    if names:
        return "; ".join(dict.fromkeys(names))
    return "reference BLAS or unknown: " + ", ".join(pathlib.Path(path).name for path in sorted(paths))


def timed(function, repeats):
    """Result and the least CPU and wall seconds over some repeats."""
    cpu, wall, found = [], [], None
    for _ in range(repeats):
        start_cpu, start_wall = time.process_time(), time.perf_counter()
        found = function()
        cpu.append(time.process_time() - start_cpu)
        wall.append(time.perf_counter() - start_wall)
    return found, min(cpu), min(wall)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", help="folder of raw arrays")
    parser.add_argument("--classical", action="store_true", help="the nested loop with a dense solve")
    parser.add_argument("--tolerance", type=float, default=1e-10)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    accounts, tariff, case = read_case(options.case)
    solver = solve_classical if options.classical else solve_fused
    found, cpu, wall = timed(lambda: solver(accounts, tariff, options.tolerance), options.repeats)
    json.dump({"name": case["name"], "solver": "classical" if options.classical else "fused", "cpu_s": cpu, "wall_s": wall,
               "evaluations": found["evaluations"], "residual": found["residual"], "blas": blas_description(),
               "numpy": np.__version__, "wage_hat": found["wage_hat"].tolist()}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
