"""One server for all tests of this folder, and a bucket for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.targets import s3


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    """The port of a server that speaks S3."""
    with s3.moto() as port:
        yield port


@pytest.fixture
def place(moto_port: int, monkeypatch: pytest.MonkeyPatch) -> s3.Place:
    """An empty bucket, and the environment in which it is found."""
    for name, value in s3.settings(moto_port).items():
        monkeypatch.setenv(name, value)
    return s3.place(moto_port)
