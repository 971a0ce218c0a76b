"""Make the weights that read two sentences together: train, write the graph, measure on the development parts.

    python training/pairs --data DIR --mpnet DIR [--out DIR] [--work DIR] [--steps N] [--seed N] [--only STEP]

In turn: `small` trains the network on labels, `teacher` a larger one on the same, `judge` lets that one tell what it
thinks of pairs that nobody labelled, `taught` trains the small network on this, `export` writes the small network as
it is shipped and `careful` the larger one beside it, `weigh` fits what the comparer does with what both say.

DIR of `--data` holds `perspectrum`, `kpa2021`, `conjnli` and `polnear`; the invented articles, events and questions
lie here. `--mpnet` is the folder of the sentence encoder all-mpnet-base-v2.
`--out` gets the weights (`src/claimkit/weights/pairs`), `--work` the checkpoints (`.work`). A tenth of Perspectrum's
training statements is held back to set the temperature of the sides, the articles that `claims.jsonl` marks as kept to
set what the comparer does with the outputs. Needs `pip install -e '.[training]'` and about four hours of two cores.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import onnx
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "training" / "tagger"), str(ROOT / "benchmarks")]

from dealing import SIDES, gathered, held_back, nearness, relations, sames, sides
from distilling import Taught
from distilling import write as write_judged
from export import Graph, _free, write
from loop import Recipe, learn
from losses import loss_of, loss_of_places, told
from pair_network import KINDS, PairNetwork
from pool import pool
from relations import ASPECTS, Group, articles, events, marked
from restored import restored
from rows import BATCH, MOST, Reading, stacked
from teacher import MARKS, Teacher, reading_of
from teacher import RECIPE as TEACHING
from torch import Tensor
from torch.nn import functional
from train import minilm, tokenizer
from weighing import fit

from pairs import perspectives, varied

LARGEST = 100_000_000
"""Bytes from which a graph is put into two files."""
FRESH = ("inner", "score", "place_of")
LABELS = Recipe(7000, 1e-4, 5e-4, FRESH, {"sides": 0.22, "relation": 0.58, "same": 0.08, "place": 0.12})
TAUGHT = Recipe(6500, 8e-5, 24e-5, FRESH, {"taught": 0.60, "sides": 0.06, "same": 0.12, "place": 0.12, "near": 0.10})
Losses = dict[str, Callable[[], Tensor]]


class Stock:
    """What is learned from, and where things lie."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.chance = options, random.Random(options.seed)
        self.polnear, self.store = options.data / "polnear" / "train.jsonl", options.work / "extractions"
        self.small, self.teacher, self.judged, self.done = (
            options.work / name for name in ("small.pt", "teacher.pt", "judged.npz", "pairs.pt")
        )

    def known(self) -> list[Group]:
        """Return the claims of invented events and of pairs of articles that are trained on."""
        read = articles(self.polnear, self.store)
        return events() + [each.group() for each in read if each.a and each.b]

    def network(self, start: Path | None) -> PairNetwork:
        """Return the small network as stored, or with MiniLM's weights."""
        network = PairNetwork(tokenizer().get_vocab_size())
        if start is None:
            network.load_minilm(minilm() / "model.safetensors")
        elif start.suffix == ".onnx":
            network.load_state_dict(restored(start, network))
        else:
            network.load_state_dict(torch.load(start, weights_only=True))
        return network


def on_labels(
    network: torch.nn.Module, near: PairNetwork, known: list[Group], reading: Reading, stock: Stock
) -> Losses:
    """Return the tasks that have labels; which unrelated claims tempt is told by the network `near`."""
    options, chance = stock.options, stock.chance
    sources = {
        "sides": sides(options, known, reading, chance),
        "relation": relations(known, marked(), partial(nearness, near, Reading()), reading, chance),
        "same": sames(options, reading, chance),
    }

    def loss(task: str) -> Tensor:
        ids, side, mask, wanted, aspect = stacked(next(sources[task]), reading.filler)
        return loss_of(task, told(network, ids, side, mask), wanted, aspect)

    return {task: partial(loss, task) for task in sources}


def train_small(stock: Stock) -> None:
    """Train the small network on labels."""
    network, reading, known = stock.network(stock.options.start), Reading(), stock.known()
    groups = gathered([group for group in known if group.related], stock.chance)
    losses = on_labels(network, network, known, reading, stock)
    losses["place"] = lambda: loss_of_places(network, next(groups), reading)
    learn(network, losses, stock.options.recipe(LABELS), stock.small, stock.chance)


def train_teacher(stock: Stock) -> None:
    """Train the teacher on the same labels; the small network tells which unrelated claims tempt."""
    folder = stock.options.mpnet
    teacher, reading = Teacher(folder), reading_of(folder)
    losses = on_labels(teacher, stock.network(stock.small), stock.known(), reading, stock)
    learn(teacher, losses, stock.options.recipe(TEACHING), stock.teacher, stock.chance)


