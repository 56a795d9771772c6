#!/usr/bin/env python3
"""Known answers for cdf() and icdf(), computed with 50 digits (needs mpmath).

    python3 tests/oracle/random/distribution_answers.py > tests/unit/random/distribution_answers.inc
"""
import mpmath as mp

mp.mp.dps = 50


def upper(law, a, b, x):
    """P(X > x)"""
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    if law == "normal":
        return mp.erfc((x - a) / b / mp.sqrt(2)) / 2
    if law == "exp":
        return mp.exp(-a * x) if x > 0 else mp.mpf(1)
    if law == "t":
        half = mp.betainc(a / 2, mp.mpf(1) / 2, 0, a / (a + x * x), regularized=True) / 2
        return half if x > 0 else 1 - half
    if x <= 0:
        return mp.mpf(1)
    if law == "chisq":
        return mp.gammainc(a / 2, x / 2, mp.inf, regularized=True)
    return mp.betainc(b / 2, a / 2, 0, b / (b + a * x), regularized=True)


def lower(law, a, b, x):
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    if law == "normal":
        return mp.erfc((a - x) / b / mp.sqrt(2)) / 2
    if law == "exp":
        return -mp.expm1(-a * x) if x > 0 else mp.mpf(0)
    if law == "t":
        return upper(law, a, b, -x)
    if x <= 0:
        return mp.mpf(0)
    if law == "chisq":
        return mp.gammainc(a / 2, 0, x / 2, regularized=True)
    return mp.betainc(a / 2, b / 2, 0, a * x / (a * x + b), regularized=True)


def quantile(law, a, b, p):
    """Bisection down to 40 digits, on the tail that holds its precision."""
    p = mp.mpf(p)
    low, high = (mp.mpf(-1), mp.mpf(1)) if law in ("normal", "t") else (mp.mpf(0), mp.mpf(1))
    below = lambda x: lower(law, a, b, x) < p if p < 0.5 else upper(law, a, b, x) > 1 - p
    while below(high):
        high = high * 2
    while low < 0 and not below(low):
        low = low * 2
    for _ in range(500):
        middle = (low + high) / 2 if low <= 0 or high / low < 4 else mp.sqrt(low * high)
        if high - low < mp.mpf(10) ** -25 * max(abs(low), abs(high), mp.mpf(10) ** -300):
            break
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2


LAWS = [
    ("normal", 0, 1, [-38, -8, -2.5, -0.3, 0, 1e-10, 0.7, 1.96, 5, 12]),
    ("normal", 10, 0.25, [8, 9.9, 10, 10.3, 12]),
    ("t", 1, 0, [-1000, -3, -0.1, 0, 0.5, 2, 50]),
    ("t", 4, 0, [-30, -2, 0.25, 1, 2.776, 9]),
    ("t", 57, 0, [-6, -1, 0.01, 2, 4.5]),
    ("t", 100000, 0, [-4, 0.5, 3]),
    ("chisq", 1, 0, [1e-8, 0.1, 1, 3.84, 20, 90]),
    ("chisq", 2, 0, [0.01, 1.5, 6]),
    ("chisq", 17, 0, [1, 8, 17, 27.6, 60]),
    ("chisq", 1000, 0, [850, 1000, 1150]),
    ("f", 1, 1, [0.001, 0.5, 1, 20]),
    ("f", 3, 5, [0.01, 0.4, 1.5, 12]),
    ("f", 10, 200, [0.2, 1, 1.9, 4]),
    ("f", 250, 7, [0.3, 1, 3.2]),
    ("exp", 1, 0, [-1, 1e-12, 0.2, 1, 30]),
    ("exp", 2.5, 0, [0.01, 1, 4]),
]
PROBABILITIES = ["1e-10", "0.001", "0.025", "0.3", "0.5", "0.75", "0.95", "0.9999"]


def text(x):
    return mp.nstr(x, 20, min_fixed=0, max_fixed=0)


print("// Written by tests/oracle/random/distribution_answers.py.")
print("// clang-format off")
print("// law, its parameters, x, P(X <= x), P(X > x)")
print("const ProbabilityAnswer kProbabilityAnswers[] = {")
for law, a, b, points in LAWS:
    for x in points:
        print(f'    {{"{law}", {a}, {b}, {x}, {text(lower(law, a, b, x))}, {text(upper(law, a, b, x))}}},')
print("};")
print("// law, its parameters, p, x with P(X <= x) = p for the double nearest to p")
print("const QuantileAnswer kQuantileAnswers[] = {")
for law, a, b, _ in LAWS:
    for p in PROBABILITIES:
        print(f'    {{"{law}", {a}, {b}, {p}, {text(quantile(law, a, b, float(p)))}}},')
print("};")
print("// clang-format on")
