"""Tie quotations to the words beside them that say whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.attribution.candidates import Candidate, Range, light, trim
from claimkit.attribution.cues import cue_range, lemma, speech
from claimkit.attribution.sources import children, mention, source_of
from claimkit.attribution.stretches import Stretch, empty, first_sentence, last_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

_OPEN_END = frozenset({",", "?", "!", "-", "--", "—", "–", "…", "..."})
_DASHES = frozenset({"-", "--", "—", "–", "―", "~"})
_ADJUNCTS = frozenset({"prep", "npadvmod", "advcl", "advmod", "dative", "dobj", "cc", "conj", "xcomp"})


class Found(NamedTuple):
    """The cue of a quotation and where its source stands."""

    cue: int
    source: Range | None
    frame: str
    confidence: float


def tie(doc: Doc, quoted: Sequence[Stretch]) -> Iterator[Candidate]:
    """Yield an attribution for each quotation that is speech; quotations around one cue share one attribution."""
    held: Candidate | None = None
    for stretch in quoted:
        if held is not None and _continues(doc, held, stretch):
            held = held._replace(content=(*held.content, *stretch.parts))
            continue
        if held is not None:
            yield held
        held = _attributed(doc, stretch)
    if held is not None:
        yield held


def _attributed(doc: Doc, stretch: Stretch) -> Candidate | None:
    found = _after(doc, stretch) or _before(doc, stretch)
    if found is not None:
        cue = cue_range(doc[found.cue])
        return Candidate(found.cue, found.frame, cue, found.source, _led_up(doc, stretch, found), found.confidence)
    if _stands_alone(doc, stretch):
        return Candidate(-1, "alone", (stretch.start, stretch.start), None, stretch.parts, 0.5)
    return None


def _led_up(doc: Doc, stretch: Stretch, found: Found) -> tuple[Range, ...]:
    """Return the content: with the words before a few quoted ones, where the cue closes the whole sentence.

    handles: The plan is “a waste of paint”, she said. / not: The plan failed. “A waste of paint,” she said.
    """
    start, end = stretch.parts[0]
    head = trim(last_sentence(doc, stretch.left), doc)
    if found.frame != "after" or head is None or stretch.opens or not doc[start].text[:1].islower():
        return stretch.parts
    if any(doc[i].pos_ in ("VERB", "AUX") and lemma(doc[i]) in speech() for i in range(*head)):
        return stretch.parts
    return (head[0], end), *stretch.parts[1:]


def _after(doc: Doc, stretch: Stretch) -> Found | None:
    """Look for the cue in the rest of the sentence after the quotation.

    handles: “We are late,” said Ann Lowe, who runs the line. / not: “We are late.” Ann Lowe said nothing more.
    """
    tail = first_sentence(doc, stretch.right)
    if not _open_ended(doc, stretch, tail):
        return None
    words = [doc[i] for i in range(*tail) if not light(doc[i])]
    if len(words) > 1 and words[0].lower_ == "according" and words[1].lower_ == "to":
        return _according(doc, words, tail)
    for token in words:
        if lemma(token) in speech() and _finite(token) and not _has_own_clause(token, tail):
            source = _source(doc, token, tail)
            return Found(token.i, source, "after", 0.97) if _at_once(doc, token, source, tail) else None
    return _signed(doc, words, tail) or _unlisted(doc, words, tail)


def _unlisted(doc: Doc, words: list[Token], tail: Range) -> Found | None:
    """Take a verb that no list has for the cue, where its subject and it follow the quotation and nothing else does.

    handles: “We are late,” Ann Lowe harrumphed. / not: “We are late”, a sign in red letters warned drivers.
    """
    verb = next((token for token in words if token.pos_ == "VERB"), None)
    if verb is None or verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.dep_ in ("relcl", "advcl"):
        return None
    if children(verb, "dobj", "ccomp", "attr"):
        return None
    source = _source(doc, verb, tail)
    named = source is not None and any(doc[i].pos_ in ("PROPN", "PRON") for i in range(*source))
    return Found(verb.i, source, "after", 0.8) if named and _at_once(doc, verb, source, tail) else None


def _signed(doc: Doc, words: list[Token], tail: Range) -> Found | None:
    """Take the name after a dash as the one whose words these are.

    handles: “We are late.” — Ann Lowe, commissioner / not: “We are late” — and nobody said a word.
    """
    if doc[tail[0]].text not in _DASHES or not words or words[0].pos_ != "PROPN":
        return None
    if any(token.pos_ in ("VERB", "AUX") and token.dep_ != "relcl" for token in words):
        return None
    return Found(tail[0], trim(tail, doc), "dash", 0.9)


def _at_once(doc: Doc, verb: Token, source: Range | None, tail: Range) -> bool:
    """Tell whether nothing but adverbs stands between a quotation and its source and cue.

    handles: “No,” the dockers later said. / not: “No”, a word that the dog knows when told, was heard.
    """
    first = min(verb.i, source[0]) if source else verb.i
    if source and (doc[source[0]].lower_ in ("which", "that", "what") or doc[source[0]].pos_ == "ADP"):
        return False
    return all(light(doc[i]) or doc[i].pos_ in ("ADV", "AUX", "CCONJ", "SCONJ", "PRON") for i in range(tail[0], first))


def _open_ended(doc: Doc, stretch: Stretch, tail: Range) -> bool:
    if tail[0] >= tail[1]:
        return False
    last = doc[stretch.parts[-1][1] - 1].text
    return last in _OPEN_END or doc[tail[0]].text in _DASHES | {","} or doc[tail[0]].text[:1].islower()


def _has_own_clause(verb: Token, tail: Range) -> bool:
    """handles: “Why?” the mayor asked. / not: “Why?” The mayor said that he knew."""
    return any(child.i > verb.i and child.i < tail[1] for child in children(verb, "ccomp"))


def _according(doc: Doc, words: list[Token], tail: Range) -> Found:
    cue = words[0].i
    rest = trim((words[1].i + 1, tail[1]), doc)
    noun = next((doc[i] for i in range(*rest) if doc[i].dep_ == "pobj"), None) if rest else None
    span = mention(noun) if noun is not None else rest
    return Found(cue, span, "after", 0.97)


def _before(doc: Doc, stretch: Stretch) -> Found | None:
    """Look for the cue in the words that lead up to the quotation.

    handles: Ann Lowe told reporters on Monday: “We are late.” / not: Ann Lowe said the line was “a bit late”.
    """
    head = last_sentence(doc, stretch.left)
    words = [i for i in range(*head) if not light(doc[i])]
    if not words:
        return None
    link = "".join(doc[i].text for i in range(words[-1] + 1, stretch.start + 1))
    colon, comma = ":" in link, "," in link
    if doc[words[0]].lower_ == "according" and len(words) > 2 and (colon or comma):
        return _according(doc, [doc[i] for i in words], (head[0], words[-1] + 1))._replace(frame="before")
    opened = doc[words[-1]].lower_ == "that" and doc[words[-1]].tag_ == "IN"
    for i in reversed(words):
        token = doc[i]
        if lemma(token) in speech() and _finite(token) and token.dep_ not in ("relcl",):
            if colon or comma or opened or i == words[-1]:
                return Found(i, _source(doc, token, head), "before", 0.95 if colon else 0.9)
            return None
    return _colon(doc, words, head) if colon else None


def _colon(doc: Doc, words: list[int], head: Range) -> Found | None:
    """Take the subject of the words before a colon, or the label that they are, as the source.

    handles: Ann Lowe was blunt: “We are late.” And from Ann Lowe, who voted no: “We are late.”
    not: “Mind the gap”: a sign
    """
    verbs = [doc[i] for i in words if doc[i].pos_ in ("VERB", "AUX") and doc[i].dep_ in ("ROOT", "conj", "ccomp")]
    noun = source_of(verbs[0]) if verbs else None
    cue = words[-1] + 1
    if verbs and noun is not None and head[0] <= noun.i < head[1]:
        return Found(cue, mention(noun), "colon", 0.6)
    if not verbs or "from" in (doc[words[0]].lower_, doc[words[min(1, len(words) - 1)]].lower_):
        named = next((doc[i] for i in words if doc[i].pos_ in ("PROPN", "NOUN")), None)
        desk = [i + 2 for i in words[:4] if doc[i].lower_ in ("desk", "office") and doc[i + 1].lower_ == "of"]
        first = next(
            (i for i in words if doc[i].pos_ not in ("CCONJ", "ADP", "ADV") and i >= max(desk, default=0)), None
        )
        if named is not None and first is not None:
            return Found(cue, trim((first, head[1]), doc), "colon", 0.6)
    return None


def _finite(token: Token) -> bool:
    if token.pos_ not in ("VERB", "AUX"):
        return False
    return token.tag_ in ("VBD", "VBZ", "VBP", "VBN", "VBG") or any(
        c.dep_ == "aux" and c.lower_ != "to" for c in token.children
    )


def _source(doc: Doc, verb: Token, frame: Range) -> Range | None:
    """Return the mention that is the subject of `verb` inside `frame`, by the parse or else by position."""
    noun = source_of(verb)
    outside = set(range(verb.i, verb.i + 1))
    if noun is not None and frame[0] <= noun.i < frame[1]:
        if noun.i > verb.i:
            return _inverted(doc, verb, noun, frame)
        found = mention(noun, without=outside)
        return _clipped(found, frame, doc) if found else None
    before = [i for i in range(frame[0], verb.i) if doc[i].pos_ in ("NOUN", "PROPN", "PRON")]
    after = [i for i in range(verb.i + 1, frame[1]) if doc[i].pos_ in ("NOUN", "PROPN", "PRON")]
    if before:
        return trim((frame[0], verb.i), doc)
    if after and after[0] - verb.i <= 4:
        return _inverted(doc, verb, doc[after[0]], frame)
    return None


def _inverted(doc: Doc, verb: Token, noun: Token, frame: Range) -> Range | None:
    """Return the source behind its verb: all up to the first adjunct of the verb.

    handles: said Ann Lowe, who runs the line, on Monday / not: said in a statement on Monday
    """
    whole = mention(noun, without={verb.i})
    adjuncts = [child.left_edge.i for child in verb.children if child.i > noun.i and child.dep_ in _ADJUNCTS]
    end = min([i for i in adjuncts if i > noun.i] + [frame[1]])
    end = max(end, whole[1]) if whole else end
    return trim((verb.i + 1, min(end, frame[1])), doc)


def _clipped(span: Range, frame: Range, doc: Doc) -> Range | None:
    return trim((max(span[0], frame[0]), min(span[1], frame[1])), doc)


def _continues(doc: Doc, held: Candidate, stretch: Stretch) -> bool:
    """Tell whether a quotation goes on with the one before it.

    handles: “We are late,” she said. “We will stay late.” / not: “We are late,” she said. He laughed. “You always are.”
    """
    between = stretch.left
    if stretch.opens or not 0 <= between[0] - held.content[-1][1] <= 2 or held.frame == "dash":
        return False
    own = _after(doc, stretch)
    if own is not None and own.cue != held.cue:
        return False
    if empty(doc, between):
        return held.frame != "alone"
    if not between[0] <= held.cue < between[1]:
        return False
    if any(
        lemma(doc[i]) in speech() and _finite(doc[i]) and doc[i].dep_ != "relcl"
        for i in range(held.cue + 1, between[1])
    ):
        return False
    narration = first_sentence(doc, between)[1], between[1]
    return empty(doc, last_sentence(doc, narration)) and _same_subject(doc, narration, held.source)


def _same_subject(doc: Doc, narration: Range, source: Range | None) -> bool:
    """Tell whether the sentences between two quotations have nobody but the speaker for their subject."""
    known = {doc[i].lower_ for i in range(*source)} if source else set()
    subjects = [doc[i] for i in range(*narration) if doc[i].dep_ in ("nsubj", "nsubjpass")]
    return all(token.tag_ == "PRP" or token.lower_ in known for token in subjects)


def _stands_alone(doc: Doc, stretch: Stretch) -> bool:
    """Tell whether a quotation without a cue is speech: whole sentences, with nothing of the writer's in them.

    handles: She shook her head. “It was never going to last.” / not: He is known as “the Admiral”.
    """
    first, last = doc[stretch.parts[0][0]], doc[stretch.parts[-1][1] - 1]
    words = [doc[i] for part in stretch.parts for i in range(*part)]
    whole = first.text[:1].isupper() and last.text in {".", "!", "?", "…"}
    opens = empty(doc, last_sentence(doc, stretch.left))
    return whole and opens and any(token.pos_ in ("VERB", "AUX") for token in words)
