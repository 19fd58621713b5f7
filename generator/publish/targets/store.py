"""Requests to an object store, each bounded in time and in tries, and every failure a sentence without a secret in it.

Knows of objects only, nothing of sites. The library is obstore, which speaks S3 and its likes, Google's and Azure's protocol; its own retries
are off, so that ours are the only ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from generator.publish.targets.patience import Patience
from generator.publish.targets.target import Failed
from generator.publish.targets.trouble import Trouble, trouble

if TYPE_CHECKING:
    from obstore.store import ObjectStore

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of an object it is: what a conditional write is conditioned on."""

    e_tag: str
    version: str | None = None
    """Google's generation."""

    @property
    def mode(self) -> dict[str, str]:
        """As obstore takes it."""
        return {"e_tag": self.e_tag, **({"version": self.version} if self.version else {})}


@dataclass(frozen=True, slots=True)
class Found:
    """An object that was fetched."""

    content: bytes
    version: Version
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """An object as a listing tells of it."""

    size: int
    e_tag: str


@dataclass
class Store:
    """A bucket, below a prefix. May be used from many threads."""

    quick: ObjectStore
    """Gives up on a request after `Patience.request`."""
    slow: ObjectStore
    """Gives up on a request after `Patience.transfer`."""
    patience: Patience
    stop: Event = field(default_factory=Event)
    until: float = 0.0
    """By the monotonic clock; no request begins after it."""

    def begin(self, stop: Event) -> None:
        """From now on the time counts, and `stop` ends it early."""
        self.stop = stop
        self.until = time.monotonic() + self.patience.total

    def get(self, path: str, *, small: bool = False) -> Found | None:
        """The object at `path`, whole; None where there is none. Raises `Failed`."""
        import obstore

        def fetch() -> Found:
            result = obstore.get(self.quick if small else self.slow, path)
            content = bytes(result.bytes())
            return Found(content, _version(result.meta), dict(result.attributes))

        return self._tried(fetch, f"fetching {path}", missing=None)

    def put(self, path: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Let `content` be the object at `path`. Raises `Failed`."""
        import obstore

        def send() -> bool:
            obstore.put(self.slow, path, content, attributes=dict(headers), use_multipart=False)
            return True

        self._tried(send, f"sending {path}")

    def swap(self, path: str, content: bytes, seen: Version | None, headers: Mapping[str, str]) -> Version | None:
        """Write `path` if it still is as it was `seen` (None: is not there); its new version, or None where somebody was quicker.

        Where the answer is lost, what the store holds afterwards says whether it was written. Raises `Failed`.
        """
        import obstore
        from obstore.exceptions import BaseError

        mode: Any = seen.mode if seen else "create"

        def send() -> Version | None:
            try:
                return _version(obstore.put(self.quick, path, content, mode=mode, attributes=dict(headers)))
            except (BaseError, OSError, ValueError) as problem:
                found = trouble(problem)
                if found.kind not in ("lost", "passing"):
                    raise
                there = self.get(path, small=True)
                if there is not None and there.content == content:
                    return there.version
                if found.kind == "passing" and (there and there.version) == seen:
                    raise
                return None

        return self._tried(send, f"writing {path}")

    def last_word(self, path: str, content: bytes, seen: Version, headers: Mapping[str, str]) -> None:
        """Try once to write `path` if it still is as it was `seen`, even when stopped or out of time; whether that went well is not said."""
        import obstore

        mode: Any = seen.mode
        with suppress(Exception):
            obstore.put(self.quick, path, content, mode=mode, attributes=dict(headers))

    def copy(self, source: str, path: str, hold: Callable[[], None]) -> bool:
        """Let `path` be what `source` is, at the store; False where there is no `source`. `hold` comes before every try. Raises `Failed`."""
        import obstore

        def send() -> bool:
            hold()
            obstore.copy(self.quick, source, path)
            return True

        return bool(self._tried(send, f"putting {path} in place", missing=False))

    def delete(self, path: str, hold: Callable[[], None] = lambda: None) -> None:
        """See that there is nothing at `path`. `hold` comes before every try. Raises `Failed`."""
        import obstore

        def send() -> bool:
            hold()
            obstore.delete(self.quick, path)
            return True

        self._tried(send, f"removing {path}", missing=True)

    def list(self) -> dict[str, Listed]:
        """Every object, by path. Raises `Failed`."""
        import obstore

        def fetch() -> dict[str, Listed]:
            return {
                each["path"]: Listed(each["size"], str(each["e_tag"] or "").strip('"'))
                for page in obstore.list(self.quick)
                for each in page
            }

        return self._tried(fetch, "listing it") or {}

    def _tried(self, request: Callable[[], Answer], what: str, **missing: Answer | None) -> Answer | None:
        """What `request` answers, tried again after what passes; `missing`, if given, where the object is not there."""
        from obstore.exceptions import BaseError

        for pause in (*self.patience.pauses, None):
            self._allowed()
            try:
                return request()
            except (BaseError, OSError, ValueError) as problem:
                found = trouble(problem)
                if found.kind == "missing" and "missing" in missing:
                    return missing["missing"]
                if found.kind != "passing" or pause is None:
                    raise _failed(found, what, 1 + len(self.patience.pauses)) from None
            self.stop.wait(pause)
        raise AssertionError("the last try returns or raises")

    def _allowed(self) -> None:
        if self.stop.is_set():
            raise Failed("stopped")
        if self.until and time.monotonic() > self.until:
            raise Failed(
                f"it took longer than {self.patience.total / 60:.0f} minutes, which is all that one target gets"
            )


class Opening(Protocol):
    """How to open a bucket, or a part of it."""

    def __call__(self, patience: Patience) -> Store:
        """The store, not yet asked anything. Raises `Failed` where the environment does not do."""

    def below(self, path: str) -> Opening:
        """How to open the part of it below `path`, and nothing else of it."""


def _failed(found: Trouble, what: str, tries: int) -> Failed:
    more = f", {tries} times" if found.kind == "passing" else ""
    return Failed(f"{what}: {found.words}{more}")


def _version(meta: Any) -> Version:
    return Version(str(meta["e_tag"] or ""), meta["version"])


def options(patience: Patience, seconds: float) -> dict[str, Any]:
    """What obstore is told for a store whose requests may take `seconds`.

    Plain HTTP is allowed, since it is spoken only where an endpoint says so.
    """
    return {
        "client_options": {
            "timeout": timedelta(seconds=seconds),
            "connect_timeout": timedelta(seconds=patience.connect),
            "allow_http": True,
        },
        "retry_config": {"max_retries": 0, "retry_timeout": timedelta(seconds=seconds), "backoff": {}},
    }
