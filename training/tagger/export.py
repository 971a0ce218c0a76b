"""Write a trained network as ONNX graphs, the large ones of eight-bit integers, with its tokenizer."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import torch
from network import CUE_WIDTH, TIE_WIDTH, WIDTH
from onnxruntime.quantization import QuantType, quantize_dynamic
from together import Reader
from train import tokenizer

OPSET = 17


class Graph(NamedTuple):
    """A module, its inputs, its outputs' names, and which dimensions of each are free."""

    module: torch.nn.Module
    inputs: dict[str, torch.Tensor]
    outputs: list[str]
    free: dict[str, dict[int, str]]
    small: bool = False


def _free(inputs: dict[str, torch.Tensor], outputs: list[str], *names: str) -> dict[str, dict[int, str]]:
    axes = dict(enumerate(names))
    found = {key: {k: name for k, name in axes.items() if k < value.dim()} for key, value in inputs.items()}
    return found | dict.fromkeys(outputs, axes)


def graphs(reader: Reader) -> dict[str, Graph]:
    """Return the graphs by name; small ones keep floating point numbers."""
    pieces = torch.ones(1, 7, dtype=torch.long)
    words = torch.ones(2, 5, dtype=torch.long)
    read = dict.fromkeys(("ids", "case", "state", "kind", "mask"), pieces)
    told = ["cue", "word", "anchor", "entity", "hidden"]
    cue = {"seen": torch.zeros(2, 5, CUE_WIDTH), "marks": words}
    tie = {
        "words": torch.zeros(2, 5, TIE_WIDTH), "anchor": torch.zeros(2, TIE_WIDTH),
        "at": torch.ones(2, dtype=torch.long), "mask": words, "parts": words, "paths": words,
    }  # fmt: skip
    network, logits = reader.read, ["logits"]
    return {
        "encoder": Graph(network.encoder, read, told, _free(read, told, "windows", "pieces")),
        "cue": Graph(network.cue, cue, logits, _free(cue, logits, "windows", "words"), small=True),
        "tie": Graph(network.tie, tie, logits, _free(tie, logits, "cues", "words")),
        **heads_of(reader),
    }


class Shown(torch.nn.Module):
    """The outputs of the head for words that are used; the others only take part in training."""

    def __init__(self, head: torch.nn.Module) -> None:
        super().__init__()
        self.head = head

    def forward(self, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return factuality, the log odds of negation, and those of attitudes."""
        value, negation, _, attitude = self.head(hidden)
        return value, negation, attitude


def heads_of(reader: Reader) -> dict[str, Graph]:
    """Return the graphs of the heads that read sentences."""
    hidden, places = torch.zeros(5, WIDTH), torch.ones(5, dtype=torch.long)
    word = {"hidden": hidden}
    scope = {"words": hidden, "cue": hidden, "distance": places}
    sentence = {"hidden": hidden, "member": torch.ones(2, 5)}
    heads = reader.heads
    told, kinds = ["value", "negation", "attitude"], ["subjective", "checkable"]
    free = {"hidden": {0: "words"}, "member": {0: "sentences", 1: "words"}} | {key: {0: "sentences"} for key in kinds}
    return {
        "word": Graph(Shown(heads.word), word, told, _free(word, told, "words"), small=True),
        "scope": Graph(heads.scope, scope, ["logits"], _free(scope, ["logits"], "words"), small=True),
        "sentence": Graph(heads.sentence, sentence, kinds, free, small=True),
    }


def write(graph: Graph, path: Path, *, exact: bool = False) -> None:
    """Write a graph as ONNX, of eight-bit integers unless it is small or `exact`."""
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            graph.module, tuple(graph.inputs.values()), str(plain), input_names=list(graph.inputs),
            output_names=graph.outputs, dynamic_axes=graph.free, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        if exact or graph.small:
            shutil.copy(plain, path)
        else:
            quantize_dynamic(plain, path, per_channel=True, weight_type=QuantType.QInt8)


def export(reader: Reader, out: Path, *, exact: bool = False) -> None:
    """Write the graphs into `out`; `exact` keeps floating point numbers."""
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs(reader).items():
        write(graph, out / f"{name}.onnx", exact=exact)
    tokenizer().save(str(out / "tokenizer.json"), pretty=False)
