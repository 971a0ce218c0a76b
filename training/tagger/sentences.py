"""Read annotated sentences of many corpora into one form: a window each, with what is known of its words."""

from __future__ import annotations

import csv
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from examples import parser, prepare

from claimkit.findings import Block, BlockKind
from claimkit.quotes import pair_marks
from claimkit.tagging.windows import Window, windows
from claims import folds
from corpus_tokens import joined
from facts import PROPERTIES, passages
from negations import negated_sentences

UNKNOWN = -100
FAVOURABLE, UNFAVOURABLE, NEUTRAL = range(3)
TWO = 10
FACT_FOLDS = frozenset({"1", "2"})


class Sentence(NamedTuple):
    """A window of one sentence and what is known of it; words and sentences of which nothing is known have UNKNOWN.

    `value` is the factuality of words, -3 to +3 (nan where unknown); `negation` 1 where a cue stands; `scopes` for each
    cue its first word and the words in its scope; `subjective` 0 or 1; `checkable` 0 (no factual statement), 1, or 2
    (one worth checking); `valence` how good or bad words are, -4 to +4 (nan where unknown); `links` pairs of words'
    ranges (person, body), with a label for each of PROPERTIES; `attitudes` words' ranges, each with the number of the
    holder's attitude, or that and TWO where neutral was not asked for.
    """

    window: Window
    value: np.ndarray
    negation: np.ndarray
    scopes: tuple[tuple[int, np.ndarray], ...] = ()
    subjective: int = UNKNOWN
    checkable: int = UNKNOWN
    valence: np.ndarray | None = None
    links: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    labels: tuple[tuple[int, ...], ...] = ()
    attitudes: tuple[tuple[int, int, int], ...] = ()


def window_of(text: str, tokenizer: Any) -> Window | None:
    """Return the window of a sentence, None where it is empty or too long for one."""
    blocks = (Block(0, len(text), BlockKind.PARAGRAPH),)
    found = windows(text, blocks, pair_marks(text, blocks)[0], tokenizer)
    return found[0] if len(found) == 1 and len(found[0].first) else None


def blank(window: Window) -> Sentence:
    """Return a sentence of which nothing is known."""
    words = len(window.first)
    return Sentence(window, np.full(words, np.nan, np.float32), np.full(words, UNKNOWN, np.int64))


def word_at(window: Window, offset: int) -> int:
    """Return the word that holds `offset`, or the next one."""
    return min(int(np.searchsorted(window.end, offset, side="right")), len(window.first) - 1)


def valued(path: Path, tokenizer: Any) -> Iterator[Sentence]:
    """Read sentences with the factuality of some of their tokens (UDS-IH2, MegaVeridicality)."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text, spans = joined(row["text"].split(" "))
            window = window_of(text, tokenizer)
            if window is None:
                continue
            sentence = blank(window)
            for target in row["targets"]:
                start, _ = spans[target["span1"][0]]
                sentence.value[word_at(window, start)] = target["label"]
            yield sentence


def negated(path: Path, tokenizer: Any) -> Iterator[Sentence]:
    """Read sentences with negation cues and their scopes (*SEM 2012)."""
    for tokens, negations in negated_sentences(path):
        text, spans = joined(tokens)
        window = window_of(text, tokenizer)
        if window is None:
            continue
        places = [_words(window, span) for span in spans]
        marks = np.zeros(len(window.first), np.int64)
        scopes = []
        for negation in negations:
            cue = [word for token in negation.cue for word in places[token]]
            inside = np.zeros(len(window.first), np.float32)
            for token in negation.scope:
                inside[places[token]] = 1
            marks[cue] = 1
            scopes.append((cue[0], inside))
        yield blank(window)._replace(negation=marks, scopes=tuple(scopes))


def _words(window: Window, span: tuple[int, int]) -> list[int]:
    """Return the words that begin in a token, or the one that holds it."""
    begins = np.flatnonzero((window.start >= span[0]) & (window.start < span[1])).tolist()
    return begins or [word_at(window, span[0])]


def news(path: Path, tokenizer: Any) -> Iterator[Sentence]:
    """Read sentences told apart as objective and subjective (NewsSD-ENG)."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            window = window_of(row["Sentence"].strip(), tokenizer)
            if window is not None:
                yield blank(window)._replace(subjective=int(row["Label"] == "SUBJ"))


