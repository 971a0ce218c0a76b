"""Run the networks that read two sentences together: position, relation, aspect, and whether they say the same.

The small one reads many pairs; a larger one, in the folder `careful` beside it, reads the few that matter once more.

It was trained on perspectives on claims (Perspectrum, Chen et al., NAACL 2019), arguments (KPA 2021, Friedman et al.
2021), inferences (ConjNLI, Saha et al. 2020), and on invented pairs of articles, events and answers; `docs/model.md`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import ModelError

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    import numpy as np

    Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

SETTINGS = "settings.json"
_BATCH = 6
"""Pairs that go through the network together; in larger batches more is filled up to the length of the longest."""


class Odds(NamedTuple):
    """Log odds for each pair, [pairs, kinds]: what both networks tell."""

    sides: Reals
    relation: Reals
    aspect: Reals
    same: Reals


class Outputs(NamedTuple):
    """Log odds for each pair, [pairs, kinds]; the numbers below those of the relation, and the place of the first."""

    sides: Reals
    relation: Reals
    aspect: Reals
    same: Reals
    inner: Reals
    place: Reals


class Scorer(NamedTuple):
    """A logistic regression: weights [kinds, numbers] and a bias for each kind."""

    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    def shares(self, rows: Reals) -> Reals:
        """Return the probabilities of the kinds, [pairs, kinds], of rows [pairs, numbers]."""
        import numpy as np

        return softmax(rows @ np.array(self.weights).T + np.array(self.bias))


class Marks(NamedTuple):
    """The pieces that open a pair and stand behind its sentences, how many between them, and what fills up rows."""

    opening: str = "[CLS]"
    separator: str = "[SEP]"
    between: int = 1
    filler: int = 0


class Settings(NamedTuple):
    """The kinds that the outputs stand for, what the log odds of the sides are divided by, and regressions by name."""

    sides: tuple[str, ...]
    aspects: tuple[str, ...]
    most: int
    temperature: float
    scorers: dict[str, Scorer]
    marks: Marks = Marks()

    def scorer(self, name: str) -> Scorer:
        """Return a regression. Raises `ModelError` where the weights lack it."""
        if name not in self.scorers:
            raise ModelError(f"the weights tell no {name!r}: train them anew, or use those that come with claimkit")
        return self.scorers[name]


class _Weights(NamedTuple):
    network: Any
    tokenizer: Any
    settings: Settings


def settings(model: str | os.PathLike[str] | None = None) -> Settings:
    """Return the settings of a folder of weights. Raises `ModelError` for weights that are missing or broken."""
    return _weights(model).settings


def read_pairs(pairs: Sequence[tuple[str, str]], model: str | os.PathLike[str] | None = None) -> Outputs:
    """Read pairs of sentences; pairs of like length go through the network together.

    >>> read_pairs([("Rain fell.", "It was dry."), ("Rain fell.", "The vote is on Monday.")]).relation.shape
    (2, 3)

    `model` is a folder of weights; those that come with claimkit unless given. Raises `ModelError` for weights that are
    missing or broken.
    """
    return Outputs(*_of_pairs(_weights(model), pairs, list(Outputs._fields)))


def careful(model: str | os.PathLike[str] | None = None) -> Path | None:
    """Return the folder of the larger network that belongs to a folder of weights, None where there is none."""
    folder = _folder(model) / "careful"
    return folder if folder.is_dir() else None


def read_carefully(pairs: Sequence[tuple[str, str]], folder: str | os.PathLike[str]) -> Odds:
    """Read pairs of sentences with the larger network in the folder that `careful` names.

    >>> folder = careful()
    >>> read_carefully([("Rain fell.", "It was dry.")], folder).relation.shape if folder else (1, 3)
    (1, 3)

    Raises `ModelError` for weights that are missing or broken.
    """
    return Odds(*_of_pairs(_weights(folder), pairs, list(Odds._fields)))


def _of_pairs(weights: _Weights, pairs: Sequence[tuple[str, str]], names: list[str]) -> list[Reals]:
    known: dict[str, list[int]] = {}
    for text in {text for pair in pairs for text in pair}:
        known[text] = weights.tokenizer.encode(text, add_special_tokens=False).ids
    return _in_batches(weights, [_row(weights, known[one], known[other]) for one, other in pairs], names)


def _in_batches(weights: _Weights, rows: list[tuple[list[int], int]], names: list[str]) -> list[Reals]:
    import numpy as np

    order = sorted(range(len(rows)), key=lambda k: len(rows[k][0]))
    starts = range(0, len(order), _BATCH)
    parts = [_run(weights, [rows[k] for k in order[start : start + _BATCH]], names) for start in starts]
    if not parts:
        return [np.zeros((0, *part.shape[1:])) for part in _run(weights, [([0], 1)], names)]
    back = np.argsort(order)
    return [np.concatenate(column)[back].astype(np.float64) for column in zip(*parts, strict=True)]


def places(texts: Sequence[str], model: str | os.PathLike[str] | None = None) -> Reals:
    """Return numbers for sentences read alone, [sentences, numbers], of length 1: near where they assess the same.

    >>> one, other, third = places(["The ferry ran aground.", "A ferry hit a reef.", "Taxes will rise."])
    >>> bool(one @ other > one @ third)
    True
    """
    import numpy as np

    weights = _weights(model)
    known = [weights.tokenizer.encode(text, add_special_tokens=False).ids for text in texts]
    rows = [(_row(weights, ids, [])[0][:-1], weights.settings.most) for ids in known]
    found = _in_batches(weights, rows, ["place"])[0]
    made: Reals = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return made


def softmax(odds: Reals) -> Reals:
    """Turn log odds into shares along the last axis."""
    import numpy as np

    raised = np.exp(odds - odds.max(-1, keepdims=True))
    shares: Reals = raised / raised.sum(-1, keepdims=True)
    return shares


def _row(weights: _Weights, one: list[int], other: list[int]) -> tuple[list[int], int]:
    marks = weights.settings.marks
    opening, separator = map(weights.tokenizer.token_to_id, marks[:2])
    room = weights.settings.most - 3
    one = one[: max(room - len(other), room // 2)]
    other = other[: room - len(one)]
    return [opening, *one, *[separator] * marks.between, *other, separator], len(one) + 2


def _run(weights: _Weights, rows: list[tuple[list[int], int]], names: list[str]) -> list[Reals]:
    import numpy as np

    longest = max(len(ids) for ids, _ in rows)
    feed = {name: np.zeros((len(rows), longest), np.int64) for name in ("ids", "side", "mask")}
    feed["ids"][:] = weights.settings.marks.filler
    for number, (ids, border) in enumerate(rows):
        feed["ids"][number, : len(ids)] = ids
        feed["mask"][number, : len(ids)] = 1
        feed["side"][number, border : len(ids)] = 1
    found: list[Reals] = weights.network.run(names, feed)
    return found


def _weights(model: str | os.PathLike[str] | None) -> _Weights:
    return _load(_folder(model))


def _folder(model: str | os.PathLike[str] | None) -> Path:
    return Path(model) if model is not None else Path(str(files("claimkit"))) / "weights" / "pairs"


@cache
def _load(folder: Path) -> _Weights:
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        stored = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        network = InferenceSession(str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        scorers = {name: Scorer(**each) for name, each in stored.get("scorers", {}).items()}
        told = Settings(
            tuple(stored["sides"]), tuple(stored["aspects"]), stored["most"], stored["temperature"], scorers,
            Marks(**stored.get("marks", {})),
        )  # fmt: skip
        return _Weights(network, tokenizer, told)
    except Exception as error:  # onnxruntime and tokenizers raise classes of their own and bare Exception
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"the weights in {folder} cannot be loaded ({reason}): name a folder that training/pairs has written"
        ) from error
