"""Run the stages in their order: the one place that knows it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimkit import claims, context, dates, parsing, speakers, stance, tagging
from claimkit.attribution import attribute, calibrated, unite
from claimkit.findings import Attribution, BlockKind, Judgements, Layout, Proposition, TimeExpression
from claimkit.layout import layout
from claimkit.models import AUTHOR_ID, FAILED, Article, Claim, Offsets, Problem, Quote, Span, Speaker
from claimkit.quotes import pair_marks
from claimkit.results import Extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    Source = Article | str | os.PathLike[str]


DEFAULT_MODEL = "default"
"""The weights that come with claimkit; rules alone where they are absent."""


class _Attributed(NamedTuple):
    """What is known once every attribution has its speaker."""

    article: Article
    doc: Doc
    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...]
    speaker_of: tuple[str | None, ...]
    times: tuple[TimeExpression, ...]
    judgements: Judgements | None


class _Tools(NamedTuple):
    """What is loaded once: the parser, and the tagger's weights if they are asked for and there."""

    nlp: Language
    weights: tagging.Weights | None

    @classmethod
    def of(cls, model: str | os.PathLike[str] | None, pipeline: str | Language | None) -> _Tools:
        nlp = parsing.load(pipeline) if pipeline is None or isinstance(pipeline, str) else parsing.checked(pipeline)
        folder = tagging.shipped() if model == DEFAULT_MODEL else model
        return cls(nlp, None if folder is None else tagging.load(Path(folder)))


def extract(
    source: Source,
    *,
    model: str | os.PathLike[str] | None = DEFAULT_MODEL,
    pipeline: str | Language | None = None,
) -> Extraction:
    """Find who claims what in one article.

    >>> result = extract("“The lift is safe,” said Mayor Ada Brook on Monday.")
    >>> [(speaker.name, speaker.role) for speaker in result.speakers if speaker.kind == "person"]
    [('Ada Brook', 'Mayor')]

    `source` is an `Article`, a text as `str`, or the path of a file as `pathlib.Path`. `model` is the folder of the
    tagger's weights; those that come with claimkit unless given, and `None` for rules alone, which takes half the time
    and finds less. `pipeline` is a spaCy pipeline or its name; the small English one unless given. Raises `InputError`
    for a file that cannot be read and `ModelError` for a pipeline or weights that are missing; odd text raises nothing
    and is told in `problems`.
    """
    return _extract(_article(source), _Tools.of(model, pipeline))


def _extract(article: Article, tools: _Tools) -> Extraction:
    plan = layout(article.text, title=article.title)
    article = article.model_copy(
        update={
            "title": article.title or _headline(article.text, plan),
            "authors": article.authors or plan.authors,
            "published": article.published or plan.published,
        }
    )
    quotations, problems = pair_marks(article.text, plan.blocks)
    doc = parsing.parse(article.text, plan.blocks, tools.nlp)
    attributions = attribute(doc, layout=plan, quotations=quotations)
    judgements = None
    if tools.weights is None:
        attributions = calibrated(attributions)
    else:
        weights = tools.weights
        tagged = tagging.tag(doc, layout=plan, quotations=quotations, attributions=attributions, weights=weights)
        attributions = unite(doc, attributions, tagged.attributions, layout=plan, quotations=quotations)
        parsing.mark_entities(doc, tagged.entities)
        judgements = tagged.judgements
    found, speaker_of = speakers.resolve(doc, article, layout=plan, attributions=attributions)
    attributions, speaker_of = _with_second_sources(attributions, speaker_of)
    times = dates.find_dates(doc, published=article.published)
    known = _Attributed(article, doc, attributions, found, speaker_of, times, judgements)
    stated = sorted(claims.find_claims(doc, layout=plan, attributions=attributions), key=lambda p: (p.start, -p.end))
    telling = context.Telling(attributions, speaker_of, found, quotations)
    alone = context.in_context(doc, article.text, stated, layout=plan, telling=telling)
    said = dates.said_dates(times, doc, attributions, blocks=plan.blocks)
    return Extraction(
        article=article,
        speakers=found,
        quotes=tuple(_quote(known, index, said[index]) for index in range(len(attributions))),
        claims=tuple(
            _claim(known, f"c{number}", each, said).model_copy(update={"text_in_context": words})
            for number, (each, words) in enumerate(zip(stated, alone, strict=True), 1)
        ),
        problems=(*article.problems, *problems),
    )


