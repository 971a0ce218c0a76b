"""Find speakers' turns: labelled questions and answers, and passages that a name signs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from claimkit.findings import Block, BlockKind
from claimkit.layout.bylines import date_in
from claimkit.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimkit.layout.paragraphs import Line
    from claimkit.models import Offsets

LONGEST_LABEL = 40
"""The longest label of a turn, in code points."""

_LABEL = re.compile(r"[*_]{0,2}([^\W\d_][^:\n?!“”\"()]{0,39}?)(?:\s*\([^()\n]{1,40}\))?[*_]{0,2}:[*_]{0,2}(?=\s)")
_LETTER = re.compile(r"[*_]{0,2}([QA])[*_]{0,2}(?:[.):]|\s*[-–—])[*_]{0,2}(?=\s)")
_LETTERS = re.compile(r"[^\W\d_]")
_TOKEN = re.compile(r"[^\W\d_](?:\w|[.'’\-&])*")
# handles: "— Mara Ives (@maraives) 3 May 2024", "– Tom Reyes, harbour master" / not: "— and that was that."
_SIGNED = re.compile(
    r"(?P<dash>[—–―-]{1,2}\s*)?(?P<name>[^\W\d_a-z](?:\w|[.'’&-])*(?:\s(?:\w|[.'’&-])+){0,5})"
    r"(?P<handle>\s*\(@\w{1,30}\))?(?P<rest>[\s,·|(][^\n“”\"]{0,90})?"
)
_OPENERS = "“\"„«‘'"
_CLOSED = re.compile(r"[.!?…,][\"'”’»)\]]*$|[\"”’»]$")
_TRAILING = re.compile(r"(?<=[.!?…\"”’»])\s*[—–―-]{1,2}\s*(?=[^\W\d_a-z])")


def labels(text: str, found: Sequence[Line]) -> dict[int, Offsets]:
    """Return the label, as offsets, of each line that opens a turn, by the line's start.

    handles: "Q: Why?" with "A: Because.", and "Reyes: ..." where "Reyes:" opens two lines or more
    not: "Reyes: the man who fell" once; "14:32 The minister arrives"
    """
    letters = {line.start: match.span(1) for line in found if (match := _LETTER.match(text, line.start, line.end))}
    kinds = {text[start:end] for start, end in letters.values()}
    if kinds != {"Q", "A"}:
        letters = {}
    named = {start: span for start, span in _named(text, found).items() if start not in letters}
    counts = Counter(text[start:end].casefold() for start, end in named.values())
    repeated = {label for label, count in counts.items() if count > 1}
    if repeated:
        repeated |= set(counts) & words("furniture")["question_labels"]
        repeated |= {label for label in counts if _initials(label) in repeated}
    kept = {start: span for start, span in named.items() if text[span[0] : span[1]].casefold() in repeated}
    kept = _close_together(kept, found)
    # In the midst of a conversation whoever speaks just once is labelled too.
    if len(kept) >= 3 and len(repeated) > 1:
        kept = {start: span for start, span in named.items() if min(kept) <= start <= max(kept)}
    return dict(sorted((letters | kept).items()))


def _initials(label: str) -> str:
    """Return what a full label is shortened to in later turns ("Mara Ives:" to "MI:"), in lower case."""
    return "".join(word[0] for word in label.split() if word[0].isalpha())


def _named(text: str, found: Sequence[Line]) -> dict[int, Offsets]:
    """Return what may be a name and a colon at the start of each line, with words behind it."""
    named: dict[int, Offsets] = {}
    for line in found:
        match = _LABEL.match(text, line.start, min(line.end + 1, line.start + 2 * LONGEST_LABEL + 10))
        if match and _is_label(match.group(1)) and _LETTERS.search(text, match.end(), line.end):
            named[line.start] = match.span(1)
    return named


def _close_together(kept: Mapping[int, Offsets], found: Sequence[Line]) -> dict[int, Offsets]:
    """Keep the labels that have another within four lines: turns of a conversation, not headings of a list."""
    places = [number for number, line in enumerate(found) if line.start in kept]
    pairs = [pair for pair in pairwise(places) if pair[1] - pair[0] <= 4]
    near = sorted({place for pair in pairs for place in pair})
    return {found[place].start: kept[found[place].start] for place in near}


def _is_label(label: str) -> bool:
    tokens = label.split()
    if not 1 <= len(tokens) <= 5 or label.lower().strip() in words("furniture")["not_labels"]:
        return False
    particles = words("furniture")["particles"] | {"&", "of", "the"}
    return all(word in particles or (word[0].isupper() and _TOKEN.fullmatch(word)) for word in tokens)


def turns(text: str, pieces: Sequence[Offsets], labelled: Mapping[int, Offsets]) -> list[Block]:
    """Make a block of each piece: a question or an answer where it is a turn, else a paragraph."""
    asking = _asking(text, pieces, labelled)
    blocks: list[Block] = []
    for start, end in pieces:
        label = labelled.get(start)
        if label is None:
            blocks.append(Block(start, end, BlockKind.PARAGRAPH))
            continue
        name = text[label[0] : label[1]].casefold()
        asks = name in asking or _initials(name) in asking
        blocks.append(Block(start, end, BlockKind.QUESTION if asks else BlockKind.ANSWER, label))
    return _with_bare_turns(text, blocks)


def _asking(text: str, pieces: Sequence[Offsets], labelled: Mapping[int, Offsets]) -> set[str]:
    """Return the labels, in lower case, of those who ask: by their words, else by the share of turns that ask."""
    totals: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    used = {text[slice(*label)].casefold() for label in labelled.values()}
    for start, end in pieces:
        if start in labelled:
            name = text[slice(*labelled[start])].casefold()
            name = _initials(name) if _initials(name) in used else name
            totals[name] += 1
            asked[name] += "?" in text[max(start, end - 3) : end]
    known = {name for name in totals if name in words("furniture")["question_labels"]}
    answering = words("furniture")["answer_labels"]
    if known or not totals:
        return known
    most = max(
        (name for name in totals if name not in answering), key=lambda name: asked[name] / totals[name], default=""
    )
    return {most} if most and len(totals) > 1 and asked[most] * 2 >= totals[most] else set()


def _with_bare_turns(text: str, blocks: list[Block]) -> list[Block]:
    """Give the turns without a label their kind.

    handles: "Will it hold?" before "Reyes: It will."; a second paragraph of a long answer between two turns
    not: a paragraph of narrative after the last turn
    """
    turn = (BlockKind.QUESTION, BlockKind.ANSWER)
    lasting = sum(block.kind in turn for block in blocks) >= 6 and any(block.kind is turn[0] for block in blocks)
    result = list(blocks)
    for number in range(len(blocks) - 1):
        block, after = blocks[number], blocks[number + 1]
        if block.kind in turn or after.kind not in turn:
            continue
        if after.kind is BlockKind.ANSWER and text[block.end - 1] == "?" and block.end - block.start < 400:
            result[number] = block._replace(kind=BlockKind.QUESTION)
        elif lasting and number and blocks[number - 1].kind is BlockKind.ANSWER and block.end - block.start > 60:
            result[number] = block._replace(kind=BlockKind.ANSWER)
    return result


def signed(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Join each paragraph with the line that signs it to one quotation, whose label is the name.

    handles: "The fog is ours. / — Mara Ives (@maraives) 3 May 2024" / not: a list "- Reyes / - Ives"
    """
    result: list[Block] = []
    for block in blocks:
        before = result[-1] if result else None
        label = _signature(text, block, before) if block.kind is BlockKind.PARAGRAPH else None
        if label is not None and before is not None:
            result[-1] = Block(before.start, block.end, BlockKind.QUOTATION, label)
        elif block.kind is BlockKind.PARAGRAPH and (inside := _trailing(text, block)) is not None:
            result.append(block._replace(kind=BlockKind.QUOTATION, label=inside))
        else:
            result.append(block)
    return result


