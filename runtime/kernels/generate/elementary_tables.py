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


def logarithm():
    print("// ln x: 32 intervals from 0.6953125 on, one of them around 1. Logarithms are multiples of 2^-42 and a rest, so that")
    print("// count * ln 2 + logarithm is exact.")
    start = mpf("0.6953125")
    borders = [start + mpf(i) / 64 for i in range(20)] + [1 + mpf(1) / 64 + mpf(i) / 32 for i in range(13)]
    assert borders[19] == 1 - mpf(1) / 128 and borders[-1] == 2 * start
    inverses = [nearest(2 / (low + high)) for low, high in zip(borders, borders[1:])]
    inverses[19] = mpf(1)
    array("kInverse", inverses)
    logs = [-mp.ln(x) for x in inverses]
    split_arrays("kLog", logs, lambda x: multiple(x, -42))
    number("kLn2", multiple(mp.ln(2), -42))
    number("kLn2Low", nearest(mp.ln(2) - multiple(mp.ln(2), -42)))
    reach = max(max(abs(low * c - 1), abs(high * c - 1)) for low, high, c in zip(borders, borders[1:], inverses)) * mpf("1.0001")
    print(f"// (ln(1 + z) - z + z^2 / 2) / z^3 for |z| below {mp.nstr(reach, 6)}")
    array("kLogSeries", fit(lambda z: sum((-1) ** (n + 1) * z ** (n - 3) / n for n in range(3, 90)), reach, 8))


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
print()
logarithm()
print()
sine()
print()
arc_tangent()
print("\n}  // namespace lineal::kernels::tables")
