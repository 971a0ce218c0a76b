"""Do the same to many portions of work, on several processes; what is done lies in files, so nothing comes back."""

from __future__ import annotations

import os
import signal
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread
from typing import TYPE_CHECKING

from claimkit.corpus.worker import THREADS
from claimkit.errors import ClaimkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Work = Callable[[], None]

_AHEAD = 4
"""Portions for each process that are handed out before the first of them is done."""


def spread(works: Iterable[Work], workers: int, done: Callable[[], None]) -> None:
    """Call each of `works`, and `done` after each; with several workers they are functions that a module defines.

    >>> spread([lambda: None], 1, lambda: print("done"))
    done

    Raises what they raise, and `ClaimkitError` where a process dies.
    """
    if workers == 1:
        for work in works:
            work()
            done()
        return
    left = iter(works)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepared) as pool:
        try:
            running = {pool.submit(work) for work in islice(left, workers * _AHEAD)}
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for each in finished:
                    each.result()
                    done()
                running |= {pool.submit(work) for work in islice(left, len(finished))}
        except BrokenProcessPool as error:
            raise ClaimkitError(
                "a worker died (memory?): run the same again, with fewer workers; in a script, under "
                "if __name__ == '__main__':"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _prepared() -> None:
    """Keep the libraries of a process to one thread each, and leave Ctrl-C to the process that has the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update({name: "false" if name.startswith("TOKENIZERS") else "1" for name in THREADS})
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent is gone: it would wait for work that nobody hands out."""
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
