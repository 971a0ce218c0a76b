"""Let the networks of a spaCy pipeline multiply matrices with numpy's BLAS, on one thread.

spaCy brings BLIS for it, which on many processors takes several times as long; the results differ in the sixth digit.
Numpy's would use every core, of which a pool of processes has none to spare and for matrices as small as these much of
the time is lost in waiting: so it is held to one thread while a text is parsed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from spacy.language import Language
    from threadpoolctl import ThreadpoolController


def with_numpy(nlp: Language) -> Language:
    """Change the layers of `nlp` that multiply with BLIS, and return it; others, such as those on a GPU, stay."""
    from thinc.backends.numpy_ops import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            if type(layer.ops) is NumpyOps:
                layer.ops = ops
    return nlp


def one_thread() -> AbstractContextManager[object]:
    """Hold BLAS to one thread in a `with` block; of several threads at once, the one that came first lets go."""
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


@cache
def _controller() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
