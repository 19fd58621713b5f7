"""No search for garbage while many small values that all stay are made: it takes a third of the time and finds none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_pauses(*, for_good: bool = False) -> Iterator[None]:
    """Until the `with` ends. What there is by then is never searched at all, where it is there `for_good`, as imported modules are."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if for_good:
            gc.freeze()
        if running:
            gc.enable()
