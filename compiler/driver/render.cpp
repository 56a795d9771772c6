#include "compiler/driver/session.h"
#include "runtime/core/cat.h"

namespace lineal {
namespace {

// A stranger's text as one line that changes nothing about a terminal; each byte keeps its place.
std::string plain(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) c = '?';
  }
  return out;
}

// True for the bytes of a UTF-8 character behind its first one.
bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// The source line and a caret line. Columns count bytes; the caret stands below the character all the same, tabs kept.
void append_excerpt(std::string& out, SourceSpan where, const SourceMap& sources) {
  const std::string line = sources.shown_line(where);
  where = sources.shown(where);
  constexpr size_t kMaxLine = 200;
  if (line.empty() || where.column > kMaxLine) return;
  const std::string number = cat(where.line);
  std::string under;
  for (size_t i = 0; i + 1 < where.column && i < line.size(); ++i) {
    if (!continues_character(line[i])) under += line[i] == '\t' ? '\t' : ' ';
  }
  under += '^';
  const size_t end = std::min<size_t>(where.column - 1 + where.length, line.size());
  if (end <= kMaxLine) {
    for (size_t i = where.column; i < end; ++i) {
      if (!continues_character(line[i])) under += '~';
    }
  }
  out += cat("  ", number, " | ", plain(std::string_view(line).substr(0, kMaxLine)), "\n");
  out += cat("  ", std::string(number.size(), ' '), " | ", under, "\n");
}

std::string position(SourceSpan where, const SourceMap& sources) {
  where = sources.shown(where);
  return cat(sources.name(where.file), ":", where.line, ":", where.column);
}

std::string note_line(const Error::Note& note, const SourceMap& sources) {
  return note.where.known() ? cat(note.text, " (", position(note.where, sources), ")") : note.text;
}

// Deep recursion leaves a note a call: repeated ones are counted, and of many only both ends are shown.
void append_notes(std::string& out, const std::vector<Error::Note>& notes, const SourceMap& sources) {
  constexpr size_t kFirst = 6, kLast = 2;
  std::vector<std::string> lines;
  for (size_t i = 0, next = 0; i < notes.size(); i = next) {
    const std::string text = note_line(notes[i], sources);
    for (next = i + 1; next < notes.size() && note_line(notes[next], sources) == text;)
      ++next;
    lines.push_back(cat("  ", plain(text), next - i > 1 ? cat(", ", next - i, " times") : "", "\n"));
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i == kFirst && lines.size() > kFirst + kLast + 1) {
      out += cat("  ... ", lines.size() - kFirst - kLast, " more\n");
      i = lines.size() - kLast;
    }
    out += lines[i];
  }
}

}  // namespace

std::string render(const Error& error, const SourceMap& sources) {
  return render(error, sources, error_kind_name(error.kind()));
}

std::string render(const Error& error, const SourceMap& sources, std::string_view kind) {
  std::string out;
  if (error.where().known()) out += position(error.where(), sources) + ": ";
  out += cat(kind, ": ", plain(error.message()), "\n");
  if (error.where().known()) append_excerpt(out, error.where(), sources);
  append_notes(out, error.notes(), sources);
  return out;
}

}  // namespace lineal
