"""List the ways in which a word can govern what is attributed: the frames of verbs, adjectives and nouns.

A frame is named by what holds the content: "clause", "inf", "obj", "obj+inf", "obj+as", "about", … for verbs; "adj:…"
and "noun:…" for adjectives and nouns; "pass:…" where the content is the subject of a passive verb. The word list says
which word takes which frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.attribution.candidates import subtree
from claimkit.attribution.sources import children, is_passive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

Frame = tuple[str, set[int]]

_SETTING_OFF = frozenset({",", "-", "--", "—", "–"})
_LONGEST_ASIDE = 30
_CLAUSE = ("ccomp",)
_OBJECT = ("dobj",)


def frames(token: Token) -> Iterator[Frame]:
    """Yield each frame that `token` stands in, with the token indices of its content."""
    if token.pos_ in ("VERB", "AUX"):
        yield from _passive_frames(token) if is_passive(token) else _verb_frames(token)
    elif token.pos_ == "ADJ":
        yield from (("adj:" + name, content) for name, content in _complements(token))
    elif token.pos_ in ("NOUN", "PROPN"):
        yield from (("noun:" + name, content) for name, content in _noun_complements(token))


def _verb_frames(verb: Token) -> Iterator[Frame]:
    objects = children(verb, *_OBJECT)
    clauses = children(verb, *_CLAUSE)
    behind = [clause for clause in clauses if clause.i > verb.i]
    interrupted = set() if behind else _interrupted(verb)
    if interrupted:
        yield "paren", interrupted
    for clause in behind or [clause for clause in clauses if not interrupted and not _apart(verb)]:
        yield from _clausal(verb, clause)
    yield from (("for", found) for found in _wished(verb))
    if not clauses and (strayed := _strayed_clause(verb)) is not None:
        yield "clause", subtree(strayed)
    for noun in objects:
        yield from _object_frames(verb, noun)
    yield from _complements(verb, skip_clauses=True, after_object=bool(objects))


def _wished(verb: Token) -> Iterator[set[int]]:
    """Yield what is called for with a subject of its own, without "for".

    handles: "The guild called for the route to be shut." / not: "He waited for the ferry."
    """
    for clause in children(verb, "advcl", "ccomp", "xcomp"):
        fors = [mark.i for mark in children(clause, "mark") if mark.lower_ == "for" and mark.i > verb.i]
        if fors:
            yield subtree(clause) - set(fors)


def _apart(verb: Token) -> bool:
    """Tell whether a semicolon stands before the verb's subject.

    handles: "The board denies it; its staff found so too." / not: "The board is late, its staff found."
    """
    nouns = children(verb, "nsubj", "nsubjpass")
    edge = min([noun.left_edge.i for noun in nouns] + [verb.i])
    return edge > 0 and verb.doc[edge - 1].text in {";", ":"}


def _clausal(verb: Token, clause: Token) -> Iterator[Frame]:
    name = _clause_frame(clause)
    content = subtree(clause) - ({verb.i} | _own(verb, clause)) - _shared(verb, clause)
    yield name, content
    if name in ("obj+inf", "small"):
        whom = children(clause, "nsubj", "nsubjpass", "expl", "csubj")[0]
        yield name.replace("+", ">") if name == "obj+inf" else "small>name", content - subtree(whom)


def _strayed_clause(verb: Token) -> Token | None:
    """Return a that-clause that the parse has hung on another word of the verb's.

    handles: "She assured the voters of Holm that no tax would rise." / not: "She met the voters that had written."
    """
    hosts = [verb]
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("dobj", "prep", "dative", "npadvmod"):
            hosts += [token for token in child.subtree if token.pos_ in ("NOUN", "PROPN")]
    for host in hosts:
        for clause in children(host, "relcl", "acl", "advcl"):
            marks = children(clause, "mark")
            subjects = [
                child for child in children(clause, "nsubj", "nsubjpass", "csubj", "expl") if child.lower_ != "that"
            ]
            if clause.i > verb.i and subjects and any(mark.lower_ in ("that", "whether") for mark in marks):
                return clause
    return None


def _shared(verb: Token, clause: Token) -> set[int]:
    """Return what the parse has hung on `clause` though it is coordinated with `verb`.

    handles: "She accepts that it rained but doubts that it flooded." / not: "She says it rained and flooded."
    """
    out: set[int] = set()
    for other in children(clause, "conj"):
        own = children(other, "nsubj", "nsubjpass", "csubj", "expl")
        if not own and other.tag_ == verb.tag_ and other.tag_ != clause.tag_ and children(other, "ccomp"):
            out |= subtree(other) | {child.i for child in children(clause, "cc") if child.i < other.i}
    return out


def _clause_frame(clause: Token) -> str:
    """Tell a clause from an infinitive with its own subject and from a naming complement.

    "clause": "said the dam held" / "obj+inf": "urged the mayor to act" / "small": "called the plan a fraud"
    """
    subjects = children(clause, "nsubj", "nsubjpass", "expl", "csubj")
    if any(aux.lower_ == "to" for aux in children(clause, "aux")):
        return "obj+inf" if subjects else "inf"
    if clause.pos_ in ("NOUN", "PROPN", "ADJ") and subjects and not children(clause, "cop", "aux", "mark"):
        return "small"
    if clause.tag_ == "VBG":
        return "ing" if not children(clause, "aux") else "clause"
    return "clause"


def _own(verb: Token, clause: Token) -> set[int]:
    """Return what of `clause`'s stretch belongs to the reporting verb itself (an interrupted sentence)."""
    return set() if verb.i not in subtree(clause) else subtree(verb) - subtree(clause)


