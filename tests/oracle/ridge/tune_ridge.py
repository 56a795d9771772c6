#!/usr/bin/env python3
"""Computes the grid of scripts/examples/tune_ridge.dml with NumPy, and checks a printed table and a written model against it.

    tune_ridge.py DATA.csv [--target J] [--folds K] [--show N] [--against OUTPUT.txt] [--model MODEL.csv] [--tolerance 1e-10]

Independent of the script: ridge is solved as a least squares problem on rows augmented by the penalty, without normal equations,
and the folds are picked by index instead of sorting. With --against or --model the exit status says whether both agree.
"""
import argparse
import sys

import numpy as np


def ridge(X, y, penalty, intercept):
    """Returns slopes and intercept that minimise |y - Xb - c|^2 + penalty |b|^2."""
    columns = X.shape[1]
    top = np.hstack([X, np.ones((len(X), 1))]) if intercept else X
    bottom = np.sqrt(penalty) * np.eye(columns, top.shape[1])
    solution = np.linalg.lstsq(np.vstack([top, bottom]), np.concatenate([y, np.zeros(columns)]), rcond=None)[0]
    return solution[:columns], solution[columns] if intercept else 0.0


def cross_validate(X, y, folds, penalty, intercept):
    fold = np.arange(len(y)) % folds
    # A fold's slice in the script: the rows sorted by their number in the deal, cut into equal parts.
    by_deal = np.argsort(fold, kind="stable")
    errors = 0.0
    for f in range(folds):
        test = by_deal[f * len(y) // folds:(f + 1) * len(y) // folds]
        train = np.setdiff1d(np.arange(len(y)), test)
        slopes, constant = ridge(X[train], y[train], penalty, intercept)
        errors += np.sum((y[test] - X[test] @ slopes - constant) ** 2)
    return errors / len(y)


def search(X, y, folds):
    """Returns the configurations (error, penalty, intercept, features), best first, and the best model in the data's scale."""
    mean, deviation = X.mean(axis=0), X.std(axis=0, ddof=1)
    deviation = np.where(deviation == 0, 1.0, deviation)
    scaled = (X - mean) / deviation
    columns = X.shape[1]
    found = []
    for exponent in range(-4, 6):
        for intercept in (0, 1):
            for features in (columns, (columns + 1) // 2):
                penalty = 10.0 ** exponent
                found.append((cross_validate(scaled[:, :features], y, folds, penalty, intercept), penalty, intercept, features))
    found.sort(key=lambda row: row[0])
    _, penalty, intercept, features = found[0]
    slopes, constant = ridge(scaled[:, :features], y, penalty, intercept)
    slopes = slopes / deviation[:features]
    model = np.concatenate([[constant - slopes @ mean[:features]], slopes, np.zeros(columns - features)])
    return found, model


def read_table(path):
    """Returns the rows (error, penalty, intercept, features) of a printed table."""
    rows = []
    with open(path, encoding="utf-8") as handle:
        for line in handle:
            words = line.split()
            if len(words) == 5 and words[0] == str(len(rows) + 1):
                rows.append((float(words[4]), float(words[1]), int(words[2]), int(words[3])))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data")
    parser.add_argument("--target", type=int)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--against", help="printed output of the script")
    parser.add_argument("--model", help="coefficients written by the script")
    parser.add_argument("--tolerance", type=float, default=1e-10)
    chosen = parser.parse_args()
    data = np.loadtxt(chosen.data, delimiter=",", ndmin=2)
    target = chosen.target or data.shape[1]
    found, model = search(data[:, :target - 1], data[:, target - 1], chosen.folds)
    print("rank        lambda  intercept  features               cv mse")
    for rank, (error, penalty, intercept, features) in enumerate(found[:chosen.show], 1):
        print(f"{rank:4d}  {penalty:12.4f}  {intercept:9d}  {features:8d}  {error:19.12f}")
    agreed = True
    if chosen.against:
        table = read_table(chosen.against)
        worst = 0.0
        if len(table) != min(chosen.show, len(found)):
            sys.exit(f"{chosen.against}: {len(table)} rows instead of {min(chosen.show, len(found))}")
        for got, wanted in zip(table, found):
            worst = max(worst, abs(got[0] - wanted[0]) / abs(wanted[0]))
            if got[2:] != wanted[2:] or abs(got[1] - wanted[1]) > 1e-4 * wanted[1]:
                print(f"differs: {got[1:]} instead of {wanted[1:]}")
                agreed = False
        print(f"largest relative difference of the errors: {worst:.3g}")
        agreed = agreed and worst <= chosen.tolerance
    if chosen.model:
        written = np.loadtxt(chosen.model, delimiter=",", ndmin=1)
        if written.shape != model.shape:
            sys.exit(f"{chosen.model}: {written.shape[0]} coefficients instead of {model.shape[0]}")
        worst = float(np.max(np.abs(written - model)) / np.max(np.abs(model)))
        print(f"largest relative difference of the coefficients: {worst:.3g}")
        agreed = agreed and worst <= chosen.tolerance
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
