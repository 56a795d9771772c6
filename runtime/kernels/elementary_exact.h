// Elementary functions rounded correctly, by GNU MPFR: for the few arguments that the fast paths give up.
#pragma once

namespace lineal::kernels::exact {

double exp(double x);
double expm1(double x);
double log(double x);
double log1p(double x);
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double sinh(double x);
double cosh(double x);
double tanh(double x);
double pow(double x, double y);

}  // namespace lineal::kernels::exact
