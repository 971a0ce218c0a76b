"""Find who is given as saying or thinking what: marks and parse to attributions.

Quotations are tied to the words beside them (`direct`), words that govern a clause or a thing to their frames
(`governed`); `merging` makes one attribution of what shares a cue and lays the ones inside others under their parents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.attribution.calibration import calibrated
from claimkit.attribution.direct import tie
from claimkit.attribution.fragments import fragments
from claimkit.attribution.governed import governed
from claimkit.attribution.merging import merge
from claimkit.attribution.records import finished
from claimkit.attribution.stretches import stretches
from claimkit.attribution.turns import as_stretches, turns
from claimkit.attribution.uniting import unite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from claimkit.findings import Attribution, Layout, Quotation

__all__ = ["attribute", "calibrated", "unite"]


def attribute(doc: Doc, *, layout: Layout, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """Return the attributions of a parsed text, in the order of their contents; offsets in code points.

    `confidence` is the share of such uses that human annotators of PolNeAR's train part marked (Newell et al., LREC
    2018); `calibrated` makes a probability of it.
    """
    spoken = turns(doc, layout.blocks)
    held = {i for turn in spoken for part in turn.content for i in range(*part)}
    quoted = [stretch for stretch in stretches(doc, layout.blocks, quotations) if stretch.parts[0][0] not in held]
    direct = spoken + list(tie(doc, quoted))
    quoted = sorted(quoted + as_stretches(spoken), key=lambda stretch: stretch.start)
    candidates = merge(doc, direct, list(governed(doc)), quoted)
    covered = {i for candidate in candidates for part in candidate.content for i in range(*part)}
    candidates += fragments(doc, quoted, covered=covered)
    return finished(doc, candidates, layout=layout, quotations=quotations)
