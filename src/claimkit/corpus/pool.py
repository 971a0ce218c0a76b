"""A pool of processes that outlives its workers: one that dies or hangs costs its article, and another takes its place.

Each worker has a pipe of its own. So a worker that is killed while it takes or sends something breaks nothing that
others use, and which article it was at is always known. Time is told by a clock that nobody can set.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import wait
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from claimkit.corpus.batch import Batch, Options, failed
from claimkit.corpus.worker import READY, THREADS, work
from claimkit.errors import ClaimkitError, ModelError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from claimkit.corpus.items import Item

DEPTH = 2
"""Articles that a worker has at a time: the one that it is at, and the next."""
AHEAD = 256
"""Articles that may be read before the first of them is done: so far others go on while one takes its time."""
AHEAD_BYTES = 64 * 1024 * 1024
"""The same in bytes; one article more than that is always let in."""
LIFETIME = 2_000
"""Articles after which a worker is replaced, so that what its libraries remember of them cannot grow for ever."""
TRIES = 2
"""Times that an article may be at work when its worker dies: once may be another's fault, such as want of memory."""
STILLBORN = 3
"""Workers, one after the other, that may die before they are ready, where others were before them."""
LONGEST_START = 120.0
"""Seconds that a worker may take to load its model; the time limit of an article if that is more."""
_PATIENCE, _GRACE = 60.0, 5.0


class _Task(NamedTuple):
    number: int
    item: Item
    deaths: int = 0


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    outbox: SimpleQueue[tuple[int, Item] | None]
    postman: Thread
    """Sends what is in the outbox, so that the pool never waits for a worker that does not take what it is sent."""
    tasks: deque[_Task] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    """When the worker was started, and later when it came to the first of its tasks."""
    ready: bool = False
    done: int = 0


