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
  find("dgels_", all.gels);
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
