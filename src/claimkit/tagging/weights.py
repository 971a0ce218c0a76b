"""Load the tagger's weights: ONNX graphs, a tokenizer, and settings in JSON; nothing is unpickled."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimkit.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

GRAPHS = ("encoder", "cue", "tie", "word", "scope", "sentence")
SETTINGS, TOKENIZER = "settings.json", "tokenizer.json"


class Weights(NamedTuple):
    """What the tagger runs on."""

    encoder: InferenceSession
    cue: InferenceSession
    tie: InferenceSession
    word: InferenceSession
    scope: InferenceSession
    sentence: InferenceSession
    tokenizer: Tokenizer
    entities: tuple[str, ...]
    """Names of the kinds of entities; the first is none."""
    least: float
    """How likely a cue must be that is looked at."""
    keep: float
    """How likely an attribution must be right that is kept."""
    confidence: Mapping[str, Mapping[str, float]]
    """Weights of the regressions that give the confidence of what the tagger and of what the rules found."""


def shipped() -> Path | None:
    """Return the folder of the weights that come with the package, None where they are absent."""
    folder = Path(str(files("claimkit"))) / "weights" / "attribution"
    return folder if (folder / SETTINGS).is_file() else None


@cache
def load(folder: Path) -> Weights:
    """Load the weights in `folder`.

    >>> 0 < load(shipped()).least < 1
    True

    Raises `ModelError` where files are missing or broken.
    """
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    # One thread: windows are small, and whoever has many articles runs many processes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        encoder, cue, tie, word, scope, sentence = (
            InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            for name in GRAPHS
        )
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        kinds, likely = tuple(settings["entities"]), (settings["least"], settings["keep"])
        heads = (word, scope, sentence)
        return Weights(encoder, cue, tie, *heads, tokenizer, kinds, *likely, settings["confidence"])
    except Exception as error:  # onnxruntime and tokenizers raise classes of their own and bare Exception
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        wanted = "install claimkit anew" if folder == shipped() else "name a folder that training has written"
        raise ModelError(f"the weights in {folder} cannot be loaded ({reason}): {wanted}") from error
