"""What fills the marks of `Caddyfile`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.render.hosts.ready import table


def marks(path: str, _folder: str) -> Mapping[str, str]:
    """For a site under `path`: headers by Caddy's path matchers, which see the path inside the site."""
    inner = "handle" if path == "/" else f"handle_path {path}*"
    return {
        "ENTRY": "" if path == "/" else f"redir {path.rstrip('/')} {path} 301",
        "HANDLE": inner,
        "CACHE": table.cache(),
        "CACHES": "\n".join(f'header /{each} Cache-Control "{value}"' for each, value in table.kept()),
        "OPEN": " ".join(f"/{each}" for each in table.open_to_all()),
        "ALWAYS": "\n".join(("header {", *(f'\t{name} "{value}"' for name, value in table.always()), "}")),
        "TYPES": "\n".join(f'header /{each} Content-Type "{value}"' for each, value in table.types()),
        "MOVED": "\n".join(f"redir /{old} {path}{new} 302" for old, new in table.MOVED),
    }
