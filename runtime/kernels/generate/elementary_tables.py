#!/usr/bin/env python3
"""Writes runtime/kernels/elementary_tables.h: tables and polynomials of the elementary functions, computed with 400 bits (needs mpmath).

    python3 runtime/kernels/generate/elementary_tables.py > runtime/kernels/elementary_tables.h

A number that two doubles hold is split as high = the nearest double, low = the nearest double to the rest; where a product with a
count must be exact, high has fewer bits.
"""
import mpmath as mp

mp.mp.prec = 400
mpf = mp.mpf


def text(x):
    return float(x).hex().replace("0x1.0000000000000p", "0x1p").replace("0x0.0p+0", "0.0")


def nearest(x):
    return mpf(float(x))  # mpmath rounds to the nearest


def cut(x, bits):
    """x to so many bits, nearest."""
    if x == 0:
        return mpf(0)
    unit = mpf(2) ** (mp.floor(mp.log(abs(x), 2)) - bits + 1)
    return mp.nint(x / unit) * unit


def multiple(x, exponent):
    unit = mpf(2) ** exponent
    return mp.nint(x / unit) * unit


def number(name, x, why=""):
    print(f"inline constexpr double {name} = {text(x)};" + (f"  // {why}" if why else ""))


def split(name, x):
    number(name + "High", nearest(x))
    number(name + "Low", nearest(x - nearest(x)))


def array(name, values):
    values = list(values)
    print(f"alignas(64) inline constexpr double {name}[{len(values)}] = {{")
    for i in range(0, len(values), 4):
        print("    " + ", ".join(text(x) for x in values[i:i + 4]) + ",")
    print("};")


def pairs(name, firsts, seconds):
    entries = [f"{{{text(x)}, {text(y)}}}" for x, y in zip(firsts, seconds)]
    print(f"alignas(64) inline constexpr double {name}[{len(entries)}][2] = {{")
    for i in range(0, len(entries), 2):
        print("    " + ", ".join(entries[i:i + 2]) + ",")
    print("};")


def split_arrays(name, values, high=nearest):
    values = list(values)
    array(name + "High", [high(x) for x in values])
    array(name + "Low", [nearest(x - high(x)) for x in values])


def exact(x):
    """sin and cos of multiples of pi/2 come out as 1e-120."""
    return mpf(0) if abs(x) < mpf(2) ** -200 else x


