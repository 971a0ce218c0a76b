"""Read articles from files, bytes and standard input: plain text, HTML and JSONL.

Line ends become "\\n" here, before offsets exist; nothing else in the text is changed but bytes and surrogates that no
text can hold. What is odd comes back in `Article.problems`; what cannot be read is an `InputError` of one line.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import InputError, LimitError
from claimkit.models import Article, Problem
from claimkit.reading.decoding import decode, repaired
from claimkit.reading.inputs import HEAD, opened, shown, sniffed
from claimkit.reading.metadata import author_names, iso_date

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["FORMATS", "byte_limit", "from_bytes", "from_text", "read", "read_many"]

FORMATS = ("text", "html", "jsonl")
"""What `input_format` may name."""
MAX_CHARS = 200_000
"""Code points that an article may have unless `max_chars` says otherwise; a long feature has 60,000."""

_PAGE_FACTOR = 50
"""Bytes that a page may have for each code point of text that an article may have."""
_LINE_FACTOR = 12
"""Bytes that JSON may need for a code point: two escapes of six."""
_LINE_EXTRA = 65_536

Path = str | PathLike[str] | bytes


class _Known(NamedTuple):
    """What the caller knows of the article, and how it is to be read."""

    published: str | None
    outlet: str | None
    authors: str | Sequence[str] | None
    title: str | None
    url: str | None
    encoding: str | None
    max_chars: int


def read(  # noqa: PLR0913
    source: Path,
    *,
    input_format: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    authors: str | Sequence[str] | None = None,
    title: str | None = None,
    url: str | None = None,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    allow_gzip: bool = False,
) -> Article:
    """Read one article from a path, from "-" (standard input), or from bytes.

    >>> read(b"Fog shut the port.\\r\\nIt lifted at noon.", outlet="The Quay").text
    'Fog shut the port.\\nIt lifted at noon.'

    What the keywords say goes before what the page or line says. `max_chars` is in code points; a longer text is
    refused, never cut. Raises `InputError`, or `LimitError` over a limit; the message is one line.
    """
    known = _Known(published, outlet, authors, title, url, encoding, max_chars)
    found = list(_first_two(_stream(source, input_format, known, allow_gzip)))
    if len(found) > 1:
        raise InputError(f"{shown(_place(source))} holds several articles: use read_many()")
    if isinstance(found[0], InputError):
        raise found[0]
    return found[0]


def read_many(  # noqa: PLR0913
    source: Path,
    *,
    input_format: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    authors: str | Sequence[str] | None = None,
    title: str | None = None,
    url: str | None = None,
    encoding: str | None = None,
    max_chars: int = MAX_CHARS,
    allow_gzip: bool = False,
) -> Iterator[Article | InputError]:
    """Read the articles of a source one by one: JSONL holds many, any other format one.

    >>> lines = b'{"text": "Fog fell."}\\n{"text": 3}\\n'
    >>> [type(found).__name__ for found in read_many(lines, input_format="jsonl")]
    ['Article', 'InputError']

    What cannot be read comes as an `InputError` in its place, "FILE:LINE: ...", and reading goes on. Memory stays that
    of one line. Raises `InputError` only on an argument that cannot be used.
    """
    known = _Known(published, outlet, authors, title, url, encoding, max_chars)
    return _stream(source, input_format, known, allow_gzip)


def from_text(text: str, *, max_chars: int = MAX_CHARS, **metadata: Any) -> Article:
    """Make an article of a text that is at hand; its offsets are those of `text`.

    >>> from_text("Fog fell.", outlet="The Quay").outlet
    'The Quay'

    Raises `InputError` on an empty text or bad metadata, `LimitError` over `max_chars` code points.
    """
    return _article(
        text, "the text", _Known(**{**dict.fromkeys(_Known._fields), **metadata, "max_chars": max_chars}), {}
    )


def from_bytes(
    raw: bytes, *, name: str, input_format: str | None = None, max_chars: int = MAX_CHARS, **metadata: Any
) -> Article:
    """Make an article of the bytes of a file, or of one line of JSONL, that was read elsewhere.

    >>> from_bytes(b'{"text": "Fog fell."}', name="quay.jsonl:7").text
    'Fog fell.'

    `name` is what messages call it; its suffix tells the format unless `input_format` does. Raises as `read` does.
    """
    known = _Known(**{**dict.fromkeys(_Known._fields), **metadata, "max_chars": max_chars})
    kind = input_format or sniffed(name, raw[:HEAD])
    if kind != "jsonl":
        return _single(io.BytesIO(raw), shown(name), kind, known)
    if len(raw) > byte_limit(kind, max_chars):
        raise _over(shown(name), max_chars)
    return _from_line(raw, shown(name), known)


def byte_limit(kind: str, max_chars: int = MAX_CHARS) -> int:
    """Return how many bytes of a file, or of a line of JSONL, an article of `max_chars` code points may take.

    >>> byte_limit("text", 10)
    44
    """
    if kind == "jsonl":
        return max_chars * _LINE_FACTOR + _LINE_EXTRA
    # A code point has at most four bytes, and a byte order mark four more.
    return max_chars * (_PAGE_FACTOR if kind == "html" else 4) + 4


def _first_two(stream: Iterator[Article | InputError]) -> Iterator[Article | InputError]:
    for _, found in zip(range(2), stream, strict=False):
        yield found


def _stream(source: Path, input_format: str | None, known: _Known, allow_gzip: bool) -> Iterator[Article | InputError]:
    """Check the arguments at once and read later."""
    if input_format not in (None, *FORMATS):
        raise InputError(f"input format {input_format!r} is unknown: use one of {', '.join(FORMATS)}")
    if known.max_chars < 1:
        raise InputError(f"max_chars must be at least 1, not {known.max_chars}")
    if known.encoding is not None:
        decode(b"", name="", encoding=known.encoding)
    return _articles(_place(source), input_format, known, allow_gzip)


def _place(source: Path) -> str | bytes:
    """Return a path as `str`; bytes are the article itself."""
    if isinstance(source, bytes):
        return source
    path = fspath(source)
    if not isinstance(path, str):
        raise InputError("a path must be str or os.PathLike of str: bytes are taken for the article itself")
    return path


def _articles(
    source: str | bytes, input_format: str | None, known: _Known, allow_gzip: bool
) -> Iterator[Article | InputError]:
    name = shown(source)
    try:
        with opened(source, allow_gzip=allow_gzip) as found:
            kind = input_format or sniffed(source, found.head)
            if kind == "jsonl":
                yield from _lines(found.stream, name, known)
            else:
                yield _single(found.stream, name, kind, known)
    except InputError as error:
        yield error


def _single(stream: BinaryIO, name: str, kind: str, known: _Known) -> Article:
    page = kind == "html"
    limit = byte_limit(kind, known.max_chars)
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise _over(name, known.max_chars)
    text, problems = decode(raw, name=name, encoding=known.encoding, page=page)
    if not page:
        return _article(text, name, known, {}, problems)
    from claimkit.reading.pages import read_page

    found = read_page(repaired(text)[0], url=known.url)
    if not found.text.strip():
        raise InputError(f"{name} is a page that holds no text: save the article as plain text")
    facts = {key: getattr(found, key) for key in ("title", "authors", "outlet", "url", "published")}
    return _article(found.text, name, known, facts, (*problems, *found.problems))


def _over(name: str, limit: int) -> LimitError:
    return LimitError(f"{name} is longer than the limit of {limit} characters: raise it with max_chars (--max-chars)")


def _lines(stream: BinaryIO, name: str, known: _Known) -> Iterator[Article | InputError]:
    """Read JSONL; lines end at "\\n" only, and a line over the limit is skipped without being held."""
    cap = byte_limit("jsonl", known.max_chars)
    number = read = 0
    while raw := stream.readline(cap + 1):
        number += 1
        where = f"{name}:{number}"
        if len(raw) > cap:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(cap + 1)
            yield _over(where, known.max_chars)
        elif raw.strip():
            try:
                yield _from_line(raw, where, known)
            except InputError as error:
                yield error
        read += bool(raw.strip())
    if not read:
        yield InputError(f"{name} holds no text: give one JSON object a line with the key text")


def _from_line(raw: bytes, where: str, known: _Known) -> Article:
    text, problems = decode(raw, name=where, encoding=known.encoding or "utf-8")
    try:
        entry = json.loads(text)
    except RecursionError as error:
        raise InputError(f"{where}: JSON is nested too deeply: give one flat object a line") from error
    except ValueError as error:
        reason = getattr(error, "msg", "bad number")
        raise InputError(f"{where}: not JSON ({reason}): give one object a line") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise InputError(f"{where}: no article: give an object with the key text, a string")
    facts = {key: entry.get(key) for key in ("id", "title", "authors", "outlet", "url")}
    facts["authors"] = facts["authors"] or entry.get("author")
    facts["published"] = entry.get("published") or entry.get("date")
    # Lone surrogates and line ends can come in by escapes, after decoding.
    body = entry["text"].replace("\r\n", "\n").replace("\r", "\n")
    return _article(body, where, known, facts, problems)


def _article(text: str, name: str, known: _Known, facts: dict[str, Any], problems: tuple[Problem, ...] = ()) -> Article:
    """Make the article, once its text is within the limit and free of surrogates; the caller's words go first."""
    if len(text) > known.max_chars:
        raise _over(name, known.max_chars)
    clean, odd = repaired(text)
    if not clean.strip():
        raise InputError(f"{name} holds no text: check that it is the right file")
    published, undated = _date(known.published, facts.get("published"), name)
    try:
        return Article(
            id=_string(facts.get("id")) or "",
            title=_string(known.title) or _string(facts.get("title")),
            outlet=_string(known.outlet) or (_string(facts.get("outlet")) or "").lstrip("@") or None,
            authors=author_names(known.authors if known.authors is not None else facts.get("authors")),
            url=_string(known.url) or _string(facts.get("url")),
            published=published,
            text=clean,
            problems=(*problems, *odd, *undated),
        )
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{name}: cannot make an article ({reason})") from error


def _string(value: object) -> str | None:
    """Return `value` as a line of text, or None where it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return " ".join(repaired(value)[0].split()) or None if isinstance(value, str) else None


def _date(given: str | None, told: object, name: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the date of publication; the caller's must be one, what the source says is left out if it is none."""
    if given is not None:
        value = iso_date(given)
        if value is None:
            raise InputError(f"{name}: published must be a date such as 2024-11-24, 2024-11 or 2024, not {given!r}")
        return value, ()
    value = iso_date(told)
    if value is None and told:
        message = f"the date of publication {str(told)[:40]!r} is not one like 2024-11-24 and was left out"
        return None, (Problem(code="published", message=repaired(message)[0]),)
    return value, ()
