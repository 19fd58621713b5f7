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
TODAY = f"{MORNING:%Y-%m-%d}"
WIDTH, HEIGHT, SCALE = 1040, 1200, 1.25


def written(file: Path) -> str:
    """What stood in an incident's file by then: of today's, its front matter and its first update."""
    text = file.read_text()
    return "\n## ".join(text.split("\n## ")[:2]) + "\n" if file.name.startswith(TODAY) else text


def take(target: Path) -> None:
    """Write the picture to `target`. Raises `LookupError` where there is no Chromium."""
    program = chromium.find()
    if program is None:
        raise LookupError("no Chromium on this machine (tests/browser/README.md)")
    with tempfile.TemporaryDirectory(prefix="upside-picture-") as folder, chromium.running(program) as browser:
        root = Path(folder)
        (root / "incidents").mkdir()
        for file in (ROOT / "incidents").rglob("*.md"):
            if file.name[:10] <= TODAY:
                (root / "incidents" / file.name).write_text(written(file))
        shutil.copy(ROOT / "site.yaml", root)
        build(root, root / "public", now=MORNING)
        with browser.page(zone="Europe/London", first=clock.at(MORNING)) as page:
            page.resize(WIDTH, HEIGHT, scale=SCALE)
            page.go((root / "public" / "index.html").as_uri())
            page.picture(target, whole=False)


if __name__ == "__main__":
    take(ROOT / ".github" / "picture.png")
