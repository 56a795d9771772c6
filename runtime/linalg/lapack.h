// LAPACK routines, declared by hand: column-major arrays, every argument by address, lengths of strings at the end.
#pragma once

#include <cstddef>

namespace lineal::linalg {

/// The routines we call. An array that a routine reads or writes begins at a multiple of 64 bytes (AlignedCells): some
/// kernels sum what lies before the first boundary apart.
struct Lapack {
  void (*getrf)(const int* m, const int* n, double* a, const int* lda, int* pivots, int* info);
  void (*getrs)(const char* trans, const int* n, const int* nrhs, const double* a, const int* lda, const int* pivots,
                double* b, const int* ldb, int* info, size_t);
  void (*getri)(const int* n, double* a, const int* lda, const int* pivots, double* work, const int* lwork, int* info);
  void (*gels)(const char* trans, const int* m, const int* n, const int* nrhs, double* a, const int* lda, double* b,
               const int* ldb, double* work, const int* lwork, int* info, size_t);
  void (*potrf)(const char* uplo, const int* n, double* a, const int* lda, int* info, size_t);
  void (*syevd)(const char* jobz, const char* uplo, const int* n, double* a, const int* lda, double* w, double* work,
                const int* lwork, int* iwork, const int* liwork, int* info, size_t, size_t);
  void (*geev)(const char* jobvl, const char* jobvr, const int* n, double* a, const int* lda, double* wr, double* wi,
               double* vl, const int* ldvl, double* vr, const int* ldvr, double* work, const int* lwork, int* info,
               size_t, size_t);
  void (*gesdd)(const char* jobz, const int* m, const int* n, double* a, const int* lda, double* s, double* u,
                const int* ldu, double* vt, const int* ldvt, double* work, const int* lwork, int* iwork, int* info,
                size_t);
};

/// The routines of the OpenBLAS that is loaded, loading it if need be. Throws what openblas_routine throws.
const Lapack& lapack();

}  // namespace lineal::linalg
