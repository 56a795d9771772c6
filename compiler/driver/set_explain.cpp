#include "compiler/driver/session_state.h"

namespace lineal {

void Session::set_explain(std::vector<std::string> passes) {
  state_->config.explain = std::move(passes);
}

}  // namespace lineal
