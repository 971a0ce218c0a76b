"""What a process of the pool does: it takes items from its pipe, one after the other, and sends rows back."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import TYPE_CHECKING

from claimkit.errors import ClaimkitError

if TYPE_CHECKING:
    from claimkit.corpus.batch import Options

READY = "ready"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM")
"""Variables that keep libraries to one thread; they must stand before these are loaded."""


def work(pipe: Connection, options: Options) -> None:
    """Load the model, say so, and work until the pipe ends; a model that cannot be loaded is told as a text."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that has the pool
    Thread(target=_end_with_parent, daemon=True).start()
    # The pool closes the pipe when it has had enough, and may do so at any moment.
    with suppress(EOFError, OSError):
        try:
            from claimkit.corpus.batch import records_of, warmed

            warmed(options)
        except ClaimkitError as error:
            pipe.send(str(error))
            return
        pipe.send(READY)
        while True:
            number, item = pipe.recv()
            pipe.send((number, records_of([item], options)))


def _end_with_parent() -> None:
    """End this process when its parent is gone, even amid an article: nobody is left to stop it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        sys.stderr.flush()
        os._exit(1)
