#!/usr/bin/env python3
"""Writes runtime/ops/random/random_tables.h: the constants of random_functions.cpp, computed with 400 bits (needs mpmath).

    python3 tests/oracle/random/make_tables.py > runtime/ops/random/random_tables.h
"""
import struct

import mpmath as mp

mp.mp.prec = 400


def text(x):
    return float(x).hex().replace("0x1.0000000000000p", "0x1p").replace("0x0.0p+0", "0.0")


def rounded(x, exponent):
    """The multiple of 2^exponent nearest to x."""
    unit = mp.mpf(2) ** exponent
    return mp.nint(x / unit) * unit


def cut(x, bits):
    """The first `bits` bits of a positive x."""
    unit = mp.mpf(2) ** (mp.floor(mp.log(x, 2)) - bits + 1)
    return mp.floor(x / unit) * unit


def single(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def row(*numbers):
    print("    {" + ", ".join(text(x) for x in numbers) + "},")


def power_of_two_near(x):
    if abs(x) < mp.mpf(2) ** -60:
        return mp.mpf(0)
    below = mp.mpf(2) ** mp.floor(mp.log(abs(x), 2))
    near = below if abs(x) - below <= 2 * below - abs(x) else 2 * below
    return near if x > 0 else -near


def exact(x):
    """sin and cos of multiples of pi/2 come out as 1e-120."""
    return mp.mpf(0) if abs(x) < mp.mpf(2) ** -200 else x


print("""// Constants of random_functions.cpp. Written by tests/oracle/random/make_tables.py; do not edit.
#pragma once

namespace lineal {

struct SinePoint {
  double power;
  double cosine_rest;
  double sine;
  double sine_rest;
};
struct LogPoint {
  double high;
  double low;
};

// clang-format off""")
print("// pi/32 in three parts, of 33, 33 and 53 bits.")
first = cut(mp.pi / 32, 33)
second = cut(mp.pi / 32 - first, 33)
print("inline constexpr double kStep[3] = {" + ", ".join(map(text, (first, second, mp.pi / 32 - first - second))) + "};")

print("// For each multiple of pi/32: the power of two nearest to its cosine, the rest of the cosine, its sine in two parts.")
print("inline constexpr SinePoint kSines[64] = {")
for i in range(64):
    sine, cosine = exact(mp.sin(i * mp.pi / 32)), exact(mp.cos(i * mp.pi / 32))
    power = power_of_two_near(cosine)
    high = float(sine)
    row(power, cosine - power, high, single(sine - mp.mpf(high)))
print("};")

print("// -ln(b) in two parts for b = 128/256, 129/256, ..., 256/256; the first is a multiple of 2^-43.")
print("inline constexpr LogPoint kLogs[129] = {")
for i in range(129):
    value = -mp.log(mp.mpf(128 + i) / 256)
    high = rounded(value, -43)
    row(high, value - high)
print("};")
print("""// clang-format on

}  // namespace lineal""")
