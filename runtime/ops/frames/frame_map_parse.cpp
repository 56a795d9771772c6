// Parser of functions for map(): precedence climbing with limited nesting.
#include <array>
#include <charconv>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/frames/frame_map_expression.h"

namespace lineal {
namespace {

using Form = JavaExpression::Form;
using Node = std::unique_ptr<JavaExpression>;

constexpr int kMaxDepth = 100;
constexpr int kMaxNodes = 2000;

struct Operator {
  std::string_view text;
  int level;
};
// Longer ones first.
constexpr std::array<Operator, 13> kOperators{{{"||", 1},
                                               {"&&", 2},
                                               {"==", 3},
                                               {"!=", 3},
                                               {"<=", 4},
                                               {">=", 4},
                                               {"<", 4},
                                               {">", 4},
                                               {"+", 5},
                                               {"-", 5},
                                               {"*", 6},
                                               {"/", 6},
                                               {"%", 6}}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Node parse() {
    const bool parentheses = accept("(");
    parameter_ = identifier();
    if (parameter_.empty()) fail("expected \"x -> expression\"");
    if (parentheses && !accept(")")) fail("functions of one parameter only");
    if (!accept("->")) fail("expected ->");
    Node body = conditional();
    accept(";");
    if (skip(); at_ != text_.size()) fail("unexpected text");
    return body;
  }

 private:
  /// Counts nesting while it lives.
  class Depth {
   public:
    explicit Depth(Parser& parser) : depth_(parser.depth_) {
      if (++depth_ > kMaxDepth) parser.fail("function is nested too deeply");
    }
    ~Depth() { --depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    int& depth_;
  };

  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ErrorKind::kRuntime,
                cat("map: ", what, " at position ", at_ + 1, " of the function: ", text_.substr(0, 200)));
  }

  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n'))
      ++at_;
  }
  bool accept(std::string_view token) {
    skip();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  void expect(std::string_view token) {
    if (!accept(token)) fail(cat("expected ", token));
  }
  std::string identifier() {
    skip();
    const size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || (at_ > begin && is_digit(text_[at_]))))
      ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  Node make(Form form, std::string name = {}) {
    // Chains such as a + b + c grow deep to the left, so the size bounds the depth of the tree.
    if (++nodes_ > kMaxNodes) fail("function is too long");
    Node node = std::make_unique<JavaExpression>();
    node->form = form;
    node->name = std::move(name);
    node->position = at_;
    return node;
  }
  Node make_literal(JavaValue value) {
    Node node = make(Form::kLiteral);
    node->literal = std::move(value);
    return node;
  }

  Node conditional() {
    const Depth depth(*this);
    Node condition = binary(1);
    if (!accept("?")) return condition;
    Node node = make(Form::kConditional);
    node->parts.push_back(std::move(condition));
    node->parts.push_back(conditional());
    expect(":");
    node->parts.push_back(conditional());
    return node;
  }

  Node binary(int level) {
    Node left = unary();
    for (;;) {
      skip();
      const Operator* found = nullptr;
      for (const Operator& candidate : kOperators) {
        if (text_.substr(at_).starts_with(candidate.text)) {
          found = &candidate;
          break;
        }
      }
      if (found == nullptr || found->level < level) return left;
      at_ += found->text.size();
      Node node = make(Form::kBinary, std::string(found->text));
      node->parts.push_back(std::move(left));
      const Depth depth(*this);
      node->parts.push_back(binary(found->level + 1));
      left = std::move(node);
    }
  }

  Node unary() {
    const Depth depth(*this);
    skip();
    if (at_ < text_.size() && (text_[at_] == '-' || (text_[at_] == '!' && !text_.substr(at_).starts_with("!=")))) {
      Node node = make(Form::kUnary, std::string(1, text_[at_++]));
      node->parts.push_back(unary());
      return node;
    }
    return postfix();
  }

  Node postfix() {
    Node node = primary();
    for (;;) {
      if (accept("[")) {
        Node index = make(Form::kIndex);
        index->parts.push_back(std::move(node));
        index->parts.push_back(conditional());
        expect("]");
        node = std::move(index);
      } else if (accept(".")) {
        Node method = make(Form::kMethod, identifier());
        method->parts.push_back(std::move(node));
        if (accept("(")) {
          arguments(*method);
        } else if (method->name != "length") {
          fail("expected (");
        }
        node = std::move(method);
      } else {
        return node;
      }
    }
  }

  void arguments(JavaExpression& method) {
    if (accept(")")) return;
    do {
      method.parts.push_back(conditional());
    } while (accept(","));
    expect(")");
  }

  Node primary() {
    if (accept("(")) {
      Node node = conditional();
      expect(")");
      return node;
    }
    skip();
    if (at_ >= text_.size()) fail("function ends too early");
    const char c = text_[at_];
    if (c == '"' || c == '\'') return quoted(c);
    if (is_digit(c)) return number();
    const std::string name = identifier();
    if (name == parameter_) return make(Form::kParameter);
    if (name == "true" || name == "false") return make_literal(name == "true");
    // Static methods: the class belongs to the name.
    if ((name == "Integer" || name == "Double" || name == "Long" || name == "String" || name == "Math") &&
        accept(".")) {
      Node method = make(Form::kMethod, cat(name, ".", identifier()));
      expect("(");
      arguments(*method);
      return method;
    }
    fail(name.empty() ? "unexpected text" : cat("unknown name ", name));
  }

  Node number() {
    const char* begin = text_.data() + at_;
    const char* end = text_.data() + text_.size();
    int64_t whole = 0;
    const auto [after, failed] = std::from_chars(begin, end, whole);
    if (failed == std::errc{} && (after == end || (*after != '.' && *after != 'e' && *after != 'E'))) {
      at_ += static_cast<size_t>(after - begin);
      return make_literal(whole);
    }
    double real = 0;
    const auto [after_real, failed_real] = std::from_chars(begin, end, real);
    if (failed_real != std::errc{}) fail("number is too large");
    at_ += static_cast<size_t>(after_real - begin);
    return make_literal(real);
  }

  Node quoted(char quote) {
    std::string text;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        c = text_[++at_];
        constexpr std::string_view kLetters = "ntrbf0";
        constexpr std::string_view kMeanings("\n\t\r\b\f\0", 6);
        const size_t known = kLetters.find(c);
        if (known != std::string_view::npos) {
          c = kMeanings[known];
        } else if (c != '\\' && c != '"' && c != '\'') {
          fail("unknown escape in a string");
        }
      }
      text += c;
    }
    if (at_ >= text_.size()) fail("string is not closed");
    ++at_;
    if (quote == '"') return make_literal(std::move(text));
    if (text.size() != 1) fail("char literal must hold one character");
    return make_literal(JavaChar{static_cast<unsigned char>(text[0])});
  }

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  int nodes_ = 0;
  std::string parameter_;
};

}  // namespace

std::unique_ptr<JavaExpression> parse_java_function(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace lineal
