"""Turn bytes into text: byte order marks, declared encodings, UTF-8, then a guess; never an exception for odd bytes.

What is odd about the text afterwards comes back as `Problem` records: replaced bytes, control characters, bidirectional
controls, mojibake.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from claimkit.errors import InputError
from claimkit.models import Problem, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"%PDF-": "a PDF: convert it to text first, for instance with pdftotext",
    b"PK\x03\x04": "a ZIP archive or an office document: save it as plain text first",
    b"\x89PNG": "a picture, not text: give its words as a text file",
    b"\xff\xd8\xff": "a picture, not text: give its words as a text file",
    b"GIF8": "a picture, not text: give its words as a text file",
    b"\x7fELF": "a program, not text: name the file of an article",
    b"\xd0\xcf\x11\xe0": "an office document: save it as plain text first",
    b"{\\rtf": "an RTF document: save it as plain text first",
    b"BZh9": "a compressed file: unpack it first",
    b"\xfd7zXZ": "a compressed file: unpack it first",
    b"(\xb5/\xfd": "a compressed file: unpack it first",
}
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})")
# Typographic marks as the old Macintosh and Windows wrote them.
_MAC = re.compile(rb"[a-z]\xd5[a-z]|(?:^|\s)\xd2[A-Za-z]")
_WINDOWS = re.compile(rb"[a-z]\x92[a-z]|(?:^|\s)\x93[A-Za-z]")
_ALIASES = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252"}
SAMPLE = 50_000
"""Bytes that are looked at to guess an encoding."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# "â€œ" and its like: UTF-8 read as Windows-1252; "Ã©" the same for a letter with an accent.
_MOJIBAKE = re.compile(r"â€[\u0080-\u2122™œžŸ\u009d]?|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf]|ï»¿")


def decode(
    raw: bytes, *, name: str, encoding: str | None = None, page: bool = False
) -> tuple[str, tuple[Problem, ...]]:
    """Decode `raw`, with line ends "\\n"; undecodable bytes become U+FFFD and a problem.

    >>> decode("The caf\\u00e9\\r\\n".encode("cp1252"), name="menu.txt")[0]
    'The café\\n'

    `page` looks for the encoding that an HTML page declares. Raises `InputError` on bytes that are no text and on an
    unknown `encoding`; `name` is what its message calls the input.
    """
    reason = next((reason for magic, reason in _BINARY.items() if raw.startswith(magic)), None)
    if reason:
        raise InputError(f"{name} is {reason}")
    codec = _checked(encoding) if encoding else _marked(raw) or _wide(raw) or (_declared(raw) if page else None)
    guessed = codec is None
    codec = codec or _guess(raw)
    text = raw.decode(codec, errors="replace").removeprefix("\ufeff")
    _refuse_binary(text, name)
    problems = []
    lost = text.count("\ufffd") - raw.count("\ufffd".encode())
    if lost > 0:
        message = f"{lost} bytes are not {codec} and were replaced by U+FFFD: give the right encoding"
        problems.append(Problem(code="encoding", message=message))
    elif guessed and codec not in ("utf-8", "cp1252"):
        message = f"the text was read as {codec}, which is a guess: give the encoding if it looks wrong"
        problems.append(Problem(code="encoding-guess", message=message))
    return text.replace("\r\n", "\n").replace("\r", "\n"), tuple(problems)


def _checked(encoding: str) -> str:
    try:
        # Codecs such as "base64" or "rot13" do not give text.
        "a".encode(encoding)
        name = codecs.lookup(encoding).name
    except (LookupError, UnicodeError, ValueError, TypeError) as error:
        raise InputError(f"encoding {encoding!r} is unknown: use a name like utf-8 or cp1252") from error
    return "utf-8-sig" if name == "utf-8" else name


def _marked(raw: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if raw.startswith(mark)), None)


def _wide(raw: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a byte order mark by where their zero bytes stand."""
    sample = raw[: SAMPLE - SAMPLE % 4]
    if len(sample) < 4 or len(raw) % 2 or sample.count(0) * 4 < len(sample):
        return None
    columns = [sample[offset::4].count(0) * 4 / len(sample) for offset in range(4)]
    full = "".join("0" if share > 0.7 else "x" if share < 0.2 else "?" for share in columns)
    layouts = {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}
    return layouts.get(full)


def _declared(raw: bytes) -> str | None:
    """Return the encoding that a page declares, if Python knows it and the page keeps to it."""
    match = _DECLARED.search(raw[:300]) or _META.search(raw[:4096])
    if match is None:
        return None
    try:
        codec = codecs.lookup(match.group(1).decode("ascii")).name
        "a".encode(codec)
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    codec = _ALIASES.get(codec, codec)
    # A page that was read as ASCII cannot be wide, and one that is UTF-8 throughout is not something else.
    if codec.startswith(("utf-16", "utf-32")) or (codec != "utf-8" and not raw.isascii() and _is_utf8(raw)):
        return "utf-8"
    return codec if codec != "utf-8" or _is_utf8(raw) or _mostly_utf8(raw) else None


def _guess(raw: bytes) -> str:
    """Return the likeliest encoding of bytes that declare none."""
    if _is_utf8(raw) or _mostly_utf8(raw):
        return "utf-8"
    sample = raw[:SAMPLE]
    high = sum(byte > 0x7F for byte in sample)
    if len(_MAC.findall(sample)) > len(_WINDOWS.findall(sample)):
        return "mac_roman"
    # English with some accents or typographic marks: Windows-1252, unless that leaves bytes unread.
    if high * 6 <= len(sample) and not any(byte in raw for byte in b"\x81\x8d\x8f\x90\x9d"):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_7"]).best()
    return best.encoding if best is not None and best.encoding != "ascii" else "cp1252"


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(raw: bytes) -> bool:
    """Tell whether UTF-8 reads most of what is not ASCII: a file with a few damaged bytes."""
    text = raw[:SAMPLE].decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - lost > 3 * lost


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROL.findall(text[:SAMPLE]))
    if controls * 10 > len(text[:SAMPLE]):
        raise InputError(f"{name} is a binary file, not text: save the article as plain text or HTML")


def repaired(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Replace lone surrogates one for one by U+FFFD and say what else is odd; no offset changes.

    >>> repaired("a\\ud800b")[0]
    'a\\ufffdb'
    """
    clean, count = _SURROGATE.subn("\ufffd", text)
    problems = []
    if count:
        message = f"{count} lone surrogates were replaced by U+FFFD"
        first = clean.index("\ufffd") if "\ufffd" not in text else text.index(_SURROGATE.findall(text)[0])
        problems.append(Problem(code="surrogates", message=message, span=Span.of(clean, first, first + 1)))
    return clean, (*problems, *_oddities(clean))


def _oddities(text: str) -> Iterator[Problem]:
    kinds = (
        ("control-characters", _CONTROL, "control characters stand in the text"),
        ("bidi-controls", _BIDI, "bidirectional control characters may show the text in another order than it has"),
        ("mojibake", _MOJIBAKE, "places look like UTF-8 that was read in another encoding: read the original anew"),
    )
    for code, pattern, message in kinds:
        first = pattern.search(text)
        if first is not None:
            count = sum(1 for _ in pattern.finditer(text))
            yield Problem(code=code, message=f"{count} {message}", span=Span.of(text, *first.span()))
