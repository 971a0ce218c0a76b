"""Tell what position a claim takes on a statement that somebody puts forward.

A small network reads statement and claim together. It was trained on perspectives on claims (Perspectrum, Chen et al.,
NAACL 2019), arguments on topics (KPA 2021, Friedman et al. 2021) and inferences (ConjNLI, Saha et al. 2020).
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import InputError, ModelError
from claimkit.models import Attitude, Claim, Confidence, Form, Polarity, Record

if TYPE_CHECKING:
    import os

    import numpy as np

SETTINGS = "settings.json"


class Side(StrEnum):
    """What a claim says to a statement."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    NEITHER = "neither"


class Position(Record):
    """The likeliest side of a claim on a statement, and the probability of each side, in [0, 1]."""

    side: Side
    probability: Confidence
    supports: Confidence
    disputes: Confidence
    neither: Confidence


class _Weights(NamedTuple):
    network: Any
    tokenizer: Any
    most: int
    sides: tuple[Side, ...]
    temperature: float


def position(claim: Claim | str, statement: str, *, model: str | os.PathLike[str] | None = None) -> Position:
    """Tell whether a claim supports or disputes a statement.

    >>> position("The new bridge has made the crossing safe.", "The bridge should never have been built.").side.value
    'disputes'

    `claim` is a claim of an extraction, whose holder may deny what its words say, or a sentence. `model` is the folder
    of the weights; those that come with claimkit unless given. Raises `InputError` for an empty text and `ModelError`
    for weights that are missing or broken.
    """
    weights = _load(Path(model) if model is not None else _shipped())
    words = claim if isinstance(claim, str) else wording(claim)
    if not words.strip() or not statement.strip():
        raise InputError("a position needs the words of a claim and of a statement: give both")
    shares = dict(zip(weights.sides, _shares(weights, statement, words), strict=True))
    side = max(shares, key=shares.__getitem__)
    return Position(side=side, probability=shares[side], **{each.value: share for each, share in shares.items()})


def wording(claim: Claim) -> str:
    """Return a sentence that says what the holder of a claim holds.

    >>> from claimkit.testing import example
    >>> wording(example().claims[0])
    'The ferry to Holm has not sailed since Monday.'

    A denial that stands outside the claim's words, and an attitude without a clause, are put into words.
    """
    words = claim.text_in_context or claim.span.text
    if claim.form is Form.ATTITUDE and claim.attitude is not Attitude.NEUTRAL:
        return f"{words} is {'right' if claim.attitude is Attitude.FAVOURABLE else 'wrong'}"
    # handles: She denied that [the gate had failed]. / not: She said [the gate had not failed].
    inside = any(claim.span.start <= cue.start < claim.span.end for cue in claim.stance_cues)
    if claim.polarity is Polarity.NEGATIVE and claim.stance_cues and not inside:
        return f"It is not true that {words.removeprefix('that ')}"
    return words


def _shares(weights: _Weights, statement: str, words: str) -> list[float]:
    import numpy as np

    one, other = (weights.tokenizer.encode(text, add_special_tokens=False).ids for text in (statement, words))
    opening, separator = (weights.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    room = weights.most - 3
    one = one[: max(room - len(other), room // 2)]
    other = other[: room - len(one)]
    ids = [opening, *one, separator, *other, separator]
    side = [0] * (len(one) + 2) + [1] * (len(other) + 1)
    feed = {"ids": ids, "side": side, "mask": [1] * len(ids)}
    (odds,) = weights.network.run(None, {name: np.array([row], np.int64) for name, row in feed.items()})
    return _softmax(np.asarray(odds[0], np.float64) / weights.temperature)


def _softmax(odds: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    import numpy as np

    raised = np.exp(odds - odds.max())
    return [float(share) for share in raised / raised.sum()]


def _shipped() -> Path:
    return Path(str(files("claimkit"))) / "weights" / "positions"


@cache
def _load(folder: Path) -> _Weights:
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        network = InferenceSession(str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        sides = tuple(Side(name) for name in settings["sides"])
        return _Weights(network, tokenizer, settings["most"], sides, settings["temperature"])
    except Exception as error:  # onnxruntime and tokenizers raise classes of their own and bare Exception
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"the weights in {folder} cannot be loaded ({reason}): name a folder that training/positions has written"
        ) from error