def fit(function, reach, count):
    """Interpolates at Chebyshev points of [-reach, reach]: within a small factor of the best polynomial. Lowest power first."""
    points = [reach * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    matrix = mp.matrix(count, count)
    right = mp.matrix(count, 1)
    for i, x in enumerate(points):
        right[i] = function(x)
        for j in range(count):
            matrix[i, j] = x ** j
    return list(mp.lu_solve(matrix, right))


def exponential():
    print("// e^x: steps of ln2 / 16 and ln2 / 32; the first part of a step has 37 bits, so that a count of 16 bits times it is exact.")
    terms = 6
    for steps in (16, 32):
        step = mp.ln(2) / steps
        print(f"struct Exponential{steps} {{")
        print(f"  static constexpr int64_t kSteps = {steps};")
        for name, x in (("kInverse", nearest(1 / step)), ("kStep", cut(step, 37)), ("kStepLow", nearest(step - cut(step, 37)))):
            print(f"  static constexpr double {name} = {text(x)};")
        reach = step / 2 * mpf("1.0001")
        series = fit(lambda r: sum(r ** n / mp.factorial(n + 3) for n in range(40)), reach, terms)
        print("  // (e^r - 1 - r - r^2 / 2) / r^3")
        print(f"  static constexpr double kSeries[{terms}] = {{" + ", ".join(text(x) for x in series) + "};")
        powers = [mpf(2) ** (mpf(j) / steps) for j in range(steps)]
        for name, values in (("kHigh", [nearest(x) for x in powers]), ("kLow", [nearest(x - nearest(x)) for x in powers])):
            print(f"  alignas(64) static constexpr double {name}[{steps}] = {{")
            for i in range(0, steps, 4):
                print("      " + ", ".join(text(x) for x in values[i:i + 4]) + ",")
            print("  };")
        print("};")


def combined_exponential():
    print("// e^x in steps of ln2 / 256: 2^(j/256) for j = 16 a + b is kCoarse[a] * kFine[b] * e^(kCoarseRest[a] + kFineRest[b]). Factors of 26")
    print("// bits have an exact product. A step's first part has 35 bits, so that a count of 18 bits times it is exact.")
    step = mp.ln(2) / 256
    print("struct Exponential256 {")
    for name, x in (("kInverse", nearest(1 / step)), ("kStep", cut(step, 35)), ("kStepLow", nearest(step - cut(step, 35)))):
        print(f"  static constexpr double {name} = {text(x)};")
    print("  // (e^r - 1 - r - r^2 / 2) / r^3, the second one for e^r within 2^-68.6")
    for name, terms, reach in (("kSeries", 6, step / 2 * mpf("1.0001")), ("kQuickSeries", 3, step / 2 * mpf("1.0001"))):
        series = [nearest(c) for c in fit(lambda r: sum(r ** n / mp.factorial(n + 3) for n in range(40)), reach, terms)]
        print(f"  static constexpr double {name}[{terms}] = {{" + ", ".join(text(x) for x in series) + "};")
        points = [reach * mpf(i) / 500 for i in range(-500, 501) if i != 0]
        worst = max(abs(1 + r + r ** 2 / 2 + r ** 3 * mp.polyval(series[::-1], r) - mp.exp(r)) for r in points)
        assert worst < mpf(2) ** (mpf("-68.6") if terms == 3 else -84)
    for name, steps in (("kCoarse", 16), ("kFine", 256)):
        exponents = [mpf(j) / steps for j in range(16)]
        factors = [cut(mpf(2) ** x, 26) for x in exponents]
        for kind, values in ((name, factors), (name + "Rest", [nearest(x * mp.ln(2) - mp.ln(f)) for x, f in zip(exponents, factors)])):
            print(f"  alignas(64) static constexpr double {kind}[16] = {{")
            for i in range(0, 16, 4):
                print("      " + ", ".join(text(x) for x in values[i:i + 4]) + ",")
            print("  };")
    print("};")
    print("// 2^(j/256) as kPower256[j][0] * e^kPower256[j][1]")
    factors = [nearest(mpf(2) ** (mpf(j) / 256)) for j in range(256)]
    pairs("kPower256", factors, [nearest(mpf(j) / 256 * mp.ln(2) - mp.ln(f)) for j, f in enumerate(factors)])


# -ln c in units of 2^-42 for the 32 intervals of the logarithm: multiples near their middle for which c = e^-(-ln c) is all but a double,
# within 2^-77 of the least |ln x| of the interval (Gal: An accurate elementary mathematical library for the IEEE floating point
# standard, 1991). So one table of logarithms is enough. Found by trying one multiple after the other, up to 2^30 of them.
LOGARITHMS = [
    -1549063941689, -1452397152158, -1357697189297, -1265216780991, -1174450466403, -1085676748632, -998606014988, -913040175598,
    -829430348043, -747119340277, -666471018345, -587154442009, -509125214945, -432547671976, -357602063711, -283621116813,
    -210860629199, -138756820793, -68619608036, 0, 135383024333, 267222016782, 394144298016, 518630521534,
    638545301248, 755815503319, 870233330876, 981424842612, 1090084506247, 1196011044907, 1299489675177, 1400626432605,
]


def logarithm():
    print("// ln x: 32 intervals from 0.6953125 on, one of them around 1. kLog is -ln kInverse within 2^-77 of the least |ln x|, a multiple of")
    print("// 2^-42, so that count * ln 2 + logarithm is exact.")
    start = mpf("0.6953125")
    borders = [start + mpf(i) / 64 for i in range(20)] + [1 + mpf(1) / 64 + mpf(i) / 32 for i in range(13)]
    assert borders[19] == 1 - mpf(1) / 128 and borders[-1] == 2 * start
    logs = [mpf(n) / 2 ** 42 for n in LOGARITHMS]
    inverses = [nearest(mp.exp(-x)) for x in logs]
    for low, high, log, c in zip(borders, borders[1:], logs, inverses):
        assert abs(log + mp.ln(c)) <= min(abs(mp.ln(low)), abs(mp.ln(high))) / mpf(2) ** 77 and (c == 1) == (low < 1 < high)
    array("kInverse", inverses)
    array("kLog", logs)
    print("// The same side by side.")
    pairs("kInverseAndLog", inverses, logs)
    number("kLn2", multiple(mp.ln(2), -42))
    number("kLn2Low", nearest(mp.ln(2) - multiple(mp.ln(2), -42)))
    reach = max(max(abs(low * c - 1), abs(high * c - 1)) for low, high, c in zip(borders, borders[1:], inverses)) * mpf("1.0001")
    assert reach < mpf("0.01571")
    print(f"// (ln(1 + z) - z + z^2 / 2) / z^3 for |z| below {mp.nstr(reach, 6)}; the second one within 2^-51 of it")
    exact_series = lambda z: sum((-1) ** (n + 1) * z ** (n - 3) / n for n in range(3, 90))
    for name, terms in (("kLogSeries", 8), ("kQuickLogSeries", 7)):
        series = [nearest(c) for c in fit(exact_series, reach, terms)]
        array(name, series)
        points = [reach * mpf(i) / 200 for i in range(-200, 201)]
        assert max(abs(mp.polyval(series[::-1], z) - exact_series(z)) for z in points) < mpf(2) ** -51


def sine():
    print("// Sine at multiples of pi / 256 over a turn and a quarter.")
    split_arrays("kSine", [exact(mp.sin(j * mp.pi / 256)) for j in range(640)])
    step = mp.pi / 256
    first = cut(step, 32)
    second = cut(step - first, 32)
    number("kStepsPerRadian", nearest(1 / step))
    number("kAngle", first)
    number("kAngleMiddle", second)
    number("kAngleLow", nearest(step - first - second))


def arc_tangent():
    print("// Arc tangent at multiples of 1 / 64.")
    split_arrays("kArcTangent", [mp.atan(mpf(j) / 64) for j in range(65)])
    split("kHalfPi", mp.pi / 2)
    split("kPi", mp.pi)


print("""// Constants of the elementary functions. Written by runtime/kernels/generate/elementary_tables.py; do not edit.
#pragma once

#include <cstdint>

// clang-format off
namespace lineal::kernels::tables {
""")
exponential()
combined_exponential()
print()
logarithm()
print()
sine()
print()
arc_tangent()
print("\n}  // namespace lineal::kernels::tables")
