"""The tables say what the attribute ruler says."""

from __future__ import annotations

import spacy

from claimkit.parsing import DEFAULT_PIPELINES, load
from claimkit.tagset import tables

TEXT = (
    "“I’m not gonna say that it’s over,” said Ada Brook, who’s run the board since May. There are two gates. Avoid "
    "them! She had it mended, and she did not do so herself; y’all can't see 'em. Nobody was goin' there.\n\nLet's "
    "go, ol' pal. To be or not to be: that's been asked. You like me, and I'd rather not. Democratic crises discuss "
    "analyses yesterday."
)


def test_parts_of_speech_and_lemmas_are_those_of_the_ruler():
    name = next(name for name in DEFAULT_PIPELINES if spacy.util.is_package(name))
    whole = spacy.load(name, exclude=["ner"])
    mine, theirs = load()(TEXT), whole(TEXT)
    assert "attribute_ruler" in whole.pipe_names

    def told(doc):
        return [(token.text, token.pos_, token.lemma_, str(token.morph), token.dep_) for token in doc]

    assert told(mine) == told(theirs)


def test_what_no_table_can_say_is_left_to_the_ruler():
    looked_up = {"patterns": [[{"TAG": {"IN": ["VB", "VBP"]}, "LOWER": "be"}]], "attrs": {"POS": "AUX"}, "index": 0}
    left = [
        {"patterns": [[{"LOWER": "gon"}, {"LOWER": "na"}]], "attrs": {"LEMMA": "go"}, "index": 0},
        {"patterns": [[{"DEP": "nsubj", "LOWER": "i"}]], "attrs": {"MORPH": "Case=Nom"}, "index": 0},
        {"patterns": [[{"LOWER": {"REGEX": "^n.thin$"}}]], "attrs": {"LEMMA": "nothing"}, "index": 0},
    ]
    made, rest = tables([looked_up, *left])
    assert rest == left
    assert made.by_both == {("be", "VB"): {"POS": "AUX"}, ("be", "VBP"): {"POS": "AUX"}}
