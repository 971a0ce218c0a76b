"""Judge how the holder of a claim stands to it: polarity, certainty and attitude, with the words that decide.

What the cue of a quote implies ("denied", "fears") is joined to what the claim's own words say. Certainty follows
FactBank (Saurí and Pustejovsky 2009); polarity through complements follows the implicative signatures of Karttunen
(1971, 2012).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimkit.findings import Stance
from claimkit.lexicon import words
from claimkit.models import Attitude, Certainty, Form, Polarity
from claimkit.stance.attitude import Verdict, lean, target_of, verdicts_of
from claimkit.stance.certainty import Sign, signs_of, weakest
from claimkit.stance.clause import Clause, clause_at, main_words, token_range
from claimkit.stance.effects import cue_effects
from claimkit.stance.judged import attitude_of, factuality_of, sentence_of
from claimkit.stance.polarity import is_negative

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from claimkit.findings import Attribution, Judgements, Proposition
    from claimkit.models import Offsets

__all__ = ["assess"]


class _Cue(NamedTuple):
    """What the cue of a quote implies for the claims in it, and the words that say so."""

    flips: bool = False
    certainty: Certainty = Certainty.CERTAIN
    attitude: Attitude = Attitude.NEUTRAL
    tokens: tuple[Token, ...] = ()


def assess(
    doc: Doc, proposition: Proposition, *, attribution: Attribution | None, judgements: Judgements | None = None
) -> Stance:
    """Judge the stance of a claim's holder; `attribution` is the quote that the claim lies in, None for the author's.

    `judgements` are the tagger's, None where it was not asked.

    >>> from claimkit.findings import Proposition
    >>> from claimkit.parsing import load
    >>> stance = assess(load()("The ferry may not sail."), Proposition(0, 22, None), attribution=None)
    >>> stance.polarity.value, stance.certainty.value, stance.cues
    ('negative', 'possible', ((10, 13), (14, 17)))

    Offsets are code points, half-open; `cues` are in order of the text.
    """
    clause = clause_at(doc, proposition.start, proposition.end)
    if clause is None:
        return Stance(Polarity.POSITIVE, Certainty.CERTAIN, Attitude.NEUTRAL)
    cue = _implied(doc, clause, attribution)
    negative, negators = is_negative(clause)
    signs = [*signs_of(clause), *(Sign(cue.certainty, token) for token in cue.tokens[-1:])]
    if cue.certainty is Certainty.PROBABLE:
        # handles: They think it will close if trade falls (probable). / not: It will close if trade falls (possible).
        signs = [sign for sign in signs if sign.token.lower_ not in words("stance")["conditionals"]]
    verdicts = verdicts_of(clause)
    certainty = weakest(signs)
    attitude = _attitude(proposition, cue, lean(verdicts), clause)
    if judgements is not None:
        attitude = attitude_of(judgements, clause, attitude)
    deciding = [*negators, *(sign.token for sign in signs), *cue.tokens, *_degrees(clause)]
    if attitude is not Attitude.NEUTRAL:
        deciding += [verdict.token for verdict in verdicts]
    return Stance(
        polarity=Polarity.NEGATIVE if negative != cue.flips else Polarity.POSITIVE,
        certainty=certainty,
        attitude=attitude,
        cues=tuple(sorted({(token.idx, token.idx + len(token)) for token in deciding})),
        target=_target(proposition, clause, verdicts),
        **_judged(clause, judgements),
    )


def _judged(clause: Clause, judgements: Judgements | None) -> dict[str, float | None]:
    if judgements is None:
        return {}
    found = sentence_of(judgements, clause.core)
    return {
        "factuality": factuality_of(judgements, clause.core),
        "subjectivity": found.subjective if found is not None else None,
        "check_worthiness": found.checkable if found is not None else None,
    }


def _implied(doc: Doc, clause: Clause, attribution: Attribution | None) -> _Cue:
    if attribution is None or attribution.cue is None:
        return _Cue()
    start, end = token_range(doc, *attribution.cue)
    # handles: The mayor was not convinced: [the bank had slipped]. / not: The mayor denied [that the bank had slipped].
    if any(token.text == ":" for token in doc[max(end - 1, start) : end + 1]) and end <= clause.start:
        return _Cue()
    negators = _negators_of_cue(doc, start, end)
    is_open = doc[clause.start].lower_ in words("stance")["asking_words"]
    flips, certainty, attitude, tokens = False, Certainty.CERTAIN, Attitude.NEUTRAL, list(negators)
    for token, effect in cue_effects(doc, start, end):
        if effect.open_only and not is_open:
            continue
        attitude = attitude if effect.attitude is Attitude.NEUTRAL else effect.attitude
        flips |= effect.negated_flip if len(negators) % 2 else effect.flip
        certainty = effect.negated if len(negators) % 2 else effect.certainty
        if flips or certainty is not Certainty.CERTAIN or attitude is not Attitude.NEUTRAL:
            tokens.append(token)
        if effect.open_only:
            break
    condition = _condition_of_cue(doc, start, end)
    if condition is not None:
        certainty, tokens = Certainty.UNKNOWN, [*tokens, condition]
    return _Cue(flips and not is_open, certainty, attitude, tuple(dict.fromkeys(tokens)))


def _condition_of_cue(doc: Doc, start: int, end: int) -> Token | None:
    # handles: If she thinks [it right], she will. / not: She thinks [it right] if it rains.
    conditionals = words("stance")["conditionals"]
    marks = (c for verb in doc[start:end] if verb.pos_ in {"VERB", "AUX"} for c in verb.children if c.dep_ == "mark")
    return next((mark for mark in marks if mark.lower_ in conditionals and mark.i < start), None)


def _negators_of_cue(doc: Doc, start: int, end: int) -> tuple[Token, ...]:
    """Return the words that negate the verb of saying, whether or not the cue's span holds them."""
    # handles: She did not rule out a strike. / not: She denied that it would not happen.
    listed = words("stance")["negative_adverbs"]
    found = [token for token in doc[start:end] if token.lower_ in listed]
    verbs = [token for token in doc[start:end] if token.pos_ in {"VERB", "AUX"}]
    found += [c for verb in verbs for c in verb.children if c.dep_ == "neg" and start - 3 <= c.i < end]
    return tuple(dict.fromkeys(found))


