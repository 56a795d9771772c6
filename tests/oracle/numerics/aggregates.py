#!/usr/bin/env python3
"""Computes sums, means, variances, running sums, moments and quantiles as docs/numerics.md says and compares every bit with lineal.

    aggregates.py LINEAL

Written from that page alone, with NumPy's float64, one rounding for each operation.
"""
import math
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

import numpy as np

LANES = 8
BLOCK = 32768
COLUMN_BLOCKS = 32
SPLITTER = 134217729.0

# Rows, columns, share of non-zeros, largest binary exponent, what is added to each cell, and whether the cells are put side by side with their
# negatives and tiny numbers. Only then does the order of additions show: sums have twice the digits of a cell.
MATRICES = [(1, 1, 1, 20, 0, 0), (1, 8, 1, 20, 0, 0), (1, 9, 1, 20, 0, 0), (3, 5, 1, 0, 0, 0), (1, 32769, 1, 20, 0, 0), (32769, 1, 1, 20, 0, 0),
            (300, 60, 0.05, 20, 0, 0), (50, 6, 1, 0, 1e9, 0), (50, 6, 1, -20, 1e9, 0), (50, 40, 1, 3, 5e8, 0), (500, 2, 1, 0, 1e200, 0), (20, 3, 1, 1020, 0, 0),
            (1, 3, 1, 60, 0, 1), (1, 4, 1, 60, 0, 1), (31, 1, 1, 60, 0, 1), (32, 2, 1, 60, 0, 1), (1, 17000, 1, 60, 0, 1), (17000, 1, 1, 60, 0, 1),
            (1100, 9, 1, 60, 0, 1), (400, 10, 0.1, 60, 0, 1), (9000, 1, 0.3, 60, 0, 1),
            (950, 260, 1, 60, 0, 1), (1100, 260, 1, 60, 0, 1)]
PROBABILITIES = (0, 0.1, 0.25, 0.5, 0.7, 0.75, 0.99, 1)
MANY_CELLS = 300_000  # of more, only the sums of columns are compared

SCRIPT = """
X = rand(rows=$rows, cols=$columns, min=-1, max=1, sparsity=$share, seed=$seed)
X = X * 2 ^ round(rand(rows=$rows, cols=$columns, min=-abs($exponent), max=$exponent, seed=$seed + 1)) + $shift
if ($mirror == 1) {
  X = rbind(X, rand(rows=5, cols=ncol(X), min=-1e-13, max=1e-13, seed=$seed + 2), -rev(X))
  X = cbind(X, rand(rows=nrow(X), cols=3, min=-1e-13, max=1e-13, seed=$seed + 3), -X)
}
write(X, "X", format="binary")
write(rbind(as.matrix(sum(X)), as.matrix(mean(X)), as.matrix(var(X)), as.matrix(sd(X)), as.matrix(prod(X))), "all", format="binary")
write(cbind(rowSums(X), rowMeans(X), rowVars(X), rowProds(X)), "rows", format="binary")
write(rbind(colSums(X), colMeans(X), colVars(X), colProds(X)), "columns", format="binary")
write(cumsum(X), "cumsum", format="binary")
write(rowcumsum(X), "rowcumsum", format="binary")
x = X[, 1]
y = X[, ncol(X)]
w = round(abs(x) / max(abs(x)) * 10) + 1
write(w, "w", format="binary")
write(rbind(as.matrix(moment(x, 0)), as.matrix(moment(x, 2)), as.matrix(moment(x, 3)), as.matrix(moment(x, 4)), as.matrix(moment(x, w, 2)),
            as.matrix(cov(x, y)), as.matrix(cov(x, y, w)), as.matrix(mean(x, w))), "statistics", format="binary")
p = matrix("0 0.1 0.25 0.5 0.7 0.75 0.99 1", rows=8, cols=1)
write(rbind(as.matrix(quantile(x, 0)), as.matrix(quantile(x, 0.1)), as.matrix(quantile(x, 0.25)), as.matrix(quantile(x, 0.5)), as.matrix(quantile(x, 0.7)),
            as.matrix(quantile(x, 0.75)), as.matrix(quantile(x, 0.99)), as.matrix(quantile(x, 1)), quantile(x, p), as.matrix(median(x)),
            as.matrix(interQuartileMean(x)), as.matrix(quantile(x, w, 0)), as.matrix(quantile(x, w, 0.7)), as.matrix(quantile(x, w, 1)), as.matrix(interQuartileMean(x, w))), "order", format="binary")
"""