def _signature(text: str, block: Block, before: Block | None) -> Offsets | None:
    """Return the name in `block` if that is a line that signs the paragraph `before`."""
    if before is None or before.kind is not BlockKind.PARAGRAPH or block.end - block.start > 140:
        return None
    match = _SIGNED.fullmatch(text, block.start, block.end)
    if match is None or not _CLOSED.search(text[max(before.start, before.end - 6) : before.end]):
        return None
    told = _is_told(match)
    quoted = text[before.start] in _OPENERS
    dash = (match["dash"] or "").strip()
    if text[before.start] in "-—–―*•":
        return None
    if not match["handle"] and (not dash or (dash == "-" and not told and not quoted)):
        return None
    return _name(match) if told or not match["rest"] or match["rest"].startswith(",") else None


def _name(match: re.Match[str]) -> Offsets:
    """Return the name in a signature; a full stop behind it stays outside, one behind an initial does not."""
    name = match["name"]
    extra = name.endswith(".") and len(name.split()[-1]) > 3
    return match.start("name"), match.end("name") - extra


def _is_told(match: re.Match[str]) -> bool:
    """Tell whether a signature says more than a name: a handle or a date."""
    return bool(match["handle"]) or bool(match["rest"] and date_in(match["rest"]))


def _trailing(text: str, block: Block) -> Offsets | None:
    """Return the name that signs `block` in its last line.

    handles: "“Hold fast.” —Mara Ives, harbour master" / not: "It held. — Reyes saw it and wept for an hour."
    """
    tail = max(block.start, block.end - 160)
    dashes = list(_TRAILING.finditer(text, tail + 1, block.end))
    if not dashes:
        return None
    match = _SIGNED.fullmatch(text, dashes[-1].end(), block.end)
    if match is None or text[block.end - 1] in ".!?":
        return None
    quoted = text[block.start] in _OPENERS and text[dashes[-1].start() - 1] in "”\"’'»"
    rest = match["rest"] or ""
    return _name(match) if _is_told(match) or (quoted and (not rest or rest.startswith(","))) else None
