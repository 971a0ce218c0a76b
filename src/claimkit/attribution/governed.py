"""Find attributions that a word governs: "said that …", "criticism of …", "is confident that …", "according to …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.attribution import cues
from claimkit.attribution.candidates import Candidate, light, ranges, subtree
from claimkit.attribution.frames import frames
from claimkit.attribution.sources import mention, source_of
from claimkit.attribution.times import are_time, names_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

_SELF = frozenset({"i", "we", "you"})
_THINGS = frozenset({"obj", "of", "about", "for", "on", "against", "to", "with"})
_SURE = 0.5
"""Share above which a cue that names nobody is kept: "is expected to", "was criticized for"."""
_GOVERNING = frozenset({"VERB", "AUX", "ADJ", "NOUN", "PROPN"})
_NOBODY = frozenset({"nobody", "none", "nothing"})
_DUTY = frozenset({"should", "must", "ought", "let"})
_ASKING = frozenset({"WP", "WRB", "WDT"})
_CONTENTFUL = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV", "AUX"})


def share(word: str, frame: str) -> float:
    """Return how surely `word` in `frame` attributes its content, in [0, 1]; 0 where no list has it."""
    return cues.shares(frame).get(word, 0.0)


def governed(doc: Doc) -> Iterator[Candidate]:
    """Yield for each word the attribution of its likeliest frame, in the order of the text."""
    for token in doc:
        if token.lower_ == "according":
            yield from _according(token)
        elif token.lower_ in cues.words("views") and token.head.lower_ in ("in", "by", "to"):
            yield from _viewed(token)
        elif token.pos_ in _GOVERNING and cues.word(token) in cues.known():
            best = max(_candidates(token), key=lambda c: c.confidence, default=None)
            if best is not None and (best.source is not None or _stands_without_source(token, best)):
                yield best


def _stands_without_source(token: Token, candidate: Candidate) -> bool:
    """Tell whether a cue that names nobody still reports something.

    handles: "It is expected to open in May." / not: "It is hard to tell what it costs." (nobody tells)
    """
    return token.tag_ != "VB" and (candidate.frame.endswith("clause") or candidate.confidence >= _SURE)


def _candidates(token: Token) -> Iterator[Candidate]:
    word = cues.word(token)
    if _hypothetical(token):
        return
    for frame, content in frames(token):
        confidence = _preferred(word, frame)
        if confidence > 0 and _gives_nothing(token, frame):
            continue
        if confidence > 0 and _says_something(token.doc, frame, content):
            yield candidate_for(token, frame, content, confidence)


def _preferred(word: str, frame: str) -> float:
    """Return the share of the frame, of the wider one where only its content without the person addressed is wanted.

    handles: "urged the mayor to resign" (to resign), "called it a fraud" (a fraud) / not: "expects the mayor to
    resign" (all)
    """
    if frame == "obj+inf" and word in cues.words("address"):
        return 0.0
    if frame == "obj>inf" and word in cues.words("address"):
        return max(share(word, "obj>inf"), share(word, "obj+inf"))
    for wide, narrow in (
        ("small", "small>name"),
        ("obj+name", "obj>name"),
        ("obj+as", "obj>as"),
        ("pass+as", "pass:as"),
    ):
        if frame == wide and word in cues.words("naming"):
            return 0.0
        if frame == narrow:
            return max(share(word, wide), share(word, narrow)) if word in cues.words("naming") else share(word, narrow)
    return share(word, frame)


def _hypothetical(token: Token) -> bool:
    """Tell whether nothing is said: a command, advice, a clause after "whether".

    handles: "Consider the cost." "They should accept that it failed." / not: "He said the cost was high."
    """
    if any(aux.dep_ == "aux" and aux.lower_ in _DUTY for aux in token.children):
        return True
    if token.i and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        return True  # "so-called"
    if any(mark.dep_ == "mark" and mark.lower_ == "whether" for mark in token.children):
        return True
    bare = token.tag_ == "VB" and token.dep_ == "ROOT"
    return bare and not any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in token.children)


def _gives_nothing(token: Token, frame: str) -> bool:
    """Tell whether a negated cue leaves nothing as said.

    handles: "She has not answered it.", "made no mention of it", "declined to comment"
    not: "She did not say that it was over."
    """
    if frame.startswith("noun:"):
        return any(child.lower_ == "no" for child in token.children)
    if frame == "inf" and cues.lemma(token) in ("decline", "refuse"):
        return any(cues.lemma(child) in cues.words("telling") for child in token.children if child.dep_ == "xcomp")
    negated = any(child.dep_ == "neg" for child in token.children)
    return negated and not frame.endswith("clause") and cues.lemma(token) in cues.words("telling")


def _says_something(doc: Doc, frame: str, content: set[int]) -> bool:
    """Tell whether the content has words of its own.

    handles: "Ann blamed him.", "put the cost at 4 million" / not: "It was approved." (a pronoun that a passive verb
    has for its subject), "pushed for months" (a time), "put lives at risk"
    """
    words = [doc[i] for i in content if doc[i].pos_ in _CONTENTFUL and doc[i].tag_ not in _ASKING]
    if frame == "obj+at":
        return any(token.like_num for token in words)
    if words:
        return not are_time(words)
    return not frame.startswith("pass") and any(
        doc[i].tag_ == "PRP" and doc[i].lower_ != "it" and not doc[i].lower_.endswith(("self", "selves"))
        for i in content
    )


def candidate_for(token: Token, frame: str, content: set[int], confidence: float) -> Candidate:
    """Return the attribution that `token` in `frame` makes of `content`."""
    doc = token.doc
    content = _unbroken(doc, content - comments(doc, frame, content))
    if frame in _THINGS and content:
        content |= _trailing(token, content)
    noun = source_of(token)
    source = None
    if noun is not None and noun.i not in content:
        own = subtree(token)
        source = mention(noun, without=content | ({token.i} if noun.i in own else own))
    cue = cues.cue_range(token)
    return Candidate(token.i, frame, cue, source, ranges(content - set(range(*cue)), doc), confidence)


def _unbroken(doc: Doc, content: set[int]) -> set[int]:
    """Go on to the end of the sentence where the parse breaks off in the midst of a phrase.

    handles: "said it takes not only time but also | a chain of hands" / not: "said it opened on Monday"
    """
    last = max((i for i in content if not light(doc[i])), default=-1)
    if last < 0 or last + 1 >= len(doc) or not _leans_on(doc[last]):
        return content
    end = doc[last].sent.end
    return content | set(range(last + 1, end))


def _leans_on(token: Token) -> bool:
    also = token.lower_ == "also" and token.i > 0 and token.nbor(-1).lower_ == "but"
    return also or token.pos_ == "CCONJ"


def _trailing(verb: Token, content: set[int]) -> set[int]:
    """Return the prepositional phrases right behind the content that the parse has hung on the verb.

    handles: "praised the plan for a tunnel" / not: "praised the plan on Monday", "praised the plan, with a smile"
    """
    out: set[int] = set()
    end = max(content)
    for child in verb.children:
        if child.dep_ in ("prep",) and child.left_edge.i == end + 1:
            if any(names_time(t) for t in child.subtree):
                break
            out |= subtree(child)
            end = child.right_edge.i
    return out


def comments(doc: Doc, frame: str, content: set[int]) -> set[int]:
    """Return what hangs on the content but is not part of it.

    handles: "He said it fell, citing the report" (another cue of his), "praised the bridge, which opened in May" (the
    writer's comment) / not: "He said it fell, killing two."
    """
    out: set[int] = set()
    for i in content:
        token = doc[i]
        if token.dep_ not in ("advcl", "relcl") or i in out:
            continue
        edge = token.left_edge.i
        after_comma = edge > 0 and doc[edge - 1].text == ","
        own = token.dep_ == "advcl" and token.tag_ == "VBG" and cues.lemma(token) in cues.speech()
        aside = token.dep_ == "relcl" and (not frame.endswith("clause") or _reports(token)) and frame != "paren"
        if after_comma and (own or aside):
            out |= subtree(token)
    return out if len(out) < len(content) / 1.2 else set()


def _reports(clause: Token) -> bool:
    return any(child.dep_ == "ccomp" for child in clause.children) and cues.lemma(clause) in cues.speech()


def is_nobody(doc: Doc, source: tuple[int, int] | None) -> bool:
    """handles: "Nobody knows how it began.", "This would assure us that …" / not: "Nobody's friend, he says, is …"."""
    if source is None:
        return False
    first, size = doc[source[0]].lower_, source[1] - source[0]
    return (size <= 2 and first in _NOBODY) or (size == 1 and first in {"this", "that"})


def is_own(doc: Doc, source: tuple[int, int] | None) -> bool:
    """Tell whether the source is the speaking self: the writer outside quotations, the quoted inside them."""
    return source is not None and source[1] - source[0] == 1 and doc[source[0]].lower_ in _SELF


def reports(doc: Doc, cue: tuple[int, int], source: tuple[int, int] | None) -> bool:
    """Tell whether a cue, found by whatever means, gives somebody else's words.

    handles: "The union will strike, it said." / not: "I think it will.", "Nobody said so.", "It should admit it.",
    "The board made no mention of it.", "She asked not to be named.", "It appears to be over." (so the writer thinks)
    """
    if is_own(doc, source) or is_nobody(doc, source):
        return False
    words = [token for token in doc[slice(*cue)] if token.pos_ in _GOVERNING]
    if source is None and any(cues.lemma(token) in cues.words("impression") for token in words):
        return False
    return not any(_hypothetical(token) or _silent(token) or _hides(token) for token in words)


def _silent(token: Token) -> bool:
    return _gives_nothing(token, "noun:of" if token.pos_ == "NOUN" else "obj")


def _hides(token: Token) -> bool:
    """handles: "who asked not to be named" / not: "who asked not to be moved" """
    below = [child for child in token.children if child.dep_ == "xcomp" and cues.lemma(child) in cues.words("naming")]
    return any(child.dep_ == "neg" for each in below for child in (*each.children, *token.children))


def _according(token: Token) -> Iterator[Candidate]:
    """Take the clause as the content and what follows "to" as the source.

    handles: "The toll rose, according to the coroner." / not: "They were paid according to their age."
    """
    doc = token.doc
    owners = [
        noun for prep in (token, *token.children) for noun in prep.children if noun.dep_ == "pobj" and noun.i > token.i
    ]
    if not owners or cues.lemma(owners[0]) in cues.words("measures"):
        return
    head = token.head
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    phrase = subtree(token)
    clause = subtree(head)
    content = {i for i in clause - phrase if not _stray(doc[i], head)}
    confidence = cues.shares("according").get("to", 0.9)
    source = mention(owners[0])
    yield Candidate(token.i, "according", cues.cue_range(token), source, ranges(content, doc), confidence)


def _viewed(noun: Token) -> Iterator[Candidate]:
    """Take the clause beside "in X's view" as X's.

    handles: "In Ray's view, the sale was wrong." / not: "In Ray's view of the bay a mast stands out."
    """
    prep, doc = noun.head, noun.doc
    owners = [child for child in noun.children if child.dep_ == "poss"]
    owners += [owner for of in noun.children if of.lower_ == "of" and noun.lower_ == "words" for owner in of.children]
    head = prep.head
    if not owners or head.pos_ not in ("VERB", "AUX") or (owners[0].dep_ == "poss" and noun.right_edge.i > noun.i):
        return
    phrase = subtree(prep)
    cue = (noun.i, noun.i + 1) if owners[0].dep_ == "poss" else (prep.i, owners[0].left_edge.i)
    content = {i for i in subtree(head) - phrase if not _stray(doc[i], head)}
    yield Candidate(noun.i, "according", cue, mention(owners[0]), ranges(content, doc), 0.7)


def _stray(token: Token, head: Token) -> bool:
    """Tell whether `token` is a conjunction that opens the clause."""
    return token.dep_ in ("cc", "punct") and token.head.i == head.i and token.i < head.left_edge.i + 1
