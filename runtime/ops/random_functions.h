// The elementary functions behind normal numbers, as the Java platform of SystemDS computes them.
#pragma once

namespace lineal {

struct JavaSinCos {
  double sine = 0;
  double cosine = 0;
};

/// The natural logarithm of a number in [0, 1].
double java_log(double x);
/// Sine and cosine of an angle in [0, 2 pi].
JavaSinCos java_sin_cos(double angle);

}  // namespace lineal