def extract_many(
    sources: Iterable[Source],
    *,
    model: str | os.PathLike[str] | None = DEFAULT_MODEL,
    pipeline: str | Language | None = None,
) -> Iterator[Extraction]:
    """Extract from each article in turn, lazily and in order.

    >>> [len(result.quotes) for result in extract_many(["“No,” said Ada Brook.", "It rained."])]
    [1, 0]

    The options are those of `extract`. An article on which a stage fails yields an extraction without quotes and a
    problem "extraction-failed": it never ends the run. Raises `ModelError` for a pipeline or weights that are missing.
    """
    tools = _Tools.of(model, pipeline)
    for source in sources:
        article = Article(text="")
        try:
            article = _article(source)
            yield _extract(article, tools)
        except Exception as error:
            problem = Problem(code=FAILED, message=f"{type(error).__name__}: {error}".splitlines()[0])
            yield Extraction(article=article, problems=(*article.problems, problem))


def _article(source: Source) -> Article:
    if isinstance(source, Article):
        return source
    from claimkit import reading

    return reading.from_text(source) if isinstance(source, str) else reading.read(source)


def _with_second_sources(
    attributions: Sequence[Attribution], speaker_of: Sequence[str | None]
) -> tuple[tuple[Attribution, ...], tuple[str | None, ...]]:
    """Leave out what a speaker says of their own saying: an attribution inside another needs a second source.

    handles: "She said Ray believed it was safe." / not: "She said she believed it was safe." (one attribution)
    """
    place: dict[int, int | None] = {}
    kept: list[tuple[Attribution, str | None]] = []
    for index, (attribution, speaker) in enumerate(zip(attributions, speaker_of, strict=True)):
        parent = attribution.parent
        if parent is not None and speaker is not None and speaker == speaker_of[parent]:
            place[index] = place.get(parent)
            continue
        place[index] = len(kept)
        kept.append((attribution._replace(parent=None if parent is None else place.get(parent)), speaker))
    return tuple(each for each, _ in kept), tuple(speaker for _, speaker in kept)


def _headline(text: str, plan: Layout) -> str | None:
    """Return the heading that a text opens with."""
    first = next((block for block in plan.blocks if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)), None)
    return text[first.start : first.end] if first is not None and first.kind is BlockKind.HEADING else None


def _quote(known: _Attributed, index: int, said: str | None) -> Quote:
    attribution = known.attributions[index]
    return Quote(
        id=f"q{index + 1}",
        kind=attribution.kind,
        spans=tuple(_span(known, part) for part in attribution.content),
        speaker=known.speaker_of[index],
        source=_span(known, attribution.source) if attribution.source else None,
        cue=_span(known, attribution.cue) if attribution.cue else None,
        said=said,
        parent=None if attribution.parent is None else f"q{attribution.parent + 1}",
        confidence=attribution.confidence,
    )


def _claim(known: _Attributed, name: str, proposition: Proposition, said: Sequence[str | None]) -> Claim:
    index = proposition.attribution
    attribution = None if index is None else known.attributions[index]
    judged = stance.assess(known.doc, proposition, attribution=attribution, judgements=known.judgements)
    spoken = None if index is None else said[index]
    about = dates.about_date(known.times, known.doc, start=proposition.start, end=proposition.end, said=spoken)
    return Claim(
        id=name,
        span=_span(known, (proposition.start, proposition.end)),
        speaker=AUTHOR_ID if index is None else known.speaker_of[index],
        quote=None if index is None else f"q{index + 1}",
        form=proposition.form,
        polarity=judged.polarity,
        certainty=judged.certainty,
        attitude=judged.attitude,
        stance_cues=tuple(_span(known, cue) for cue in judged.cues),
        target=_span(known, judged.target) if judged.target else None,
        about=about,
        factuality=_rounded(judged.factuality),
        subjectivity=_rounded(judged.subjectivity),
        check_worthiness=_rounded(judged.check_worthiness),
        confidence=1.0 if attribution is None else attribution.confidence,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _span(known: _Attributed, offsets: Offsets) -> Span:
    return Span.of(known.article.text, *offsets)
