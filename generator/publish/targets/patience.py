"""How long each thing may take, so that a dead host costs seconds and no host costs the night. Data only; all in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """The bounds of one target. They are ours to keep: the library's own retries are switched off."""

    connect: float = 5.0
    """Until a connection stands."""
    request: float = 10.0
    """For a request that carries little: a pointer, a copy at the store, a page of a listing."""
    transfer: float = 60.0
    """For a file, sent or fetched."""
    pauses: tuple[float, ...] = (0.3, 1.0, 3.0)
    """Between two tries of one request; there is one try more than there are pauses. A host that is dead so costs under a minute."""
    lease: float = 30.0
    """A publisher who has not been heard of for so long is taken for dead. More than two requests and a third of itself."""
    poll: float = 1.0
    """Between two looks at whether another publisher has ended."""
    wait: float = 300.0
    """For another publisher who is alive."""
    total: float = 900.0
    """For everything at one target; looked at before every request."""


USUAL = Patience()
