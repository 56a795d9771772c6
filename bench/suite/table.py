"""The table that `make bench` prints."""
from dataclasses import dataclass


@dataclass
class Row:
    name: str
    figure: float
    unit: str
    reference: str = ""      # what it is compared with, measured in the same run
    reference_figure: float = None
    higher_is_better: bool = False
    bound: str = ""          # ">" when the reference was stopped before its end
    aim: str = ""
    met: bool = None

    def ratio(self):
        """How many times better than the reference; None without one."""
        if self.reference_figure is None or not self.figure:
            return None
        return self.figure / self.reference_figure if self.higher_is_better else self.reference_figure / self.figure


def number(value):
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}" if value >= 0.001 else f"{value:.1e}"


def render(rows):
    cells = [("name", "figure", "unit", "reference", "ratio", "aim")]
    for row in rows:
        ratio = row.ratio()
        reference = f"{row.reference} {row.bound}{number(row.reference_figure)}" if row.reference_figure is not None else row.reference
        cells.append((row.name, number(row.figure), row.unit, reference, f"{row.bound}{ratio:.2f}x" if ratio else "",
                      row.aim + ("" if row.met is None else "  met" if row.met else "  MISSED")))
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    left = (True, False, True, True, False, True)
    lines = []
    for line in cells:
        lines.append("  ".join(cell.ljust(w) if l else cell.rjust(w) for cell, w, l in zip(line, widths, left)).rstrip())
    lines.insert(1, "-" * max(len(line) for line in lines))
    return "\n".join(lines)
