"""Read annotated sentences of many corpora, a window each, with what is known of its words."""

from __future__ import annotations

import csv
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from readings import invented, passages, read_news
from sentences import Run, Sentence, blank, cut, window_of, word_at

from claimkit.tagging.windows import Window
from claims import folds, stretches
from corpus_tokens import joined
from negations import negated_sentences


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


def viewed(path: Path, tokenizer: Any) -> Iterator[Sentence]:
    """Read sentences told apart as objective and subjective (NewsSD-ENG)."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            window = window_of(row["Sentence"].strip(), tokenizer)
            if window is not None:
                yield blank(window)._replace(subjective=int(row["Label"] == "SUBJ"))


def debated(path: Path, tokenizer: Any) -> Iterator[Run]:
    """Read debates whose sentences are told apart by whether they state something worth checking (ClaimBuster)."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    dealt = folds(row["File_id"] for row in rows)
    for run in stretches([row for row in rows if dealt[row["File_id"]] != 0]):
        read = ((row, window_of(row["Text"].strip(), tokenizer)) for row in run)
        kept = [blank(w)._replace(checkable=int(row["Verdict"]) + 1) for row, w in read if w is not None]
        yield from cut(kept)


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


def with_valence(corpora: dict[str, list[Run]], tokenizer: Any) -> dict[str, list[Run]]:
    """Add the valence of words that are one piece each or listed."""
    known = lexicon()
    words = {name: [[words_of(s.window, tokenizer) for s in run] for run in runs] for name, runs in corpora.items()}
    counts = Counter(word for runs in words.values() for run in runs for spelled in run for word in spelled)
    common = {word for word, count in counts.items() if count >= COMMON and word.isalpha() and word not in known}
    listed = {word: value for word, value in known.items() if not kept_back(word)} | dict.fromkeys(common, 0.0)

    def told(sentence: Sentence, spelled: list[str]) -> Sentence:
        return sentence._replace(valence=np.array([listed.get(word, np.nan) for word in spelled], np.float32))

    return {
        name: [tuple(map(told, *both)) for both in zip(runs, words[name], strict=True)]
        for name, runs in corpora.items()
    }


def words_of(window: Window, tokenizer: Any) -> list[str]:
    """Return the words of a window, in small letters."""
    edges = [*window.first.tolist(), len(window.ids) - 1]
    pieces = [tokenizer.id_to_token(int(number)) for number in window.ids]
    return ["".join(piece.removeprefix("##") for piece in pieces[a:b]) for a, b in pairwise(edges)]


def read_all(data: Path, tokenizer: Any) -> dict[str, list[Run]]:
    """Read the parts of the corpora that the network is trained on: runs of sentences that stay together."""
    alone = {
        "uds": valued(data / "uds_ih2" / "train.jsonl", tokenizer),
        "verbs": valued(data / "megaveridicality" / "train.jsonl", tokenizer),
        "negation": negated(data / "sem2012_negation" / "sherlock_train.txt", tokenizer),
        "newssd": viewed(data / "newssd_eng" / "train.csv", tokenizer),
    }
    found: dict[str, list[Run]] = {name: [(sentence,) for sentence in read] for name, read in alone.items()}
    found["claimbuster"] = list(debated(data / "claimbuster" / "crowdsourced.csv", tokenizer))
    found["news"] = list(read_news(data / "polnear" / "train.jsonl", tokenizer))
    found["passages"] = list(passages(tokenizer))
    found["invented"] = list(invented(tokenizer))
    return with_valence(found, tokenizer)
