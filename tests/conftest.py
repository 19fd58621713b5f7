"""What holds for every test, wherever it is run from."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import HASTE, examples

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what it runs in the background with Ctrl-C ignored, which programs that a test starts and then stops would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)

if HASTE:
    settings.register_profile("upside", settings.get_profile("ci"), max_examples=examples(100))
    settings.load_profile("upside")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where programs keep what they can make again: not where those of whoever runs the tests do."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first: begun last, it would leave all but one processor idle."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    """The port of a server that speaks S3: one for all tests, and each takes a bucket of its own."""
    from tests.publish.targets import s3

    with s3.moto() as port:
        yield port
