"""Take the article and what is known of it out of an HTML page.

trafilatura (Barbaresi 2021) finds the article; its paragraphs are compared with those that the page's own article
element holds, and where it lost much of them the latter are taken. Furniture is cut away before, by tag and class.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.lexicon import words
from claimkit.models import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONG = 60
"""A paragraph of the page that is at least this long, in code points, must be found again in what was extracted."""
TOLERATED = 0.1
"""The share of the page's own article that extraction may lose before the article element is taken instead."""

_QUOTE_MARKS = re.compile('[“”„«»‘’"]')
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_BREAK = "\x1f"
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font hi i ins kbd label mark q ref rp rt ruby s samp small "  # noqa: SIM905
    "span strike strong sub sup time tt u var wbr".split()
)


class Page(NamedTuple):
    """The article of a page: its paragraphs joined by blank lines, and what the page says of it."""

    text: str
    title: str | None = None
    authors: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    problems: tuple[Problem, ...] = ()


def read_page(markup: str, *, url: str | None = None) -> Page:
    """Read an HTML page; a page without an article gives an empty text.

    >>> read_page("<html><body><article><p>Fog shut the port of Ulm, said its owner.</p></article></body></html>").text
    'Fog shut the port of Ulm, said its owner.'
    """
    tree = _tree(markup)
    if tree is None:
        return Page("")
    known = _metadata(tree, url)
    _keep_quotations(tree)
    _prune(tree)
    _part_at_breaks(tree)
    extracted = _extracted(tree)
    # The title is known already, and in the text it would look like the article's first words.
    if extracted and known and _key(extracted[0]) == _key(known.title or ""):
        del extracted[0]
    text, problem = _checked(extracted, _own_paragraphs(tree))
    facts = {key: getattr(known, field, None) or None for key, field in _FIELDS.items()} if known else {}
    return Page(text, **facts, problems=(problem,) if problem else ())


_FIELDS = {"title": "title", "authors": "author", "outlet": "sitename", "url": "url", "published": "date"}


def _tree(markup: str) -> Any:
    """Parse `markup`; None where nothing can be parsed."""
    from lxml import etree, html  # type: ignore[import-untyped]

    # libxml2 stops at a zero byte; the HTML standard reads it as U+FFFD.
    clean = _DECLARATION.sub("", markup).replace("\x00", "\ufffd")
    try:
        return html.document_fromstring(clean)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _metadata(tree: Any, url: str | None) -> Any:
    import trafilatura

    try:
        # Without the extensive search a page that gives no date gets none, rather than some other date on the page.
        return trafilatura.extract_metadata(
            tree, default_url=url, date_config={"original_date": True, "extensive_search": False}, extensive=False
        )
    except Exception:  # what trafilatura raises on odd pages is not documented, and metadata are no reason to fail
        return None


def _extracted(tree: Any) -> list[str]:
    """Return the paragraphs that trafilatura takes for the article."""
    import trafilatura

    try:
        document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # as above: what it raises is not documented, and the page's own paragraphs remain
        return []
    body = getattr(document, "body", None)
    return list(_paragraphs(body)) if body is not None else []


def _checked(extracted: list[str], own: list[str]) -> tuple[str, Problem | None]:
    """Compare what was extracted with the page's own paragraphs; choose, and tell what is lost."""
    lost = _lost(extracted, own)
    size = sum(map(len, own))
    marks = _marks(own) - _marks(extracted)
    if not lost and marks <= 0:
        return "\n\n".join(extracted or own), None
    if sum(map(len, lost)) > TOLERATED * size or not extracted:
        return "\n\n".join(own), None
    message = f"extraction lost {len(lost)} paragraphs and {max(marks, 0)} quotation marks of the page: check the text"
    return "\n\n".join(extracted), Problem(code="extraction-loss", message=message)


def _marks(paragraphs: list[str]) -> int:
    return sum(len(_QUOTE_MARKS.findall(paragraph)) for paragraph in paragraphs)


def _lost(extracted: list[str], own: list[str]) -> list[str]:
    """Return the long paragraphs of `own` that `extracted` holds less often than `own` does."""
    taken = Counter(_key(paragraph) for paragraph in extracted)
    joined = "".join(_key(paragraph) for paragraph in extracted)
    lost = []
    for paragraph in own:
        key = _key(paragraph)
        if len(paragraph) < LONG:
            continue
        if taken[key] > 0:
            taken[key] -= 1
        elif key in taken or key not in joined:
            lost.append(paragraph)
    return lost


