"""Write a picture as SVG: only shapes and words, no styles, links or scripts, the same bytes each time.

The plotting library writes SVG with a style attribute on each element, and names that are drawn by chance. Of that the
shapes and words are taken, with the few attributes that they need.
"""

from __future__ import annotations

import io
import re
import warnings
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from claimkit.plot.look import COLOURS, FAMILY
from claimkit.plot.sheet import INCH, MARGIN, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_ROLES: Mapping[str, str] = MappingProxyType({colour: role for role, colour in COLOURS.items()})
_DECIMALS = re.compile(r"-?\d+\.\d+")
_STYLES = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_FONT_SIZE = re.compile(r"([\d.]+)px")
_FAMILY = f"{FAMILY}, Verdana, sans-serif"


def svg(figure: Figure) -> str:
    """Return a picture as an SVG file, with its title and description."""
    root = ET.Element("svg", {"xmlns": _SVG[1:-1], **_size(figure), "role": "img", "font-family": _FAMILY})
    width, height = _measures(figure)
    root.attrib |= {"width": f"{width}pt", "height": f"{height}pt"}
    _told(root, figure)
    root.append(ET.Element("rect", {"width": "100%", "height": "100%", "fill": COLOURS["paper"]}))
    root.extend(_shapes(figure, themed=False))
    ET.indent(root, "")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def inline(figure: Figure, name: str) -> str:
    """Return a picture to stand in a page, with classes in the place of colours; `name` is that of its title there."""
    root = ET.Element("svg", {**_size(figure, MARGIN), "role": "img", "aria-labelledby": name})
    root.attrib["aria-describedby"] = f"{name}-told"
    title, told = _told(root, figure)
    title.set("id", name)
    told.set("id", f"{name}-told")
    root.extend(_shapes(figure, themed=True))
    return ET.tostring(root, encoding="unicode")


def _measures(figure: Figure, less: float = 0) -> tuple[str, str]:
    width, height = (inches * INCH for inches in figure.get_size_inches())
    return _rounded(str(float(width - less))), _rounded(str(float(height)))


def _size(figure: Figure, margin: float = 0) -> dict[str, str]:
    """Return what is seen of a picture: all of it, or without the margins at its sides."""
    return {"viewBox": "{} 0 {} {}".format(_rounded(str(margin)), *_measures(figure, 2 * margin))}


def _told(root: ET.Element, figure: Figure) -> tuple[ET.Element, ET.Element]:
    title, told = ET.SubElement(root, "title"), ET.SubElement(root, "desc")
    title.text = str(figure.get_label())
    told.text = " ".join(str(axes.get_label()) for axes in figure.axes)
    return title, told


def _shapes(figure: Figure, *, themed: bool) -> Iterator[ET.Element]:
    """Yield the shapes and words of a picture, without its paper."""
    for node in _written(figure).iterfind(f"{_SVG}g/{_SVG}g//*"):
        if node.tag == f"{_SVG}path" and "d" in node.attrib:
            yield ET.Element("path", {"d": _rounded(" ".join(node.attrib["d"].split())), **_paint(node, themed=themed)})
        elif node.tag == f"{_SVG}text":
            place = {name: _rounded(node.attrib[name]) for name in ("x", "y")}
            words = ET.Element("text", {**place, **_letters(node), **_paint(node, themed=themed)})
            words.text = "".join(node.itertext())
            yield words


def _written(figure: Figure) -> ET.Element:
    """Return what the plotting library writes."""
    stream = io.BytesIO()
    paper = figure.patch.get_visible()
    figure.patch.set_visible(False)
    with plain(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)
        figure.savefig(stream, format="svg", metadata={"Date": None})
    figure.patch.set_visible(paper)
    return ET.fromstring(stream.getvalue())  # noqa: S314 - the plotting library wrote it this moment


def _style(node: ET.Element) -> dict[str, str]:
    return {name: value.strip() for name, value in _STYLES.findall(node.get("style", ""))}


def _paint(node: ET.Element, *, themed: bool) -> dict[str, str]:
    """Return the colours of a shape: as attributes, or as classes that a page's stylesheet gives colours to."""
    style = _style(node)
    fill, stroke = style.get("fill", "#000000"), style.get("stroke", "none")
    lined = stroke != "none"
    if themed:
        classes = [f"f-{_ROLES.get(fill, 'ink')}", *([f"s-{_ROLES.get(stroke, 'ink')}"] if lined else [])]
        return {"class": " ".join(classes)}
    return {"fill": fill, **({"stroke": stroke, "stroke-width": style.get("stroke-width", "1")} if lined else {})}


def _letters(node: ET.Element) -> dict[str, str]:
    style = node.get("style", "")
    size = _FONT_SIZE.search(style)
    anchor = _style(node).get("text-anchor", "start")
    found = {"font-size": size[1] if size else "10"}
    bold = {"font-weight": "bold"} if re.search(r"\b(?:bold|700)\b", style) else {}
    return found | ({} if anchor == "start" else {"text-anchor": anchor}) | bold


def _rounded(numbers: str) -> str:
    return _DECIMALS.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), numbers)
