"""Make the weights that read two sentences together: train, write the graph, measure on the development parts.

    python training/pairs --data DIR [--out DIR] [--work DIR] [--steps N] [--seed N] [--from export]

DIR of `--data` holds `perspectrum`, `kpa2021`, `conjnli` and `polnear`; the invented articles, events and questions
lie here.
`--out` gets the weights (`src/claimkit/weights/pairs`), `--work` the checkpoint (`.work`). A tenth of Perspectrum's
training statements is held back to set the temperature of the sides, the articles that `claims.jsonl` marks as kept to
set what the comparer does with the outputs. Needs `pip install -e '.[training]'` and two hours of two cores.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "training" / "tagger"), str(ROOT / "benchmarks")]

from export import Graph, _free, write
from pair_network import KINDS, PairNetwork
from relations import AGREE, ASPECTS, DIFFER, UNRELATED, Group, Related, Same, answers, articles, events, marked
from torch import Tensor
from torch.nn import functional
from train import minilm, tokenizer
from weighing import fit

from pairs import Pair, arguments, inferences, matches, perspectives, varied

RATE, HEAD_RATE, DECAY, WARM_UP, LEAST_RATE = 1e-4, 5e-4, 0.01, 0.06, 0.02
BATCH, MOST, SMOOTHED = 32, 96, 0.05
INFERENCES, MATCHES, ANSWERS, NEGATIVES = 5000, 6000, 40, 16
"""How many inferences and matches are seen in each round, answers of a question, unrelated claims of an event."""
SHARES = {"sides": 0.22, "relation": 0.58, "same": 0.08, "place": 0.12}
"""Which part of the batches each task has."""
ASPECT_WEIGHT = 0.5
NEARNESS, TOGETHER = 20.0, 64
"""What cosines are multiplied by, and how many sentences are placed in one batch."""
SIDES = ("disputes", "supports", "neither")
Row = tuple[list[int], list[int], int, int]


class Reading:
    """Turn pairs into rows of pieces."""

    def __init__(self) -> None:
        self.tokens = tokenizer()
        self.opening, self.separator = (self.tokens.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))

    def row(self, one: str, other: str, label: int, second: int = -1) -> Row:
        """Return pieces, sides and labels of a pair."""
        first, last = (self.tokens.encode(text, add_special_tokens=False).ids for text in (one, other))
        first = first[: max(MOST - len(last), MOST // 2)]
        last = last[: MOST - len(first)]
        ids = [self.opening, *first, self.separator, *last, self.separator]
        return ids, [0] * (len(first) + 2) + [1] * (len(last) + 1), label, second

    def alone(self, text: str) -> Row:
        """Return the row of a sentence that is read alone."""
        ids = [self.opening, *self.tokens.encode(text, add_special_tokens=False).ids[:MOST], self.separator]
        return ids, [0] * len(ids), 0, -1


def stacked(rows: Sequence[Row]) -> tuple[torch.Tensor, ...]:
    """Stack rows, filled up to the longest: pieces, sides, mask, labels."""
    longest = max(len(row[0]) for row in rows)

    def filled(parts: Sequence[Sequence[int]]) -> torch.Tensor:
        return torch.tensor([[*part, *[0] * (longest - len(part))] for part in parts])

    ids, sides = filled([row[0] for row in rows]), filled([row[1] for row in rows])
    labels = (torch.tensor([row[place] for row in rows]) for place in (2, 3))
    return ids, sides, filled([[1] * len(row[0]) for row in rows]), *labels


def batches(rows: Sequence[Row], chance: random.Random) -> list[list[Row]]:
    """Deal rows out to batches of like length, in a random order."""
    order = chance.sample(list(rows), len(rows))
    made = []
    for start in range(0, len(order), 40 * BATCH):
        group = sorted(order[start : start + 40 * BATCH], key=lambda row: len(row[0]))
        made += [group[k : k + BATCH] for k in range(0, len(group), BATCH)]
    chance.shuffle(made)
    return made


def sides(
    options: argparse.Namespace, known: Sequence[Group], reading: Reading, chance: random.Random
) -> Iterator[list[Row]]:
    """Yield batches of statements and claims without end, varied anew in each round."""
    debated = perspectives(options.data / "perspectrum", "train")
    debated = [pair for pair in debated if pair.statement not in held_back(debated)]
    argued = list(arguments(options.data / "kpa2021"))
    inferred = list(inferences(options.data / "conjnli" / "adversarial_train_15k.tsv"))
    while True:
        pool = varied(debated, chance) + varied(argued, chance) + chance.sample(inferred, INFERENCES)
        pool += [pair for group in known for pair in sided(group, chance)]
        yield from batches([reading.row(*pair) for pair in pool], chance)


def relations(
    known: Sequence[Group], words: Sequence[Related], network: PairNetwork, reading: Reading, chance: random.Random
) -> Iterator[list[Row]]:
    """Yield batches of two claims without end; of unrelated ones those that lie nearest come most often."""
    while True:
        near = nearness(network, known, reading)
        pool = [pair for group, cosines in zip(known, near, strict=True) for pair in dealt(group, chance, near=cosines)]
        pool += words
        yield from batches([reading.row(*turned(pair, chance), pair.relation, pair.aspect) for pair in pool], chance)


def sided(group: Group, chance: random.Random) -> list[Pair]:
    """Return claims on one event as statements and positions on them: of who differs in degree it is not known."""
    rows = dealt(group, chance)
    found = []
    for row in rows:
        position = {UNRELATED: SIDES.index("neither"), AGREE: SIDES.index("supports")}.get(row.relation, 0)
        if row.relation != DIFFER or ASPECTS[row.aspect] not in {"certainty", "degree"}:
            found.append(Pair(*turned(row, chance), position))
    others = [pair for pair in found if pair.position == SIDES.index("neither")]
    taken = [pair for pair in found if pair.position != SIDES.index("neither")]
    return taken + chance.sample(others, min(len(others), len(taken)))


def dealt(group: Group, chance: random.Random, near: Tensor | None = None) -> list[Related]:
    """Return the related pairs of an event, and some of the others, of which two thirds are among the nearest."""
    others = [cell for cell in group.cells() if cell not in group.related]
    chance.shuffle(others)
    tempting = sorted(others, key=lambda cell: -float(near[cell])) if near is not None else others
    many = max(NEGATIVES, 2 * len(group.related))
    drawn = chance.sample(tempting[: 2 * many], min(2 * many // 3, len(others)))
    cells = dict.fromkeys([*group.related, *drawn, *others[: many // 3]])
    return [group.pair(cell) for cell in cells]


def nearness(network: PairNetwork, groups: Sequence[Group], reading: Reading) -> list[Tensor]:
    """Return the cosines of the places of the claims of two outlets, as the network puts them now."""
    texts = sorted({text for group in groups for text in (*group.a, *group.b)}, key=len)
    place: dict[str, Tensor] = {}
    network.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(texts), TOGETHER):
            some = texts[start : start + TOGETHER]
            place.update(zip(some, network.places(*stacked(list(map(reading.alone, some)))[:3]).float(), strict=True))
    network.train()
    return [
        torch.stack([place[text] for text in group.a]) @ torch.stack([place[text] for text in group.b]).T
        for group in groups
    ]


def sames(options: argparse.Namespace, reading: Reading, chance: random.Random) -> Iterator[list[Row]]:
    """Yield batches of answers, and of arguments and key points, that say the same or not."""
    matched = list(matches(options.data / "kpa2021"))
    while True:
        pool = answers(chance, ANSWERS) + [Same(*row) for row in chance.sample(matched, MATCHES)]
        yield from batches([reading.row(*turned(pair, chance), pair.same) for pair in pool], chance)


def turned(pair: Related | Same, chance: random.Random) -> tuple[str, str]:
    """Return the two sentences, in either order."""
    return (pair.one, pair.other) if chance.random() < 0.5 else (pair.other, pair.one)


def held_back(pairs: Sequence[Pair]) -> set[str]:
    """Return the statements that are kept out of training."""
    statements = sorted({pair.statement for pair in pairs})
    return set(random.Random(7).sample(statements, len(statements) // 10))


def gathered(known: Sequence[Group], chance: random.Random) -> Iterator[list[Group]]:
    """Yield a few groups at a time without end, whose sentences are placed together."""
    while True:
        batch: list[Group] = []
        for group in chance.sample(known, len(known)):
            if batch and sum(len(each.a) + len(each.b) for each in (*batch, group)) > TOGETHER:
                yield batch
                batch = []
            batch.append(group)


def loss_of_places(network: PairNetwork, groups: Sequence[Group], reading: Reading) -> Tensor:
    """Return how far related claims are from being nearer to each other than all that are not related."""
    rows = [[text for group in groups for text in group.a], [text for group in groups for text in group.b]]
    placed = [network.places(*stacked([reading.alone(text) for text in texts])[:3]).float() for texts in rows]
    near = NEARNESS * placed[0] @ placed[1].T
    related, left_open = torch.zeros_like(near, dtype=torch.bool), torch.zeros_like(near, dtype=torch.bool)
    row = column = 0
    for group in groups:
        for marks, cells in ((related, group.related), (left_open, group.left_open)):
            for i, j in cells:
                marks[row + i, column + j] = True
        row, column = row + len(group.a), column + len(group.b)
    others = torch.logsumexp(near.masked_fill(related | left_open, -1e4).flatten(), 0)
    return (torch.logaddexp(near[related], others) - near[related]).mean()


def loss_of(task: str, told: dict[str, Tensor], wanted: Tensor, aspect: Tensor) -> Tensor:
    """Return the loss of a batch of one task."""
    if task == "same":
        return functional.binary_cross_entropy_with_logits(told["same"][:, 0], 0.9 * wanted.float() + 0.05)
    loss = functional.cross_entropy(told[task], wanted, label_smoothing=SMOOTHED)
    if task == "relation" and bool((aspect >= 0).any()):
        loss = loss + ASPECT_WEIGHT * functional.cross_entropy(
            told["aspect"], aspect, ignore_index=-1, label_smoothing=SMOOTHED
        )
    return loss


def train(options: argparse.Namespace) -> PairNetwork:
    """Train; return the moving average of the weights."""
    torch.manual_seed(options.seed)
    chance, reading = random.Random(options.seed), Reading()
    network = PairNetwork(reading.tokens.get_vocab_size())
    network.load_minilm(minilm() / "model.safetensors")
    if options.start is not None:
        network.load_state_dict(torch.load(options.start, weights_only=True))
    read = articles(options.data / "polnear" / "train.jsonl", options.work / "extractions")
    known = events() + [each.group() for each in read if each.a and each.b]
    groups_of = gathered([group for group in known if group.related], chance)
    sources = {
        "sides": sides(options, known, reading, chance),
        "relation": relations(known, marked(), network, reading, chance),
        "same": sames(options, reading, chance),
    }
    steps, fresh = options.steps, ("inner", "score", "place_of")
    groups = [
        {"params": [p for n, p in network.named_parameters() if n.startswith(fresh) is new], "lr": rate}
        for new, rate in ((False, RATE), (True, HEAD_RATE))
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=DECAY, fused=True)
    warm = int(WARM_UP * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(LEAST_RATE, 1 - step / steps)
    )
    average, began, seen = copy.deepcopy(network), time.time(), dict.fromkeys(SHARES, 1.0)
    network.train()
    for step in range(steps):
        task = chance.choices(list(SHARES), list(SHARES.values()))[0]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            if task == "place":
                loss = loss_of_places(network, next(groups_of), reading)
            else:
                ids, side, mask, wanted, aspect = stacked(next(sources[task]))
                told = {name: odds.float() for name, odds in zip(KINDS, network(ids, side, mask), strict=False)}
                loss = loss_of(task, told, wanted, aspect)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        keep = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
        seen[task] = 0.97 * seen[task] + 0.03 * loss.item()
        if step % 50 == 49:
            told_losses = " ".join(f"{name} {value:.3f}" for name, value in seen.items())
            print(f"step {step + 1}/{steps} {told_losses} {(time.time() - began) / (step + 1):.2f} s", flush=True)
        if step % 500 == 499:
            torch.save(average.state_dict(), options.work / "pairs.pt")
    torch.save(average.state_dict(), options.work / "pairs.pt")
    return average


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


def export(network: PairNetwork, options: argparse.Namespace) -> None:
    """Write graph, tokenizer and settings."""
    heat = round(temperature(network, options), 2)
    options.out.mkdir(parents=True, exist_ok=True)
    told = [*KINDS, "inner", "place"]
    inputs = dict.fromkeys(("ids", "side", "mask"), torch.ones(2, 7, dtype=torch.long))
    graph = Graph(
        network.eval(), inputs, told, _free(inputs, [], "pairs", "pieces") | {name: {0: "pairs"} for name in told}
    )
    write(graph, options.out / "network.onnx")
    tokenizer().save(str(options.out / "tokenizer.json"), pretty=False)
    settings = {"sides": SIDES, "aspects": ASPECTS, "most": MOST + 3, "temperature": heat}
    (options.out / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimkit" / "weights" / "pairs")
    parser.add_argument("--work", type=Path, default=ROOT / ".work")
    parser.add_argument("--steps", type=int, default=7000)
    parser.add_argument("--start", type=Path, help="checkpoint to go on from; else MiniLM")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", dest="step", choices=("train", "export"), default="train")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    network = PairNetwork(tokenizer().get_vocab_size())
    if options.step == "train":
        network = train(options)
    network.load_state_dict(torch.load(options.work / "pairs.pt", weights_only=True))
    export(network, options)
    print(json.dumps(fit(options.out, options.data / "polnear" / "train.jsonl", options.work / "extractions")))
    from stance import measure

    print(json.dumps(measure(options.data / "perspectrum", model=options.out)))


if __name__ == "__main__":
    main()
