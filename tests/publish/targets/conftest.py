"""A bucket for each test."""

from __future__ import annotations

import pytest

from tests.publish.targets import s3


@pytest.fixture
def place(moto_port: int, monkeypatch: pytest.MonkeyPatch) -> s3.Place:
    """An empty bucket, and the environment in which it is found."""
    for name, value in s3.settings(moto_port).items():
        monkeypatch.setenv(name, value)
    return s3.place(moto_port)
