"""Show the figures of several systems: side by side, or as what JSON can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from attribution_calibration import LEAST, Calibration, calibration
from attribution_matching import Row, compare
from attribution_scores import Figures, Score, figures

_LABEL, _COLUMN = 30, 20
_NOTHING = "-"


class Report(NamedTuple):
    """What is to be told of a system; `seconds` are of the CPU, None where it was not run."""

    figures: Figures
    calibration: Calibration | None
    seconds: float | None


Reports = Mapping[str, Report | str]
"""By name of the system: its report, or why there is none."""
Cell = Callable[[Report], str]


def report(rows: Sequence[Row], found: Mapping[str, Sequence[Row]], *, seconds: float | None = None) -> Report:
    """Score predictions by article id; an article without any counts as empty."""
    articles = [compare(row, found.get(row["id"], ())) for row in rows]
    return Report(figures(articles), calibration(articles), seconds)


def table(reports: Reports, *, spacy: float | None) -> Iterator[str]:
    """Yield the lines of a table with a column for each system; `spacy` is the CPU seconds of the plain pipeline."""
    yield _line("", reports)
    absent = {name: each for name, each in reports.items() if isinstance(each, str)}
    if absent:
        yield _line("", (absent.get(name, "") for name in reports))
    for title, units, rows in _sections(spacy):
        yield ""
        yield _line(title, (units if name not in absent else "" for name in reports))
        for label, cell in rows:
            yield _line(f"  {label}", (_NOTHING if isinstance(each, str) else cell(each) for each in reports.values()))


def _line(label: str, cells: Iterable[str]) -> str:
    return (f"{label:{_LABEL}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)).rstrip()


def _sections(spacy: float | None) -> Iterator[tuple[str, str, list[tuple[str, Cell]]]]:
    """Yield the title of each part of the table, what its numbers are, and its rows."""
    empty = figures([])
    yield "attributions", "", [
        ("annotated", lambda each: str(each.figures.gold)),
        ("predicted", lambda each: str(each.figures.predicted)),
        ("content matched", lambda each: str(each.figures.matched)),
    ]  # fmt: skip
    yield "scores", "P     R    F1", [(name, _score(name)) for name in empty.scores]
    yield "content matched", "share", [(name, _accuracy(name)) for name in empty.accuracies]
    yield "recall by cue", "found right  gold", [(name, _recall(name)) for name in empty.recalls]
    yield "95 % intervals", "from    to", [(_ranged(name), _interval(name)) for name in empty.intervals]
    yield "confidence", "", [("expected calibration error", _error)]
    yield "attribution by confidence", "P     R    F1", [(f"at least {least}", _at_least(least)) for least in LEAST]
    if spacy is not None:
        yield "CPU", "", [
            ("seconds", lambda each: f"{each.seconds:.2f}" if each.seconds is not None else _NOTHING),
            (f"times spaCy ({spacy:.2f} s)", lambda each: f"{ratio(each.seconds, spacy):.2f}"),
        ]  # fmt: skip


def ratio(seconds: float | None, spacy: float) -> float:
    """Return how many times as long as the plain pipeline a system takes."""
    return (seconds or 0.0) / spacy if spacy else 0.0


def _percent(*shares: float) -> str:
    return " ".join(f"{100 * share:5.1f}" for share in shares)


def _score(name: str) -> Cell:
    return lambda each: _percent(*each.figures.scores[name])


def _accuracy(name: str) -> Cell:
    return lambda each: _percent(each.figures.accuracies[name])


def _recall(name: str) -> Cell:
    def cell(each: Report) -> str:
        content, attribution, gold = each.figures.recalls[name]
        return f"{_percent(content, attribution)} {gold:5}"

    return cell


def _ranged(name: str) -> str:
    return name if "accuracy" in name else f"{name} F1"


def _interval(name: str) -> Cell:
    return lambda each: _percent(*each.figures.intervals[name])


def _error(each: Report) -> str:
    return _percent(each.calibration.error) if each.calibration else _NOTHING


def _at_least(least: float) -> Cell:
    return lambda each: _percent(*each.calibration.at_least[least]) if each.calibration else _NOTHING


def as_json(reports: Reports, *, articles: int, spacy: float | None) -> dict[str, Any]:
    """Return everything under stable names; shares lie in [0, 1]."""
    systems = {
        name: {"absent": each} if isinstance(each, str) else _report_json(each, spacy) for name, each in reports.items()
    }
    return {"articles": articles, "spaCy CPU seconds": spacy, "systems": systems}


def _report_json(told: Report, spacy: float | None) -> dict[str, Any]:
    figured, judged = told.figures, told.calibration
    return {
        "annotated": figured.gold,
        "predicted": figured.predicted,
        "content matched": figured.matched,
        "scores": _scores_json(figured.scores),
        "accuracies": figured.accuracies,
        "recall by cue": {name: recall._asdict() for name, recall in figured.recalls.items()},
        "intervals": {_ranged(name): list(ends) for name, ends in figured.intervals.items()},
        "expected calibration error": judged.error if judged else None,
        "attribution by least confidence": _scores_json(judged.at_least) if judged else None,
        "CPU seconds": told.seconds,
        "CPU times spaCy": None if told.seconds is None or spacy is None else ratio(told.seconds, spacy),
    }


def _scores_json(scores: Mapping[Any, Score]) -> dict[str, dict[str, float]]:
    return {str(name): score._asdict() for name, score in scores.items()}
