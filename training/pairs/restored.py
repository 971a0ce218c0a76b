"""Take weights back out of the graph that is shipped, so that a network can learn on from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from pair_network import LAYERS, PairNetwork
from torch import Tensor

MIXED = ("qkv", "mix", "up", "down")
"""The products of a layer, in the order in which the graph has them; it gives them numbers for names."""


def restored(path: Path, network: PairNetwork) -> dict[str, Tensor]:
    """Return the state of a network as written by `export`, its eight-bit integers as the numbers they stand for.

    Raises `ValueError` where the graph is not one of such a network.
    """
    stored = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    products = [name.removesuffix("_quantized") for name in stored if name.startswith("onnx::MatMul")]
    products = sorted({name for name in products if f"{name}_quantized" in stored}, key=_number)
    if len(products) != LAYERS * len(MIXED):
        raise ValueError(f"{path} has {len(products)} products of layers, not {LAYERS * len(MIXED)}: give network.onnx")
    turned = {f"layers.{k // len(MIXED)}.{MIXED[k % len(MIXED)]}.weight": name for k, name in enumerate(products)}
    return {name: torch.from_numpy(_weights(stored, name, turned).copy()) for name in network.state_dict()}


def _number(name: str) -> int:
    return int(name.rsplit("_", 1)[1])


def _weights(stored: dict[str, np.ndarray], name: str, turned: dict[str, str]) -> np.ndarray:
    if name in stored:
        return stored[name]
    if f"{name}_quantized" in stored:
        return _numbers(stored, name)
    # A product has its weights with rows and columns exchanged.
    return _numbers(stored, turned.get(name, f"{name}_Transposed")).T


def _numbers(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    whole = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return whole * stored[f"{name}_scale"]