def _interrupted(verb: Token) -> set[int]:
    """Return the sentence that a subject and its verb interrupt between commas.

    handles: "The vote, she told the hall, was close." / not: "The vote was close: Ray said he lost."
    """
    doc = verb.doc
    nouns = [noun for noun in children(verb, "nsubj") if noun.i < verb.i]
    start = nouns[-1].left_edge.i if nouns else 0
    if not start or doc[start - 1].text not in _SETTING_OFF:
        return set()
    sent = verb.sent
    end = max([verb.i, *(noun.right_edge.i for noun in children(verb, "dobj", "advmod") if noun.i > verb.i)])
    before = doc[start - 1].text if start > sent.start else ""
    after = doc[end + 1].text if end + 1 < sent.end else "."
    closed = after in _SETTING_OFF or (after in {".", "?", "!"} and before in _SETTING_OFF)
    if before not in _SETTING_OFF or not closed or verb.i - start > _LONGEST_ASIDE:
        return set()
    content = {i for i in range(sent.start, sent.end) if not start <= i <= end}
    return content if any(doc[i].pos_ in ("VERB", "AUX") for i in content) else set()


def _object_frames(verb: Token, noun: Token) -> Iterator[Frame]:
    content = subtree(noun)
    yield "obj", content
    for clause in children(verb, "xcomp", "advcl", "ccomp"):
        if clause.i > noun.i and any(aux.lower_ == "to" for aux in children(clause, "aux")):
            yield "obj+inf", content | subtree(clause)
            yield "obj>inf", subtree(clause)
    for complement in children(verb, "oprd"):
        yield "obj+name", content | subtree(complement)
        yield "obj>name", subtree(complement)
    for prep in children(verb, "prep", "dative", "prt"):
        if prep.i > noun.i and prep.pos_ in ("ADP", "SCONJ"):
            yield f"obj+{prep.lower_}", content | subtree(prep)
            yield f"obj>{prep.lower_}", subtree(prep) - {prep.i}


def _complements(word: Token, *, skip_clauses: bool = False, after_object: bool = False) -> Iterator[Frame]:
    if not skip_clauses:
        for clause in children(word, "ccomp"):
            yield _clause_frame(clause), subtree(clause)
    for clause in children(word, "xcomp"):
        if not after_object:
            yield ("inf" if any(aux.lower_ == "to" for aux in children(clause, "aux")) else "bare"), subtree(clause)
    for attribute in children(word, "oprd") if not after_object else []:
        yield "name", subtree(attribute)
    for prep in children(word, "prep"):
        if not after_object and prep.pos_ in ("ADP", "SCONJ"):
            yield prep.lower_, subtree(prep) - {prep.i}


def _passive_frames(verb: Token) -> Iterator[Frame]:
    subjects = children(verb, "nsubjpass")
    content: set[int] = set().union(*(subtree(subject) for subject in subjects))
    yield "pass:obj", content
    for complement in children(verb, "oprd") if children(verb, "agent") else []:
        yield "pass:name", subtree(complement)
    for name, rest in _complements(verb):
        yield f"pass:{name}", rest
        yield f"pass+{name}", content | rest


def _noun_complements(noun: Token) -> Iterator[Frame]:
    for clause in children(noun, "acl", "ccomp", "relcl"):
        infinitive = any(aux.lower_ == "to" for aux in children(clause, "aux"))
        if clause.dep_ == "acl" and infinitive:
            yield "inf", subtree(clause)
        elif any(mark.lower_ == "that" for mark in children(clause, "mark")) or clause.dep_ == "ccomp":
            yield "clause", subtree(clause)
    for prep in children(noun, "prep"):
        if prep.lower_ not in ("by", "from"):
            yield prep.lower_, subtree(prep) - {prep.i}
