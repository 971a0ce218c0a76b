"""Make a finding of the stretches that cover a quotation: pieces, changes, allowances and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.models import Span
from claimkit.verifying.aligning import Block, Core
from claimkit.verifying.differences import Differences, edge
from claimkit.verifying.records import Allowance, ChangeKind, Finding, Piece, Verdict
from claimkit.verifying.tokens import Kind, Token, count, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimkit.verifying.texts import Searched

_LONG_GAP = 4
"""Words from which what is left out between two voices parts two pieces."""
_EDGE_WORDS = 3
"""Words at an edge that are set against those of the article; more are an addition."""
_STOPS = frozenset(".?!")


class Asked(NamedTuple):
    """A quotation: its words, its tokens, which of them are asked for, and whose it is said to be."""

    words: str
    tokens: Sequence[Token]
    lo: int
    hi: int
    speaker: str | None


class _Stretch(NamedTuple):
    text: Searched
    first: Block
    last: Block


def finding(asked: Asked, cores: Sequence[Core]) -> Finding:
    """Tell what the cores, in the order of the quotation, make of it."""
    told = Differences(asked.words, asked.tokens)
    stretches: list[_Stretch] = []
    stitched = False
    for number, core in enumerate(cores):
        if number:
            stitched |= _seam(asked, cores[number - 1], core, told)
        stitched |= _inside(core, asked, told, stretches)
    _edges(asked, cores, told)
    stretches = [each for each in stretches if count(each.text.tokens[each.first.t0 : each.last.t1])]
    changes = sorted(told.changes, key=lambda change: (change.words.start, change.words.end))
    pieces = tuple(_piece(asked, each) for each in stretches)
    wording = Verdict.STITCHED if stitched else Verdict.ALTERED if changes else Verdict.EXACT
    fits = _fits(asked, stretches)
    return Finding(
        verdict=Verdict.MISATTRIBUTED if fits is False else wording,
        wording=wording,
        fits=fits,
        similarity=round(2 * told.matched / max(1, 2 * told.matched + told.unmatched), 3),
        pieces=pieces,
        changes=tuple(changes),
        allowed=tuple(each for each in Allowance if each in told.allowed),
    )


def _inside(core: Core, asked: Asked, told: Differences, stretches: list[_Stretch]) -> bool:
    """Go through one core and add its stretches; True where two voices were stitched together."""
    text, stitched, head = core.text, False, True
    first = core.blocks[0]
    for number, block in enumerate(core.blocks):
        if block.equal:
            told.equal(text, block, head=head)
            head = False
            continue
        joined = _joined(text, asked.tokens, block)
        told.unequal(text, block, joined=joined)
        apart = joined is None and _is_apart(text, block)
        if joined is not None or apart:
            stretches.append(_Stretch(text, first, core.blocks[number - 1]))
            first, head = core.blocks[number + 1], True
            stitched |= apart
        elif block.q0 < block.q1 and asked.tokens[block.q1 - 1].aside:
            head = True
    stretches.append(_Stretch(text, first, core.blocks[-1]))
    return stitched


def _joined(text: Searched, wanted: Sequence[Token], block: Block) -> Allowance | None:
    """Say what joins the blocks on both sides although words of the article are missing between them."""
    voices, (one, other) = text.voices, _words_beside(text, block)
    if not voices.same(one, other):
        return None
    if any(token.kind == Kind.ELLIPSIS for token in wanted[block.q0 : block.q1]):
        # Outside of quotes an ellipsis may leave out words of one paragraph.
        near = voices.quoted(one) or _one_paragraph(text, one, other)
        return Allowance.ELLIPSIS if near else None
    between = [number for number in range(one + 1, other) if text.tokens[number].kind == Kind.WORD]
    spoken = voices.quoted(one) and between and not any(map(voices.quoted, between))
    return Allowance.INTERRUPTION if spoken and _one_paragraph(text, one, other) else None


def _words_beside(text: Searched, block: Block) -> tuple[int, int]:
    """Return the numbers of the words beside a block: a point may stand outside of the quote that it belongs to."""
    one, other = block.t0 - 1, block.t1
    while one > 0 and text.tokens[one].kind != Kind.WORD:
        one -= 1
    while other < len(text.tokens) - 1 and text.tokens[other].kind != Kind.WORD:
        other += 1
    return one, other


def _one_paragraph(text: Searched, one: int, other: int) -> bool:
    between = text.article.text[text.tokens[one].end : text.tokens[other].start]
    return "\n\n" not in between.replace("\r", "")


def _is_apart(text: Searched, block: Block) -> bool:
    """handles: words of Brill and of Vik with a sentence between / not: "said [the] vessel" (a word left out)"""
    gone = text.tokens[block.t0 : block.t1]
    if text.voices.same(*_words_beside(text, block)):
        return False
    return count(gone) > _LONG_GAP or (count(gone) > 0 and any(token.key in _STOPS for token in gone))


def _seam(asked: Asked, one: Core, other: Core, told: Differences) -> bool:
    """Go over from one core to the next; True where nothing but the quotation joins them."""
    left, right = one.blocks[-1], other.blocks[0]
    gap = Block(False, left.q1, right.q0, left.t1, right.t0)
    ordered = one.text is other.text and left.t1 <= right.t0
    joined = _joined(one.text, asked.tokens, gap) if ordered else None
    if joined is not None:
        told.unequal(one.text, gap, joined=joined)
        return False
    words = [token for token in asked.tokens[left.q1 : right.q0] if token.kind == Kind.WORD and not token.aside]
    if words:
        told.unmatched += len(words)
        told.change(ChangeKind.ADDED, one.text, words, [], told.place(one.text, gap))
    return True


def _edges(asked: Asked, cores: Sequence[Core], told: Differences) -> None:
    """Tell what the quotation has before the first core and after the last."""
    first, last = cores[0].blocks[0], cores[-1].blocks[-1]
    start, end = cores[0].text, cores[-1].text
    head, tail = asked.tokens[asked.lo : first.q0], asked.tokens[last.q1 : asked.hi]
    if head:
        size = _set_against(start, head, range(first.t0 - 1, -1, -1), first.t0)
        told.unequal(start, Block(False, asked.lo, first.q0, first.t0 - size, first.t0))
    if tail:
        size = _set_against(end, tail, range(last.t1, len(end.tokens)), last.t1 - 1)
        told.unequal(end, Block(False, last.q1, asked.hi, last.t1, last.t1 + size))
        return
    if any(token.kind == Kind.ELLIPSIS for token in asked.tokens[: asked.lo]):
        told.allowed.add(Allowance.ELLIPSIS)
    at = asked.tokens[asked.hi - 1].end, end.tokens[last.t1 - 1].end
    found = edge(asked.words[at[0] :], end.article.text[at[1] : at[1] + 20])
    if found == "changed":
        points = asked.tokens[asked.hi :]
        there = [token for token in end.tokens[last.t1 : last.t1 + 1] if token.kind == Kind.POINT]
        told.change(ChangeKind.PUNCTUATION, end, points, there, at)
    elif found:
        told.allowed.add(Allowance.ELLIPSIS if found == "ellipsis" else Allowance.ENDING)


def _set_against(text: Searched, edge_tokens: Sequence[Token], places: range, inside: int) -> int:
    """Return how many words beside a core, of the same voice and sentence, those at an edge are set against."""
    own = [token for token in edge_tokens if not token.aside]
    if len(own) > _EDGE_WORDS or count(own) < len(own):
        return 0
    beside: list[str] = []
    for number in places[: 2 * _EDGE_WORDS]:
        if text.tokens[number].kind != Kind.WORD or not text.voices.same(number, inside):
            break
        beside.append(text.keys[number])
    # handles: "emails" for e-mails (one word against two)
    joined = "".join(token.key for token in own)
    for size in range(1, len(beside) + 1):
        if joined in ("".join(beside[:size]), "".join(reversed(beside[:size]))):
            return size
    return min(len(own), len(beside))


def _piece(asked: Asked, stretch: _Stretch) -> Piece:
    text, first, last = stretch
    there, wanted = text.tokens[first.t0 : last.t1], asked.tokens[first.q0 : last.q1]
    (start, end), (begin, stop) = trimmed(there), trimmed(wanted)
    voice = text.voices.of(first.t0 + start, first.t0 + end)
    return Piece(
        article=text.article.id,
        words=_with_brackets(asked.words, wanted[begin].start, wanted[stop - 1].end),
        span=Span.of(text.article.text, there[start].start, there[end - 1].end),
        quote=voice.quote,
        speaker=voice.speaker,
        name=text.voices.name(voice),
    )


def _with_brackets(words: str, start: int, end: int) -> Span:
    start -= words[start - 1 : start] == "["
    return Span.of(words, start, end + (words[end : end + 1] == "]"))


def _fits(asked: Asked, stretches: Sequence[_Stretch]) -> bool | None:
    if asked.speaker is None:
        return None
    found = [text.voices.fits(text.voices.of(first.t0, last.t1), asked.speaker) for text, first, last in stretches]
    return False if False in found else None if None in found else True


def overlap(one: Finding, other: Finding) -> bool:
    """Say whether two findings share words of an article."""
    return any(
        left.article == right.article and left.span.start < right.span.end and right.span.start < left.span.end
        for left in one.pieces
        for right in other.pieces
    )