def debated(path: Path, tokenizer: Any) -> Iterator[Sentence]:
    """Read sentences of debates told apart by whether they state something worth checking (ClaimBuster)."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    dealt = folds(row["File_id"] for row in rows)
    for row in rows:
        if dealt[row["File_id"]] == 0:
            continue
        window = window_of(row["Text"].strip(), tokenizer)
        if window is not None:
            yield blank(window)._replace(checkable=int(row["Verdict"]) + 1)


PERSONAL = frozenset(["i", "he", "she", "his", "her", "him", "who", "whose", "my", "me", "we", "our", "they", "their"])
BODILY = frozenset(["which", "it", "its", "company", "firm", "where", "whose", "that", "group", "party"])


def mentions(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the people and bodies that a passage may speak of, by name or by pronoun."""
    doc = parser()(text)
    people = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "PERSON"]
    bodies = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in {"ORG", "NORP", "GPE", "FAC"}]
    people += [(t.idx, t.idx + len(t)) for t in doc if t.lower_ in PERSONAL and not t.ent_type_]
    bodies += [(t.idx, t.idx + len(t)) for t in doc if t.lower_ in BODILY and not t.ent_type_]
    return people, bodies


def linked(path: Path, tokenizer: Any) -> Iterator[Sentence]:
    """Read passages with what ties people to bodies (KnowledgeNet, folds 1 and 2)."""
    for passage in passages(path, FACT_FOLDS):
        window = window_of(passage.text, tokenizer)
        if window is None:
            continue
        pairs = []
        for person, body, labels in passage.pairs(*mentions(passage.text)):
            ranges = tuple((word_at(window, start), word_at(window, end - 1) + 1) for start, end in (person, body))
            pairs.append((ranges, tuple(labels)))
        if pairs:
            yield blank(window)._replace(links=tuple(r for r, _ in pairs), labels=tuple(label for _, label in pairs))


AGAINST = frozenset(
    ["abandon", "abandoned", "abolish", "ban", "banned", "close", "criminal", "end", "fight", "prohibit"]
)
"""Words that make "we should ..." speak against what it is about."""


