#include "runtime/ops/declare/spelling.h"

namespace lineal::spelled {

std::string fill_in(std::string_view text, SpelledCall& call) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_argument = text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9';
    if (is_argument) {
      out += call.argument(static_cast<size_t>(text[++i] - '1'));
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace lineal::spelled
