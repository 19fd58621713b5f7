"""Files to what people wrote: `read(root, memory) -> Source`.

Takes bytes from disk, gives nouns and problems; decides nothing about them and never raises because of what somebody wrote, except
`Unusable` where there is no site to speak of. The libraries for it, yaml and pydantic, live here and are imported when there is
something new to parse: pydantic only where something of it is not plain.
"""

from __future__ import annotations

from typing import Any

from generator.read.source import read


def incident_schema() -> dict[str, Any]:
    """The JSON Schema of a report's front matter, for editors."""
    from generator.read import schema

    return schema.incident_schema()


def site_schema() -> dict[str, Any]:
    """The JSON Schema of site.yaml, for editors."""
    from generator.read import schema

    return schema.site_schema()


__all__ = ["incident_schema", "read", "site_schema"]
