// The elementary functions behind normal numbers, with the bits of the Java platform that SystemDS runs on.
#pragma once

namespace lineal {

struct SineCosine {
  double sine = 0;
  double cosine = 0;
};

/// The natural logarithm of x, 0 <= x <= 1, not subnormal. Measured against Math.log of OpenJDK 17 on x86-64: see
/// tests/oracle/README.md.
double java_log(double x);
/// Sine and cosine of an angle in [0, 2 pi], as Math.sin and Math.cos give them there.
SineCosine java_sine_cosine(double angle);

}  // namespace lineal
