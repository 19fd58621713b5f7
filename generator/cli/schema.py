"""`upside schema`: the file formats for editors, from the classes that validate."""

from __future__ import annotations

import json

import click

KINDS = ("incident", "site")

SCHEMA = """\
Print the JSON Schema of an incident's front matter, or of site.yaml.

Editors complete and check with it. A new site keeps both in its folder .schema; bring them up to date with:

\b
  upside schema incident > .schema/incident.json
  upside schema site > .schema/site.json
"""


@click.command(help=SCHEMA, short_help="Print the JSON Schema for editors.")
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> int:
    """Print the schema of `kind`."""
    click.echo(schema_text(kind), nl=False)
    return 0


def schema_text(kind: str) -> str:
    """The JSON Schema (draft 7) of a kind of `KINDS`, ending with a line end."""
    from generator.read.schema import incident_schema, site_schema

    made = {"incident": incident_schema, "site": site_schema}[kind]()
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
