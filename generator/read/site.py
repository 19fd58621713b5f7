"""site.yaml to a `Site`: whatever of it can be kept, and `Unusable` where there is nothing to speak of."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.model import Channel, Component, Outlet, Site
from generator.problem import Level, Problem, Unusable
from generator.read import nodes, plain, shapes
from generator.read.decoding import LARGEST, decode, unresolved
from generator.read.findings import Findings
from generator.read.fitted import Fitted
from generator.read.nodes import Document, Mapping, Scalar
from generator.read.outlets import outlets
from generator.read.promises import promises
from generator.read.values import Context

if TYPE_CHECKING:
    from generator.read.schema import ComponentFields, SiteFields

FILE = "site.yaml"
UNPARSABLE = frozenset({"merge-conflict", "yaml", "yaml-quotes"})
"""Rules whose errors leave it open what any line of the file means."""
END = Scalar("", 10**9, 1, 1, plain=True)
"""A key after the last one."""
STAND_IN_NAME = "Status"
STAND_IN_URL = "https://status.invalid"
"""Where nobody said where the site stands (RFC 2606: such a name exists nowhere)."""


HARMLESS = ("name", "group", "description", "since")
"""Fields of a component without which it is still the same component."""


EXAMPLE = "components: [{id: api, name: API}]"


def site_bytes(root: Path) -> bytes:
    """The bytes of site.yaml; raises `Unusable` where there is no such file or it cannot be read."""
    findings = Findings(FILE)
    try:
        with (root / FILE).open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        near = next((name for name in ("site.yml", "site.json", "_config.yml") if (root / name).exists()), "")
        hint = f"mv {near} {FILE}" if near else "upside init"
        findings.error("no-site", f"there is no {FILE} in this folder", hint=hint)
        raise Unusable(findings.problems) from None
    except OSError as problem:
        findings.error("unreadable", f"{FILE} cannot be read: {problem.strerror}")
        raise Unusable(findings.problems) from None
    if len(data) > LARGEST:
        findings.error("too-large", f"{FILE} is larger than {LARGEST // 1024} KiB")
        raise Unusable(findings.problems)
    return data


def read_site(data: bytes) -> tuple[Site, tuple[Problem, ...]]:
    """The site in the bytes of site.yaml and what is wrong with it; raises `Unusable` where nothing can be built from it."""
    findings = Findings(FILE)
    text, _ = unresolved(decode(data, findings), findings)
    document = nodes.parse(text, 1, findings)
    if "\ufffd" * 4 in text and findings.problems:  # who knows what stood there
        raise Unusable(findings.problems)
    if any(problem.rule in UNPARSABLE for problem in findings.problems):
        raise Unusable(findings.problems)
    if not isinstance(document.root, Mapping):
        if not findings.problems or document.root is not None:
            findings.error("site", f"{FILE} holds no “key: value”", hint="name: Example Cloud")
        raise Unusable(findings.problems)
    fitted = _fitted(document, document.root, findings)
    components, lost = _components(fitted, findings)
    written = any(key.text == "components" for key, _ in document.root.pairs)
    if "components" in fitted.lost and not components and written:
        raise Unusable(findings.problems)
    promised = _lines_of("promises", document.root)
    if "timezone" in fitted.lost or any(
        _is_about_since(each) for each in findings.problems if each.place.line not in promised
    ):
        raise Unusable(
            findings.problems
        )  # every time without a zone would be another one, days of no data would be green
    lost = lost or _has_errors_in("components", document.root, findings)
    site = _site(fitted, components, findings, damaged=lost or document.mended)
    return site, tuple(findings.problems)


def _fitted(document: Document, root: Mapping, findings: Findings) -> Fitted[SiteFields]:
    context = Context(ZoneInfo("UTC"))
    plainly = plain.fit(shapes.SITE, root, context)
    if plainly is not None:
        return plainly
    from generator.read import fields, schema  # costly, and rarely needed

    return fields.Fitter(document, 1, context, findings).fit(schema.SiteFields, root)


def _is_about_since(problem: Problem) -> bool:
    if problem.rule == "doubled-key" and problem.place.column > 1:  # two components may have run into one
        return True
    return problem.level is Level.ERROR and ("since:" in problem.hint or "“since”" in problem.message)


def _has_errors_in(name: str, root: Mapping, findings: Findings) -> bool:
    """Whether any error lies in what the top-level key `name` holds."""
    lines = _lines_of(name, root)
    return any(each.place.line in lines and each.level is Level.ERROR for each in findings.problems)


def _lines_of(name: str, root: Mapping) -> range:
    """The lines of what the top-level key `name` holds; none where there is no such key."""
    for (key, _), (following, _) in pairwise([*root.pairs, (END, END)]):
        if key.text == name:
            return range(key.line, following.line)
    return range(0)


def _site(fitted: Fitted[SiteFields], components: tuple[Component, ...], findings: Findings, *, damaged: bool) -> Site:
    values = fitted.values
    if values.name is None and "name" not in fitted.lost:
        findings.error("missing-name", "“name” is missing", hint="name: Example Cloud")
    if values.url is None and "url" not in fitted.lost:
        findings.error(
            "missing-url", "“url” is missing: where will this site stand?", hint="url: https://status.example.com"
        )
    host = urlsplit(values.url or "").hostname or "status.example.com"
    if values.authority is None and "authority" not in fitted.lost:
        first = min((component.since for component in components if component.since), default=None)
        findings.warning(
            "missing-authority",
            "“authority” is missing: without it the ids of feeds change when the address does",
            hint=f"authority: {host},{first or 'YYYY-MM-DD'}",
        )
    return Site(
        name=values.name or STAND_IN_NAME,
        url=values.url or STAND_IN_URL,
        timezone=values.timezone,
        language=values.language,
        description=values.description or "",
        home=values.home or "",
        authority=values.authority or "",
        security=values.security or "",
        hub=values.hub or "",
        publish=tuple(values.publish or ()),
        components=components,
        channels=tuple(Channel(channel.name, channel.url) for channel in values.channels or ()),
        promises=promises(
            values.promises, said="promises" in values.model_fields_set, damaged="promises" in fitted.lost
        ),
        announce=_announce(fitted, components, findings),
        damaged=damaged,
    )


def _announce(fitted: Fitted[SiteFields], components: tuple[Component, ...], findings: Findings) -> tuple[Outlet, ...]:
    entries = fitted.values.announce or ()
    if not entries:
        return ()
    spots: Any = fitted.spot.inner
    nodes_of = [spot.node for spot in spots["announce"].inner]
    return outlets(zip(entries, nodes_of, strict=True), components, findings)


def _components(fitted: Fitted[SiteFields], findings: Findings) -> tuple[tuple[Component, ...], bool]:
    """The components, each id once, and whether one may be missing."""
    lost = any(part[0] == "components" and not (len(part) > 2 and part[2] in HARMLESS) for part in fitted.cut)
    kept: dict[str, tuple[Component, int]] = {}
    spots: Any = fitted.spot.inner
    for index, entry in enumerate(fitted.values.components or ()):
        node = spots["components"].inner[index].node
        if (held := kept.get(entry.id)) is not None:
            findings.error(
                "doubled-component",
                f"the component “{entry.id}” stands here and on line {held[1]}: only the first counts",
                line=node.line,
                column=node.column,
                hint=f"id: {entry.id}-2",
            )
            lost = True
            since = max((day for day in (held[0].since, entry.since) if day), default=None)
            kept[entry.id] = replace(held[0], since=since), held[1]  # whichever is right, no day of no data turns green
            continue
        kept[entry.id] = _component(entry), node.line
    if "components" not in spots and "components" not in fitted.lost:
        findings.error(
            "missing-components", "“components” is missing: what is it that can be up or down?", hint=EXAMPLE
        )
        lost = True
    return tuple(component for component, _ in kept.values()), lost


def _component(entry: ComponentFields) -> Component:
    return Component(entry.id, entry.name or entry.id, entry.group or "", entry.description or "", entry.since)
