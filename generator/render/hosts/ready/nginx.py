"""What fills the marks of `nginx.conf`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.render.hosts.ready import table


def marks(path: str, _folder: str) -> Mapping[str, str]:
    """For a site under `path`: maps by regular expressions of nginx (PCRE), and what is sent on."""
    return {
        "PATTERN": re.escape(path),
        "CACHE": table.cache(),
        "CACHES": "\n".join(f'"{_pattern(each)}" "{value}";' for each, value in table.kept()),
        "ORIGINS": "\n".join(f'"{_pattern(each)}" "*";' for each in table.open_to_all()),
        "ALWAYS": "\n".join(f'add_header {name} "{value}" always;' for name, value in table.always()),
        "MOVED": "\n".join(f"location = {path}{old} {{ return 302 {path}{new}; }}" for old, new in table.MOVED),
        "ENTRY": "" if path == "/" else f"location = {path.rstrip('/')} {{ return 301 {path}; }}",
    }


def _pattern(path: str) -> str:
    return f"~^{re.escape(path).replace(re.escape('*'), '.*')}$"
