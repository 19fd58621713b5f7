"""What an object is served with: its type, and how long it may be kept. The second is read off the release's own `_headers`.

Stores serve objects with the headers that stand in their metadata; of those that `_headers` tells of, that is Cache-Control and what describes
the content. The rest (policy, who may read) is a matter of the bucket or of what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

HEADERS = "_headers"
KEPT = ("Cache-Control", "Content-Type", "Content-Disposition", "Content-Language")
"""Headers that stores keep with an object."""
CAREFUL = "no-cache"
"""Cache-Control where no rule says anything: keep it, but ask each time (RFC 9111, 5.2.2.4)."""
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",  # RFC 9239
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "ico": "image/vnd.microsoft.icon",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "": "text/plain; charset=utf-8",
}
"""By the end of a name. Closed, so that one release has the same types wherever it is shipped from."""
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a `_headers` file says."""

    base: str
    """The path of the site's address that its own root stands for: `/`, or `/status/`."""
    rules: tuple[tuple[re.Pattern[str], tuple[tuple[str, str], ...]], ...]

    def of(self, path: str) -> dict[str, str]:
        """The headers that a store is to keep with the file `path`."""
        found = {"Content-Type": _type(path), "Cache-Control": CAREFUL}
        for pattern, headers in self.rules:
            if pattern.fullmatch(self.base + path):
                found.update(headers)
        return found


def rules(text: str) -> Rules:
    """What a `_headers` file says (developers.cloudflare.com/pages/configuration/headers).

    A path with `*` for anything, and below it, set in, its headers. The shortest path that ends in `*` is the site's root. Lines that
    say nothing to a store are passed over.
    """
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        name, colon, value = line.strip().partition(":")
        if line[:1] == "/":
            found.append((line.strip(), []))
        elif colon and found and name.strip().title() in KEPT:
            found[-1][1].append((name.strip().title(), value.strip()))
    roots = [path[:-1] for path, _ in found if path.endswith("/*")]
    return Rules(
        min(roots, key=len, default="/"),
        tuple((_pattern(path), tuple(headers)) for path, headers in found if headers),
    )


def headers_of(files: Mapping[str, object], text: str) -> dict[str, dict[str, str]]:
    """The headers of every one of `files`, when `_headers` reads `text`."""
    said = rules(text)
    return {path: said.of(path) for path in files}


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, path.split("*"))))


def _type(path: str) -> str:
    name = path.rpartition("/")[2].lstrip("._")
    return TYPES.get(name.rpartition(".")[2].casefold() if "." in name else "", UNKNOWN)
