#include "runtime/linalg/lapack.h"

#include "runtime/linalg/openblas.h"

namespace lineal::linalg {
namespace {

template <typename Function>
void find(const char* name, Function& routine) {
  routine = reinterpret_cast<Function>(openblas_routine(name));
}

Lapack find_all() {
  Lapack all;
  find("dgetrf_", all.getrf);
  find("dgetrs_", all.getrs);
  find("dgetri_", all.getri);
  find("dgels_", all.gels);
  find("dpotrf_", all.potrf);
  find("dsyevd_", all.syevd);
  find("dgeev_", all.geev);
  find("dgesdd_", all.gesdd);
  return all;
}

}  // namespace

const Lapack& lapack() {
  static const Lapack all = find_all();
  return all;
}

}  // namespace lineal::linalg
