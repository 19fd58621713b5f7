"""The picture in the README: the example site's first page, on the morning that its departure boards stood still.

`python -m tests.browser.picture` makes `.github/picture.png` anew. The same clock and the same fonts give the same picture.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from generator.build import build
from tests.browser import chromium, clock

ROOT = Path(__file__).parents[2]
MORNING = datetime(2026, 10, 14, 9, 55, tzinfo=UTC)
WIDTH, HEIGHT, SCALE = 1040, 1240, 1.25


def take(target: Path) -> None:
    """Write the picture to `target`. Raises `LookupError` where there is no Chromium."""
    program = chromium.find()
    if program is None:
        raise LookupError("no Chromium on this machine (tests/browser/README.md)")
    with tempfile.TemporaryDirectory(prefix="upside-picture-") as folder, chromium.running(program) as browser:
        root = Path(folder)
        (root / "incidents").mkdir()
        for file in (ROOT / "incidents").rglob("*.md"):
            if file.name[:10] <= f"{MORNING:%Y-%m-%d}":  # what had been written by then
                shutil.copy(file, root / "incidents")
        shutil.copy(ROOT / "site.yaml", root)
        build(root, root / "public", now=MORNING)
        with browser.page(zone="Europe/London", first=clock.at(MORNING)) as page:
            page.resize(WIDTH, HEIGHT, scale=SCALE)
            page.go((root / "public" / "index.html").as_uri())
            page.picture(target, whole=False)


if __name__ == "__main__":
    take(ROOT / ".github" / "picture.png")
