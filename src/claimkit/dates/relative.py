"""Times told from the day of publication: "yesterday", "on Monday", "last week"."""

from __future__ import annotations

from claimkit.dates import edtf
from claimkit.dates.atoms import shift_at, weekday_at
from claimkit.dates.edtf import Pick
from claimkit.dates.phrase import Phrase
from claimkit.dates.words import Words, after, listed, low, names, table

_STEPS = {-1: Pick.LAST, 1: Pick.NEXT}


def deictic(words: Words, i: int) -> Phrase | None:
    """Read a day told from today.

    handles: "yesterday", "tomorrow morning", "tonight", "this morning" / not: "one evening", "Harbour Today"
    """
    if low(words, i) == "overnight":
        return _overnight(words, i)
    step = table("days_from_today").get(low(words, i))
    if step is not None:
        end = after(words, i + 1, *listed("day_parts"))
    elif low(words, i + 1) in listed("day_parts") and low(words, i) in ("this", "last"):
        step, end = (0 if low(words, i) == "this" else -1), i + 2
    else:
        return None
    if _titled(words, i) or (low(words, i) == "today" and _nowadays(words, i)):
        return None
    return Phrase(end, None, lambda now: edtf.period(now.today, "day", step=step))


def _nowadays(words: Words, i: int) -> bool:
    """Tell whether "today" is the present age.

    handles: "as true today as ever", "Today many own one" / not: "as of today", "met today"
    """
    if low(words, i + 1) in ("as", "than") or low(words, i - 1) in ("than", "still"):
        return True
    verb = words[i].token.head
    if verb.tag_ not in ("VBP", "VBZ"):
        return False
    return verb.lemma_.lower() in listed("lasting") or any(child.lower_ == "still" for child in verb.lefts)


def _overnight(words: Words, i: int) -> Phrase | None:
    """handles: "Snow fell overnight" / not: "an overnight train", "became famous overnight on Monday"."""
    if words[i].token.dep_ not in ("advmod", "npadvmod") or words[i].token.head.pos_ not in ("VERB", "AUX"):
        return None
    return Phrase(i + 1, None, lambda now: edtf.interval(edtf.moved(now.today, -1), now.today))


def _titled(words: Words, i: int) -> bool:
    """Tell whether capitals inside a sentence make a name: "Harbour Today", "the Today programme"."""
    if not words[i].text[0].isupper() or words[i].token.is_sent_start:
        return False
    return i > 0 and (words[i - 1].text[0].isupper() or words[i - 1].low == "the")


def weekday(words: Words, i: int) -> Phrase | None:
    """Read a weekday, alone or with "last", "next", "of last week", "morning".

    handles: "on Monday", "last Friday", "Saturday night", "Thursday of next week" / not: "Sunday Times", "a Monday"
    """
    shift = shift_at(words, i)
    found = weekday_at(words, shift[1] if shift else i)
    if not found or _is_name(words, i, found[1] - 1):
        return None
    if _in_every_week(words, i, found[1]):
        return None
    if low(words, i - 1) in ("a", "an") and words[found[1] - 1].token.dep_ not in ("compound", "nmod", "amod"):
        return None
    which, end = found[0], after(words, found[1], *listed("day_parts"))
    week = shift_at(words, after(words, end, "of"))
    if week and low(words, week[1]) == "week":
        days = which + 7 * week[0]
        return Phrase(week[1] + 1, None, lambda now: edtf.period(now.today, "day", step=days - now.today.weekday()))
    if not shift or shift[0] == 0:
        return Phrase(end, None, lambda now: edtf.weekday(which, now.today, now.pick), floating=True)
    return Phrase(end, None, lambda now: edtf.weekday(which, now.today, _STEPS[shift[0]]))


def _in_every_week(words: Words, i: int, end: int) -> bool:
    """handles: "open Monday to Friday", "Tuesday-Sunday" / not: "from Monday to Friday", "Monday and Friday"."""
    if low(words, i - 1) == "from" or (low(words, i - 3) == "from" and weekday_at(words, i - 2)):
        return False
    joins = ("to", "through", "-", "–")
    before = low(words, i - 1) in joins and weekday_at(words, i - 2) is not None
    return before or (low(words, end) in joins and weekday_at(words, end + 1) is not None)


def _is_name(words: Words, i: int, last: int) -> bool:
    """Tell whether a weekday is part of a name or names every such day.

    handles: "Black Friday", "the Sunday Times", "every Monday and Friday" / not: "On Monday Ives said"
    """
    before = low(words, i - 1)
    if before in ("/", "and", "or") and weekday_at(words, i - 2) and low(words, i - 3) in listed("habits"):
        return True
    if before in listed("weekday_names") or before in listed("habits"):
        return True
    behind = words[last + 1] if last + 1 < len(words) else None
    capital = behind is not None and behind.text[0].isupper() and behind.token.pos_ in ("PROPN", "NOUN", "ADJ")
    if behind is not None and behind.low in listed("day_parts") and capital:
        return last + 2 < len(words) and words[last + 2].text[0].isupper()
    inside = words[last].token.dep_ in ("compound", "nmod", "amod") and words[last].token.head.i > words[last].token.i
    return capital and inside and before in ("the", "a", "an", "his", "her", "their", "our", "this", '"', "'")


def calendar_unit(words: Words, i: int) -> Phrase | None:
    """Read a calendar unit told from the present one.

    handles: "last week", "this year", "next month", "the weekend", "the last quarter" / not: "the last week of May"
    """
    at = after(words, i, "the")
    shift = shift_at(words, at)
    if not shift:
        return _weekend(words, at) if at > i else None
    step, unit, end = shift[0], names("units").get(low(words, shift[1]), ""), shift[1] + 1
    # "the last week", "over the next year" are lengths of time; the quarter is the exception.
    if unit in ("", "day", "fortnight") or low(words, shift[1]).endswith("s") or (at > i and unit != "quarter"):
        return None
    if low(words, i - 1) == "the" and unit != "quarter":
        return None
    if unit == "weekend":
        return Phrase(end, None, lambda now: edtf.weekend(now.today, _STEPS.get(step, now.pick)))
    return Phrase(end, None, lambda now: edtf.period(now.today, unit, step=step))


def trading_day(words: Words, i: int) -> Phrase | None:
    """Read the day that markets begin and end.

    handles: "ended the day 3% lower", "finishing the day at 7,114" / not: "at the end of the day", "seized the day"
    """
    if (low(words, i), low(words, i + 1)) != ("the", "day") or i == 0:
        return None
    verb = words[i - 1].token
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in listed("framing"):
        return None
    return Phrase(
        i + 2,
        None,
        lambda now: edtf.period(now.today, "day"),
        lambda anchor: edtf.stepped(anchor.previous, "day", step=0),
    )


def _weekend(words: Words, i: int) -> Phrase | None:
    if low(words, i) != "weekend":
        return None
    return Phrase(i + 1, None, lambda now: edtf.weekend(now.today, now.pick), floating=True)
