"""What takes the place of extraction in tests of corpora: no model, and words that make a worker misbehave."""

from __future__ import annotations

import os
import signal
import time

from claimkit.models import Article
from claimkit.results import Extraction
from claimkit.testing import Saying, build


def quick(article: Article) -> Extraction:
    """One claim of Ana Brill for each line of the text; a text of one word in capitals does what that says."""
    if article.text == "HANG":
        time.sleep(600)
    if article.text == "DIE":
        os._exit(7)
    if article.text == "KILLED":
        os.kill(os.getpid(), signal.SIGKILL)
    if article.text == "RAISE":
        raise ValueError("told to\nfail")
    if article.text.startswith("SLOW"):
        time.sleep(0.1)
    known = article.model_dump(include={"id", "title", "outlet", "published"})
    return build(*(Saying("Ana Brill", line) for line in article.text.splitlines() if line), **known)


def dies_once(article: Article) -> Extraction:
    """Die at the first article of a run, as one does whose memory another program wants; its path is the title."""
    if article.title and not os.path.exists(article.title):  # noqa: PTH110
        with open(article.title, "x"):  # noqa: PTH123
            os._exit(7)
    return quick(article)


def loads_nothing(article: Article) -> Extraction:
    """The name of a function that the workers cannot load."""
    return quick(article)
