"""The parse with numpy's products is that of spaCy's own, and no thread setting is left behind."""

from __future__ import annotations

import threading

import pytest
import spacy
from threadpoolctl import ThreadpoolController

from claimkit.parsing import DEFAULT_PIPELINES, load
from claimkit.products import one_thread, with_numpy
from claimkit.reading import read


@pytest.mark.parametrize("name", ["ferry_report.txt", "british.txt", "interview.txt"])
def test_the_parse_is_that_of_the_pipeline_as_it_is_loaded(name, fixtures):
    text = read(fixtures / name).text
    package = next(each for each in DEFAULT_PIPELINES if spacy.util.is_package(each))
    own = spacy.load(package, exclude=["ner"])
    changed = with_numpy(spacy.load(package, exclude=["ner"]))

    def told(doc):
        return [(token.tag_, token.dep_, token.head.i, token.is_sent_start, token.lemma_) for token in doc]

    assert told(own(text)) == told(changed(text))


def test_no_layer_of_the_loaded_pipeline_multiplies_with_blis():
    layers = [layer for _, pipe in load().pipeline if getattr(pipe, "model", None) for layer in pipe.model.walk()]
    assert layers
    assert not any(layer.ops.use_blis for layer in layers)


def blas_threads():
    return [each["num_threads"] for each in ThreadpoolController().select(user_api="blas").info()]


def test_parses_in_several_threads_leave_the_number_of_threads_as_it_was():
    with ThreadpoolController().limit(limits=2, user_api="blas"):
        before = blas_threads()
        entered, leave = threading.Event(), threading.Event()

        def other():
            with one_thread():
                entered.set()
                leave.wait(10)

        thread = threading.Thread(target=other)
        with one_thread():
            thread.start()
            assert entered.wait(10)
            assert set(blas_threads()) <= {1}
        leave.set()
        thread.join()
        assert blas_threads() == before


def test_threads_come_back_after_an_error():
    with ThreadpoolController().limit(limits=2, user_api="blas"):
        before = blas_threads()
        with pytest.raises(ZeroDivisionError), one_thread():
            1 / 0  # noqa: B018
        assert blas_threads() == before