def judge(stock: Stock) -> None:
    """Let the teacher judge pairs."""
    teacher = Teacher(stock.options.mpnet)
    teacher.load_state_dict(torch.load(stock.teacher, weights_only=True))
    write_judged(stock.judged, pool(stock.polnear, stock.store, stock.options.out), teacher, stock.options.mpnet)


def train_taught(stock: Stock) -> None:
    """Train the small network on what the teacher told, and on the labels of the other tasks."""
    network, reading, known = stock.network(stock.options.start or stock.small), Reading(), stock.known()
    groups, taught = (
        gathered([group for group in known if group.related], stock.chance),
        Taught(stock.judged, stock.chance),
    )
    losses = on_labels(network, network, known, reading, stock)
    losses["place"] = lambda: loss_of_places(network, next(groups), reading)
    losses["taught"] = lambda: taught.loss(network, reading)
    losses["near"] = lambda: taught.loss_of_nearness(network, reading)
    learn(network, losses, stock.options.recipe(TAUGHT), stock.done, stock.chance)


def temperature(network: PairNetwork, options: argparse.Namespace) -> float:
    """Return what odds must be divided by so that the probabilities of what was held back are likeliest."""
    reading, chance = Reading(), random.Random(options.seed)
    known = perspectives(options.data / "perspectrum", "train")
    held = held_back(known)
    rows = [reading.row(*pair) for pair in varied([pair for pair in known if pair.statement in held], chance)]
    network.eval()
    odds, labels = [], []
    with torch.no_grad():
        for start in range(0, len(rows), BATCH):
            ids, side, mask, wanted, _ = stacked(rows[start : start + BATCH])
            odds.append(network(ids, side, mask)[0])
            labels.append(wanted)
    found, wanted = torch.cat(odds), torch.cat(labels)
    tried = [0.5 + 0.05 * k for k in range(60)]
    return min(tried, key=lambda heat: functional.cross_entropy(found / heat, wanted).item())


def export(stock: Stock) -> None:
    """Write graph, tokenizer and settings of the small network."""
    network = stock.network(stock.done)
    _write(network, stock.options.out, [*KINDS, "inner", "place"], temperature(network, stock.options), {})
    tokenizer().save(str(stock.options.out / "tokenizer.json"), pretty=False)


def export_careful(stock: Stock) -> None:
    """Write the same of the larger network."""
    folder, teacher = stock.options.mpnet, Teacher(stock.options.mpnet)
    teacher.load_state_dict(torch.load(stock.teacher, weights_only=True))
    out = stock.options.out / "careful"
    _write(teacher, out, list(KINDS), 1.0, {"marks": MARKS})
    reading_of(folder).tokens.save(str(out / "tokenizer.json"), pretty=False)


def _write(network: torch.nn.Module, out: Path, told: list[str], heat: float, more: dict[str, object]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    inputs = dict.fromkeys(("ids", "side", "mask"), torch.ones(2, 7, dtype=torch.long))
    graph = Graph(
        network.eval(), inputs, told, _free(inputs, [], "pairs", "pieces") | {name: {0: "pairs"} for name in told}
    )
    write(graph, out / "network.onnx")
    _parted(out)
    settings = {"sides": SIDES, "aspects": ASPECTS, "most": MOST + 3, "temperature": round(heat, 2)} | more
    (out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def _parted(out: Path) -> None:
    """Put the words of a large graph into a file of their own: many places take no file of more than 100 MB."""
    graph = onnx.load(out / "network.onnx")
    if graph.ByteSize() > LARGEST:
        (out / "network.onnx").unlink()
        onnx.save_model(graph, out / "network.onnx", save_as_external_data=True, location="words.bin",
                        size_threshold=LARGEST // 5)  # fmt: skip


def weigh(stock: Stock) -> None:
    """Fit what the comparer does with what the networks say, and measure sides on the development part."""
    options = stock.options
    print(json.dumps(fit(options.out, stock.polnear, stock.store)))
    from stance import measure

    print(json.dumps(measure(options.data / "perspectrum", model=options.out)))


STEPS = {
    "small": train_small, "teacher": train_teacher, "judge": judge, "taught": train_taught,
    "export": export, "careful": export_careful, "weigh": weigh,
}  # fmt: skip


def asked() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--mpnet", type=Path, help="folder of all-mpnet-base-v2, for what the larger network does")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimkit" / "weights" / "pairs")
    parser.add_argument("--work", type=Path, default=ROOT / ".work")
    parser.add_argument("--steps", type=int, help="batches; else those of the recipe")
    parser.add_argument("--start", type=Path, help="checkpoint, or network.onnx, to go on from")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=tuple(STEPS), help="one step alone; else all of them")
    options = parser.parse_args()
    options.recipe = lambda recipe: recipe._replace(steps=options.steps or recipe.steps)
    if options.mpnet is None and options.only in {None, "teacher", "judge", "careful"}:
        parser.error("--mpnet names the folder of all-mpnet-base-v2: give it")
    return options


def main() -> None:
    """Do what is asked for."""
    options = asked()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    stock = Stock(options)
    for name, step in STEPS.items():
        if options.only in {None, name}:
            step(stock)


if __name__ == "__main__":
    main()