def _attitude(proposition: Proposition, cue: _Cue, own: Attitude, clause: Clause) -> Attitude:
    # handles: They welcomed the cuts (favourable). / not: They said they welcomed nothing (what the words say).
    if proposition.form is Form.ATTITUDE and cue.attitude is not Attitude.NEUTRAL:
        return cue.attitude
    # handles: She denied that the wall had failed: no evaluation of her own. / not: She said the wall had failed.
    if cue.flips:
        return Attitude.NEUTRAL
    if own is not Attitude.NEUTRAL:
        return own
    if cue.attitude is not Attitude.NEUTRAL:
        return cue.attitude
    # handles: The fee ought to go: a wish is a favourable view of what is wished. / not: The fee went.
    duties = words("stance")["duties"]
    wishes = any(token.lower_ in duties for token in (clause.core, clause.core.head, *clause.core.children))
    return Attitude.FAVOURABLE if wishes else Attitude.NEUTRAL


def _degrees(clause: Clause) -> list[Token]:
    listed = words("stance")
    shown = listed["degrees"] | listed["boosters"]
    if clause.lacks(shown):
        return []
    return [token for token in main_words(clause, clause.core) if token.lower_ in shown and token.pos_ == "ADV"]


def _target(proposition: Proposition, clause: Clause, verdicts: list[Verdict]) -> Offsets | None:
    target = target_of(clause, verdicts)
    if target is None and proposition.form is Form.ATTITUDE:
        last = clause.doc[clause.end - 1]
        return clause.doc[clause.start].idx, last.idx + len(last)
    return target
