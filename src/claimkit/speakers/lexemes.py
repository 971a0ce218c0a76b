"""Ask the word lists about single words: offices, courtesy titles, given names, words of bodies."""

from __future__ import annotations

from claimkit.lexicon import entries, words


def fold(word: str) -> str:
    """Return `word` in lower case without dots.

    >>> fold("Sen.")
    'sen'
    """
    return word.casefold().replace(".", "")


def expand(word: str) -> str:
    """Return the office that a folded title stands for.

    >>> expand("cllr")
    'councillor'
    """
    return str(entries("titles")["abbreviations"].get(word, word))


def is_office(word: str) -> bool:
    """Tell whether a folded word names an office, post or trade."""
    titles = words("titles")
    return (
        word in titles["offices"]
        or expand(word) in titles["offices"]
        or word.removesuffix("-elect") in titles["offices"]
    )


def is_courtesy(word: str) -> bool:
    """Tell whether a folded word is a courtesy title, which is no role."""
    titles = words("titles")
    return word in titles["male"] or word in titles["female"] or word in titles["neutral"]


def is_body_word(word: str) -> bool:
    """Tell whether a folded word inside a name makes it the name of a body."""
    return word in words("people")["organization_words"]


def is_given(word: str) -> bool:
    """Tell whether a folded word is a given name."""
    return word in words("people")["female_names"] or word in words("people")["male_names"]