def argued(folder: Path, tokenizer: Any) -> Iterator[Sentence]:
    """Read arguments on a topic, told apart by whether they speak for what the topic is about (KPA 2021)."""
    for part in ("train", "dev"):
        with (folder / f"arguments_{part}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                against = not AGAINST.isdisjoint(row["topic"].lower().split())
                window = window_of(row["argument"].strip(" `"), tokenizer)
                if window is not None:
                    attitude = (UNFAVOURABLE if (row["stance"] == "1") == against else FAVOURABLE) + TWO
                    yield blank(window)._replace(attitudes=((0, len(window.first), attitude),))


ATTITUDES = Path(__file__).resolve().parents[1] / "attitudes"
MARKED = re.compile(r"\{([-+0])\|([^{}]*)\}")
SIGNS = {"+": FAVOURABLE, "-": UNFAVOURABLE, "0": NEUTRAL}


class Passage(NamedTuple):
    """An invented passage, and its claims: start, end and the number of their holder's attitude."""

    text: str
    claims: tuple[tuple[int, int, int], ...]


def invented() -> Iterator[Passage]:
    """Yield the invented passages, in which claims are marked with the attitude of their holder."""
    for path in sorted(ATTITUDES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            text, claims, done = "", [], 0
            marked = " ".join(block.split())
            for found in MARKED.finditer(marked):
                text += marked[done : found.start()]
                claims.append((len(text), len(text) + len(found[2]), SIGNS[found[1]]))
                text += found[2]
                done = found.end()
            if claims:
                yield Passage(text + marked[done:], tuple(claims))


def evaluated(tokenizer: Any) -> Iterator[Sentence]:
    """Read the invented passages as claims with attitudes."""
    for passage in invented():
        window = window_of(passage.text, tokenizer)
        if window is not None:
            ranges = [(word_at(window, a), word_at(window, b - 1) + 1, sign) for a, b, sign in passage.claims]
            yield blank(window)._replace(attitudes=tuple(ranges))


def viewed(tokenizer: Any) -> Iterator[Sentence]:
    """Read the invented passages as sentences that give the writer's view, or a fact, or what somebody else says."""
    for passage in invented():
        doc, _, _, attributions = prepare({"text": passage.text})
        told = [span for each in attributions for span in each.content]
        for sent in doc.sents:
            inside = [claim for claim in passage.claims if sent.start_char <= claim[0] < sent.end_char]
            window = window_of(sent.text.strip(), tokenizer) if inside else None
            if window is not None:
                quoted = any(start < sent.end_char and sent.start_char < end for start, end in told)
                view = not quoted and any(sign != NEUTRAL for _, _, sign in inside)
                yield blank(window)._replace(subjective=int(view))


def lexicon() -> dict[str, float]:
    """Return how good or bad words are, from the lexicon of VADER (Hutto and Gilbert 2014)."""
    import vaderSentiment

    listed = (Path(vaderSentiment.__file__).parent / "vader_lexicon.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in listed.splitlines())
    return {row[0]: float(row[1]) for row in rows if row[0].isalpha()}


COMMON = 40
"""A word that stands in the corpora so often, and not in the lexicon, is neither good nor bad."""
UNLEARNED = 10
"""One word in so many of the lexicon is kept back, to see whether others are judged by their likeness."""


def kept_back(word: str) -> bool:
    """Tell whether a word of the lexicon is kept out of training."""
    return zlib.crc32(word.encode()) % UNLEARNED == 0


def with_valence(corpora: dict[str, list[Sentence]], tokenizer: Any) -> dict[str, list[Sentence]]:
    """Add the valence of words that are one piece each or listed."""
    known = lexicon()
    words = {name: [words_of(s.window, tokenizer) for s in found] for name, found in corpora.items()}
    counts = Counter(word for found in words.values() for spelled in found for word in spelled)
    common = {word for word, count in counts.items() if count >= COMMON and word.isalpha() and word not in known}
    listed = {word: value for word, value in known.items() if not kept_back(word)} | dict.fromkeys(common, 0.0)
    return {
        name: [
            s._replace(valence=np.array([listed.get(word, np.nan) for word in spelled], np.float32))
            for s, spelled in zip(found, words[name], strict=True)
        ]
        for name, found in corpora.items()
    }


def words_of(window: Window, tokenizer: Any) -> list[str]:
    """Return the words of a window, in small letters."""
    edges = [*window.first.tolist(), len(window.ids) - 1]
    pieces = [tokenizer.id_to_token(int(number)) for number in window.ids]
    return ["".join(piece.removeprefix("##") for piece in pieces[a:b]) for a, b in pairwise(edges)]


def read_all(data: Path, tokenizer: Any) -> dict[str, list[Sentence]]:
    """Read the parts of the corpora that the network is trained on."""
    found = {
        "uds": list(valued(data / "uds_ih2" / "train.jsonl", tokenizer)),
        "verbs": list(valued(data / "megaveridicality" / "train.jsonl", tokenizer)),
        "negation": list(negated(data / "sem2012_negation" / "sherlock_train.txt", tokenizer)),
        "newssd": list(news(data / "newssd_eng" / "train.csv", tokenizer)),
        "claimbuster": list(debated(data / "claimbuster" / "crowdsourced.csv", tokenizer)),
        "facts": list(linked(data / "knowledgenet" / "facts_train.tsv", tokenizer)),
        "arguments": list(argued(data / "kpa2021", tokenizer)),
        "attitudes": list(evaluated(tokenizer)),
        "views": list(viewed(tokenizer)),
    }
    return with_valence(found, tokenizer)


def packs(
    corpora: dict[str, list[Sentence]], repeats: dict[str, int], size: int, chance: random.Random
) -> list[list[Sentence]]:
    """Deal the sentences, each corpus' as often as `repeats` says, out to windows of many lengths."""
    pool = [s for name, found in corpora.items() for s in found * repeats[name]]
    chance.shuffle(pool)
    made: list[list[Sentence]] = []
    group: list[Sentence] = []
    room = 0
    for sentence in pool:
        pieces = len(sentence.window.ids)
        if group and pieces > room:
            made.append(group)
            group = []
        if not group:
            room = chance.choice((pieces, size // 4, size // 2, size, size))
        group.append(sentence)
        room -= pieces
    return [*made, group] if group else made


def joined_window(group: Sequence[Sentence]) -> tuple[Window, list[int]]:
    """Join the windows of sentences; return also the number of the first word of each."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in Window._fields}
    pieces, words, begins = 0, 0, []
    for number, sentence in enumerate(group):
        window, skip = sentence.window, int(number > 0)
        begins.append(words)
        for name in ("ids", "case", "state", "kind"):
            parts[name].append(getattr(window, name)[skip:])
        parts["first"].append(window.first - skip + pieces)
        parts["start"].append(window.start)
        parts["end"].append(window.end)
        pieces += len(window.ids) - skip
        words += len(window.first)
    return Window(*(np.concatenate(parts[name]) for name in Window._fields)), begins


__all__ = ["PROPERTIES", "Sentence", "joined_window", "packs", "read_all"]