class Sum:
    """A running sum and its rounding errors: of one number, or of one number in each lane."""

    def __init__(self, size=()):
        self.high = np.zeros(size)
        self.low = np.zeros(size)

    def add(self, x):
        total = self.high + x
        part = total - self.high
        self.low = self.low + ((self.high - (total - part)) + (x - part))
        self.high = total

    def add_square(self, x):
        square = x * x
        scaled = SPLITTER * x
        head = scaled - (scaled - x)
        tail = x - head
        self.add(square)
        self.low = self.low + (((head * head - square) + 2.0 * head * tail) + tail * tail)

    def add_sum(self, high, low):
        self.add(high)
        self.low = self.low + low

    def value(self):
        return np.where(self.low - self.low == 0, self.high + self.low, self.high)[()]


def sum_of_block(cells, squares):
    """Cell i of a block belongs to lane i modulo 8; the lanes are added in order."""
    lanes = Sum(LANES)  # a zero, as behind the last cell, changes no part of a sum
    padded = np.zeros(-(-len(cells) // LANES) * LANES)
    padded[:len(cells)] = cells
    for group in padded.reshape(-1, LANES):
        lanes.add_square(group) if squares else lanes.add(group)
    total = Sum()
    for lane in range(LANES):
        total.add_sum(lanes.high[lane], lanes.low[lane])
    return total


def sum_of_run(cells, squares=False):
    total = Sum()
    for begin in range(0, len(cells), BLOCK):
        block = sum_of_block(cells[begin:begin + BLOCK], squares)
        if len(cells) <= BLOCK:
            return block
        total.add_sum(block.high, block.low)
    return total


def sums(X, axis, squares=False):
    """One Sum for all cells, or a list of them for rows or columns."""
    rows, columns = X.shape
    if axis == "all" or (axis == "columns" and columns == 1):
        return [sum_of_run(X.reshape(-1), squares)]
    if axis == "rows":
        return [sum_of_run(row, squares) for row in X]
    step = max(64, BLOCK // columns, -(-rows // COLUMN_BLOCKS))
    total = Sum(columns)
    for begin in range(0, rows, step):
        block = Sum(columns)
        for row in X[begin:begin + step]:
            block.add_square(row) if squares else block.add(row)
        total.add_sum(block.high, block.low)
    split = [Sum() for _ in range(columns)]
    for c, one in enumerate(split):
        one.high, one.low = total.high[c], total.low[c]
    return split


def fma(a, b, c):
    if not all(map(math.isfinite, (a, b, c))):
        return np.float64(a) * np.float64(b) + np.float64(c)
    try:
        exact = Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c))
        return np.float64(float(exact)) if exact else np.float64(a) * np.float64(b) + np.float64(c)
    except OverflowError:
        return np.float64(math.copysign(math.inf, exact))


def variance_of(values, squares, n):
    """The variance, and whether enough digits are left."""
    if n <= 1:
        return (np.float64(0) if n == 1 else np.float64(math.nan)), True
    total, square_total = values.value(), squares.value()
    if not math.isfinite(total):
        return np.float64(math.nan), True
    if square_total == 0:
        return np.float64(0), total == 0
    count = np.float64(n)
    total_low = (values.high - total) + values.low
    mean = total / count
    mean_low = (fma(-mean, count, total) + total_low) / count
    product = total * mean
    product_low = fma(total, mean, -product) + (total * mean_low + total_low * mean)
    square_low = (squares.high - square_total) + squares.low
    spread = (square_total - product) + (square_low - product_low)
    return spread / (count - 1), math.isfinite(square_total) and spread > square_total * 2.0 ** -48


def variance(cells, values, squares):
    result, good = variance_of(values, squares, len(cells))
    if good:
        return result
    values, squares = Sum(), Sum()
    for x in cells - cells[0]:
        values.add(x)
        squares.add_square(x)
    result, good = variance_of(values, squares, len(cells))
    if good:
        return result
    mean = values.value() / np.float64(len(cells))
    deviations = Sum()
    for x in cells:
        deviations.add_square(x - cells[0] - mean)
    return deviations.value() / np.float64(len(cells) - 1)


def product(cells):
    result = np.float64(1)
    for x in cells:
        result = result * x
    return result


def product_of_all(cells):
    return product([product(cells[begin:begin + BLOCK]) for begin in range(0, len(cells), BLOCK)])


def slices(X, axis):
    return [X.reshape(-1)] if axis == "all" else list(X) if axis == "rows" else list(X.T)


def measures(X, axis):
    """Sum, mean, variance and product of all cells, of each row, or of each column."""
    values, squares = sums(X, axis), sums(X, axis, squares=True)
    cells = slices(X, axis)
    count = np.float64(len(cells[0]))
    return np.array([[one.value() for one in values], [one.value() / count for one in values],
                     [variance(*three) for three in zip(cells, values, squares)],
                     [(product_of_all if axis == "all" else product)(c) for c in cells]])


def running(X):
    """Down the columns."""
    result = np.empty_like(X)
    total = Sum(X.shape[1])
    for r, row in enumerate(X):
        total.add(row)
        result[r] = total.value()
    return result


def sum_in_order(cells):
    total = Sum()
    for x in cells:
        total.add(x)
    return total.value()


def weighted_mean(x, w):
    return sum_in_order(w * x) / sum_in_order(w)


def moment(x, w, order):
    d = x - weighted_mean(x, w)
    power = {2: d * d, 3: d * d * d, 4: (d * d) * (d * d)}[order]
    return sum_in_order(w * power) / sum_in_order(w)


def covariance(x, y, w):
    if len(x) == 1:
        return np.float64(0)
    return sum_in_order(w * ((x - weighted_mean(x, w)) * (y - weighted_mean(y, w)))) / (sum_in_order(w) - 1)


def quantile(x, p, averaged=True):
    """At position ceil(p n); of an even number the mean of that and the next."""
    n = len(x)
    k = math.ceil(np.float64(p) * np.float64(n))
    at = lambda i: np.sort(x)[min(max(i, 1), n) - 1]
    return (at(k) + at(k + 1)) / 2 if averaged and n % 2 == 0 else at(k)


def interquartile_mean(x, w):
    order = np.argsort(x, kind="stable")
    ends = np.cumsum(w[order])
    n = ends[-1]
    parts = np.minimum(ends, 0.75 * n) - np.maximum(ends - w[order], 0.25 * n)
    return sum_in_order([part * value for part, value in zip(parts, x[order]) if part > 0]) / (0.5 * n)


def order_statistics(x, w):
    heavy = np.repeat(x, w.astype(int))
    return [*(quantile(x, p) for p in PROBABILITIES), *(quantile(x, p, averaged=False) for p in PROBABILITIES), quantile(x, 0.5),
            interquartile_mean(x, np.ones(len(x))), *(quantile(heavy, p) for p in (0, 0.7, 1)), interquartile_mean(x, w)]


def read_binary(path):
    data = path.read_bytes()
    assert data[:8] == b"LINEALM1", path
    form, rows, columns, count = np.frombuffer(data, np.int64, 4, 8)
    if form == 0:
        return np.frombuffer(data, np.float64, rows * columns, 40).reshape(rows, columns)
    X = np.zeros((rows, columns))
    if count:
        offsets = np.frombuffer(data, np.int64, rows + 1, 40)
        places = np.frombuffer(data, np.int64, count, 40 + 8 * (rows + 1))
        X[np.repeat(np.arange(rows), np.diff(offsets)), places] = np.frombuffer(data, np.float64, count, 40 + 8 * (rows + 1 + count))
    return X


def expected_of(folder):
    X, w = read_binary(folder / "X"), read_binary(folder / "w").reshape(-1)
    if X.size > MANY_CELLS:
        return {"columns": np.array([[one.value() for one in sums(X, "columns")]])}
    x, y, one = X[:, 0], X[:, -1], np.ones(len(X))
    whole = measures(X, "all").reshape(-1)
    return {"all": np.array([*whole[:3], np.sqrt(whole[2]), whole[3]]).reshape(-1, 1), "rows": measures(X, "rows").T,
            "columns": measures(X, "columns"), "cumsum": running(X), "rowcumsum": running(X.T).T,
            "statistics": np.array([weighted_mean(x, one), moment(x, one, 2), moment(x, one, 3), moment(x, one, 4), moment(x, w, 2),
                                    covariance(x, y, one), covariance(x, y, w), weighted_mean(x, w)]).reshape(-1, 1),
            "order": np.array(order_statistics(x, w)).reshape(-1, 1)}


def same_bits(a, b):
    a, b = a + 0.0, b + 0.0  # forms of storage may keep the sign of a zero or not
    return a.shape == b.shape and np.array_equal(np.where(np.isnan(a), np.nan, a).view(np.int64), np.where(np.isnan(b), np.nan, b).view(np.int64))


def main():
    lineal = str(pathlib.Path(sys.argv[1]).resolve())
    np.seterr(all="ignore")
    failures = compared = 0
    for number, (rows, columns, share, exponent, shift, mirror) in enumerate(MATRICES):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            arguments = [f"rows={rows}", f"columns={columns}", f"share={share}", f"exponent={exponent}", f"shift={shift}", f"mirror={mirror}",
                         f"seed={number + 1}"]
            (folder / "script.dml").write_text(SCRIPT)
            done = subprocess.run([lineal, "run", "script.dml", *arguments], cwd=folder, capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{arguments}: {done.stderr}")
            for what, expected in expected_of(folder).items():
                found = read_binary(folder / what)[:len(expected)]
                compared += expected.size
                if not same_bits(found, np.ascontiguousarray(expected)):
                    print(f"FAILED {what} of {rows}x{columns} {arguments}: {found.reshape(-1)[:8]} instead of {expected.reshape(-1)[:8]}")
                    failures += 1
    print(f"aggregates: {compared} numbers of {len(MATRICES)} matrices, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