class Pool:
    """Processes that turn items into rows.

    `workers` run at a time, each article at most `timeout` seconds. To be used in a `with` block, which leaves no
    process behind.
    """

    def __init__(self, options: Options, *, workers: int, timeout: float) -> None:
        """Start nothing yet."""
        self._options, self._most, self._timeout = options, workers, timeout
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task] = deque()
        self._done: dict[int, tuple[Item, Batch]] = {}
        self._bytes = 0
        self._stillborn = STILLBORN  # where no worker has ever started, the first that cannot ends the run

    def __enter__(self) -> Self:
        """Return the pool; processes start with the first article."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop all processes at once."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            _ended(worker)
        self._workers.clear()

    def results(self, items: Iterator[Item]) -> Iterator[tuple[Item, Batch]]:
        """Yield each item, without its bytes, and its rows, in the order of the items.

        Raises `ModelError` where the model cannot be loaded, `ClaimkitError` where processes cannot be started.
        """
        given = finished = 0
        more = True
        while more or finished < given:
            while more and given - finished < AHEAD and self._bytes < AHEAD_BYTES:
                item = next(items, None)
                more = item is not None
                if item is not None:
                    self._take(_Task(given, item))
                    given += 1
                    self._deal()
                    self._listen(0)
            while finished in self._done:
                yield self._done.pop(finished)
                finished += 1
            if finished < given and finished not in self._done:
                self._deal()
                self._listen(_PATIENCE)

    def _take(self, task: _Task) -> None:
        if task.item.failure is not None:
            self._done[task.number] = task.item, failed(task.item.key, task.item.failure)
        else:
            self._bytes += len(task.item.raw)
            self._waiting.append(task)

    def _finish(self, task: _Task, batch: Batch) -> None:
        self._bytes -= len(task.item.raw)
        self._done[task.number] = task.item._replace(raw=b""), batch

    def _deal(self) -> None:
        """Give waiting articles to the workers that have fewest, and start workers while there are too few."""
        while self._waiting:
            if len(self._workers) < self._most:
                self._workers.append(self._started())
            worker = min(self._workers, key=lambda each: len(each.tasks) + DEPTH * (each.done >= LIFETIME))
            if len(worker.tasks) >= DEPTH or worker.done >= LIFETIME:
                return
            task = self._waiting.popleft()
            if worker.ready and not worker.tasks:
                worker.since = time.monotonic()
            worker.tasks.append(task)
            worker.outbox.put((task.number, task.item))

    def _started(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self._options), daemon=True, name="claimkit worker")
        with _prepared():
            process.start()
        theirs.close()
        outbox: SimpleQueue[tuple[int, Item] | None] = SimpleQueue()
        postman = Thread(target=_post, args=(outbox, ours), daemon=True)
        postman.start()
        return _Worker(process, ours, outbox, postman)

    def _listen(self, patience: float) -> None:
        """Wait until a worker says something, dies, or has run out of time, at most `patience` seconds."""
        now = time.monotonic()
        limits = [each.since + self._limit(each) - now for each in self._workers if self._is_at_work(each)]
        sources: list[Any] = [
            *(each.pipe for each in self._workers),
            *(each.process.sentinel for each in self._workers),
        ]
        wait(sources, max(min([patience, *limits]), 0))
        for worker in list(self._workers):
            alive = self._heard(worker)
            late = time.monotonic() > worker.since + self._limit(worker) and self._is_at_work(worker)
            if not alive or late:
                self._replace(worker, late=alive)
            elif worker.done >= LIFETIME and not worker.tasks:
                self._workers.remove(worker)
                _ended(worker)

    def _is_at_work(self, worker: _Worker) -> bool:
        return bool(worker.tasks) or not worker.ready

    def _limit(self, worker: _Worker) -> float:
        return self._timeout if worker.ready else max(self._timeout, LONGEST_START)

    def _heard(self, worker: _Worker) -> bool:
        """Take in all that a worker has said; return whether it lives."""
        try:
            while worker.pipe.poll():
                self._told(worker, worker.pipe.recv())
        except (EOFError, OSError):
            return False
        return worker.process.is_alive() or worker.pipe.poll()

    def _told(self, worker: _Worker, message: Any) -> None:
        worker.since = time.monotonic()
        if message == READY:
            worker.ready, self._stillborn = True, 0
        elif isinstance(message, str):
            raise ModelError(message)
        else:
            worker.done += 1
            self._finish(worker.tasks.popleft(), message[1])

    def _replace(self, worker: _Worker, *, late: bool) -> None:
        """Stop a worker that is late or dead; its first article failed, or is tried once more, the others wait anew."""
        self._workers.remove(worker)
        if not late:
            worker.process.join(_GRACE)  # its pipe may be closed before it has ended, and how it ends is to be told
        worker.process.kill()
        code = _ended(worker)
        blamed = worker.tasks.popleft() if worker.ready and worker.tasks else None
        self._waiting.extendleft(reversed(worker.tasks))
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > STILLBORN:
                why = "took too long" if late else f"ended {_how(code)}"
                raise ClaimkitError(
                    f"a worker {why} before its first article: in a script, call run() under if __name__ == '__main__':"
                )
        if blamed is None:
            return
        key = blamed.item.key
        if late:
            hint = "give it more with --timeout and --retry"
            self._finish(blamed, failed(key, f"{key} took longer than the limit of {self._timeout:g} seconds: {hint}"))
        elif blamed.deaths + 1 < TRIES:
            self._waiting.appendleft(blamed._replace(deaths=blamed.deaths + 1))
        else:
            self._finish(blamed, failed(key, f"{key}: the worker that read it ended {_how(code)}, {TRIES} times"))


@contextmanager
def _prepared() -> Iterator[None]:
    """Start a process with libraries kept to one thread each, and deaf to Ctrl-C, which is for this one."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update({name: "false" if name.startswith("TOKENIZERS") else "1" for name in THREADS})
    masks = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _post(outbox: SimpleQueue[tuple[int, Item] | None], pipe: Connection) -> None:
    with suppress(OSError):  # the worker is dead, which is found out by listening
        while (given := outbox.get()) is not None:
            pipe.send(given)


def _ended(worker: _Worker) -> int | None:
    """Close the pipe of a worker, wait for its end, kill it if that takes long, and return its exit code."""
    worker.outbox.put(None)
    worker.postman.join()
    worker.pipe.close()
    worker.process.join(_GRACE)
    if worker.process.exitcode is None:
        worker.process.kill()
        worker.process.join()
    code = worker.process.exitcode
    worker.process.close()
    return code


def _how(code: int | None) -> str:
    """Say how a process ended.

    >>> _how(3), _how(-11)
    ('with exit code 3', 'by signal 11 (SIGSEGV)')
    """
    if code is None or code >= 0:
        return f"with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        return f"by signal {-code}"
    return f"by signal {-code} ({name})"