def _key(paragraph: str) -> str:
    return "".join(filter(str.isalnum, paragraph))


def _own_paragraphs(tree: Any) -> list[str]:
    """Return the paragraphs of the page's article element, or of its main part, title and byline left out."""
    root = _article_element(tree)
    if root is None:
        return []
    found = _paragraphs(root, skip=("h1", "header", "address"))
    return [paragraph for paragraph in found if any(map(str.isalnum, paragraph))]


def _article_element(tree: Any) -> Any:
    """Return the smallest article or main element that holds most of what any of them holds; None without one."""
    found = tree.xpath("//article | //*[@itemprop='articleBody'] | //*[@role='article'] | //main | //*[@role='main']")
    sized = [(len(element.text_content()), number, element) for number, element in enumerate(found)]
    most = max((size for size, _, _ in sized), default=0)
    # A live blog has an article for each entry, and only its main part holds them all.
    large = [entry for entry in sized if entry[0] * 5 >= most * 3]
    return min(large, key=lambda entry: (entry[0], -entry[1]))[2] if most else None


def _paragraphs(root: Any, skip: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the text of each block-level element in order; inline elements neither split nor join words."""
    pieces: list[str] = []
    # A stack rather than recursion: pages nest as deep as they like.
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item.tag, str) and item.tag not in skip:
            _unfold(item, stack)
    for block in "".join(pieces).split(_BREAK):
        for part in re.split(r"\n[ \t]*\n", "\n".join(" ".join(line.split()) for line in block.split("\v"))):
            if part.strip():
                yield part.strip()


def _unfold(element: Any, stack: list[Any]) -> None:
    """Put the text and children of `element` on the stack, last first, within breaks unless it is inline."""
    if element.tag in ("br", "lb"):
        stack.append("\v")
        return
    edge = "" if element.tag in _INLINE else _BREAK
    stack.append(edge)
    for child in reversed(element):
        stack.append(_plain(child.tail))
        stack.append(child)
    stack.append(_plain(element.text))
    stack.append(edge)


def _plain(text: str | None) -> str:
    return (text or "").replace(_BREAK, " ").replace("\v", " ")


def _prune(tree: Any) -> None:
    """Remove what is furniture by its tag or class, but nothing that holds most of the page's paragraphs."""
    total = sum(len(paragraph.text_content()) for paragraph in tree.iter("p"))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "article", "main"):
            continue
        if _is_furniture(element) and element.getparent() is not None:
            inside = sum(len(paragraph.text_content()) for paragraph in element.iter("p"))
            if inside * 2 <= total or element.tag in ("script", "style"):
                element.drop_tree()


def _keep_quotations(tree: Any) -> None:
    """Turn what holds or signs a block quotation or an embedded post into plain elements, which nobody throws away."""
    for quotation in tree.iter("blockquote"):
        quotation.attrib.clear()
        for parent in quotation.iterancestors("figure"):
            parent.tag = "div"
            parent.attrib.clear()
        for footer in quotation.iter("footer"):
            footer.tag = "p"


def _part_at_breaks(tree: Any) -> None:
    """Part each paragraph at two line breaks in a row, which trafilatura would take for one."""
    # From the last to the first, so that each piece of a paragraph is moved once.
    for second in reversed(list(tree.iter("br"))):
        first, parent = second.getprevious(), second.getparent()
        if first is None or first.tag != "br" or (first.tail or "").strip() or parent.tag != "p":
            continue
        rest = parent.makeelement("p")
        rest.text = second.tail
        rest.extend(list(second.itersiblings()))
        second.tail = None
        parent.remove(second)
        parent.addnext(rest)


def _is_furniture(element: Any) -> bool:
    lists = _lists()
    if element.tag in lists["page_tags"] or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_classes(element) & (lists["page_classes"] | lists["page_class_pairs"]))


def _classes(element: Any) -> set[str]:
    """Return the names, their parts and pairs of parts, of the element's class and id."""
    found: set[str] = set()
    for name in f"{element.get('class') or ''} {element.get('id') or ''}".split():
        parts = [part for part in re.split(r"[-_\d]+|(?<=[a-z])(?=[A-Z])", name) if part]
        lowered = [part.lower() for part in parts]
        # Only a name's first and last part say what the element is: "article-body--has-ads" is no advertisement.
        found |= {*lowered[:1], *(lowered[-1:] if len(lowered) < 3 else ())}
        found |= {f"{first}-{second}" for first, second in pairwise(lowered)}
    return found


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return words("furniture")
