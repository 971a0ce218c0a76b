"""Write a trained network as ONNX graphs, the large ones of eight-bit integers, with its tokenizer."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from network import CUE_WIDTH, TIE_WIDTH, Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import tokenizer

OPSET = 17


def graphs(network: Network) -> dict[str, tuple[torch.nn.Module, dict[str, torch.Tensor], dict[str, str], list[str]]]:
    """Return each graph's module, inputs, the names of their free dimensions, and its outputs."""
    pieces = torch.ones(1, 7, dtype=torch.long)
    words = torch.ones(2, 5, dtype=torch.long)
    return {
        "encoder": (
            network.encoder,
            dict.fromkeys(("ids", "case", "state", "kind", "mask"), pieces),
            {"0": "windows", "1": "pieces"},
            ["cue", "word", "anchor", "entity"],
        ),
        "cue": (
            network.cue,
            {"seen": torch.zeros(2, 5, CUE_WIDTH), "marks": words},
            {"0": "windows", "1": "words"},
            ["logits"],
        ),
        "tie": (
            network.tie,
            {
                "words": torch.zeros(2, 5, TIE_WIDTH),
                "anchor": torch.zeros(2, TIE_WIDTH),
                "at": torch.ones(2, dtype=torch.long),
                "mask": words,
                "parts": words,
                "paths": words,
            },
            {"0": "cues", "1": "words"},
            ["logits"],
        ),
    }


def export(network: Network, out: Path, *, exact: bool = False) -> None:
    """Write the graphs into `out`; `exact` keeps floating point numbers."""
    network.eval()
    out.mkdir(parents=True, exist_ok=True)
    for name, (module, inputs, free, outputs) in graphs(network).items():
        axes = {
            key: {int(axis): label for axis, label in free.items() if int(axis) < value.dim()}
            for key, value in inputs.items()
        }
        axes |= {key: {int(axis): label for axis, label in free.items()} for key in outputs}
        with TemporaryDirectory() as folder:
            plain = Path(folder) / "plain.onnx"
            torch.onnx.export(
                module, tuple(inputs.values()), str(plain), input_names=list(inputs), output_names=outputs,
                dynamic_axes=axes, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
            if exact or name == "cue":
                shutil.copy(plain, out / f"{name}.onnx")
            else:
                quantize_dynamic(plain, out / f"{name}.onnx", per_channel=True, weight_type=QuantType.QInt8)
    pieces = tokenizer()
    pieces.save(str(out / "tokenizer.json"), pretty=False)
