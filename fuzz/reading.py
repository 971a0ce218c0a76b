"""Bytes as a file: decoding, pages, JSONL. The first byte chooses the format, the encoding and the limits."""

from __future__ import annotations

from claimkit.errors import InputError
from claimkit.models import SURROGATE, Article
from claimkit.reading import FORMATS, read, read_many
from fuzz.limits import Target, one_line, problems_exact

_FORMATS = (None, *FORMATS)
_ENCODINGS = (None, None, "utf-8", "cp1252")
_SMALL = 40
"""Code points that an article may have where the first byte asks for a low limit."""
_USUAL = 200_000


def check(data: bytes) -> None:
    """Read `data` as articles and hold each to what an article is."""
    chosen, raw = data[0] if data else 0, data[1:]
    options = {
        "input_format": _FORMATS[chosen % 4],
        "encoding": _ENCODINGS[chosen // 4 % 4],
        "max_chars": _SMALL if chosen & 16 else _USUAL,
        "allow_gzip": bool(chosen & 32),
    }
    found = list(read_many(raw, **options))  # type: ignore[arg-type]
    assert found, "neither an article nor an error"
    for each in found:
        if isinstance(each, InputError):
            one_line(each)
        else:
            _article(each, most=int(options["max_chars"] or 0))
    try:
        assert read(raw, **options) == found[0]  # type: ignore[arg-type]
    except InputError as error:
        one_line(error)
        assert len(found) > 1 or isinstance(found[0], InputError)


def _article(article: Article, *, most: int) -> None:
    assert article.text.strip(), "an article without text"
    assert len(article.text) <= most, "longer than the limit"
    assert "\r" not in article.text, "a line end that is not a line feed"
    assert not SURROGATE.search(article.text), "a lone surrogate"
    problems_exact(article.text, article.problems)
    for name in (article.title, article.outlet, article.url, *article.authors):
        assert name is None or name == " ".join(name.split()) != "", f"{name!r} is not one line of text"
    again = Article.model_validate_json(article.model_dump_json())
    assert again == article.model_copy(update={"problems": ()}), "not the same after JSON"


TARGET = Target(check, options=1)
