"""Which components a report means, and in which state: names to ids, words to states, and what is left in doubt."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from generator.model import Change, ComponentStatus, Site
from generator.problem import Problem, did_you_mean
from generator.read.findings import Findings
from generator.read.nodes import Mapping, Node, Scalar, Sequence
from generator.read.slips import slipped
from generator.read.vocabulary import COMPONENT_WORDS, visible, word

LONGEST_HINT = 200
"""Characters of a line that is worth writing out."""


class Terms(Struct, frozen=True):
    """What site.yaml means for the reports: the zone of times without one, and the components by what they are called."""

    zone: ZoneInfo
    ids: dict[str, str]
    """Folded id to id."""
    names: dict[str, str]
    """Folded name to id; names that two components share are left out."""

    @classmethod
    def of(cls, site: Site) -> Terms:
        """The terms of `site`."""
        folded = [visible(component.name).casefold() for component in site.components]
        return cls(
            ZoneInfo(site.timezone),
            {component.id.casefold(): component.id for component in site.components},
            {
                name: component.id
                for name, component in zip(folded, site.components, strict=True)
                if folded.count(name) == 1
            },
        )


class Touched(Struct, frozen=True):
    """What a report says that it touches."""

    changes: tuple[Change, ...] = ()
    any_component: bool = False
    """Something of it could not be read: it may be any component."""


def component(text: str, terms: Terms, findings: Findings, *, line: int, column: int) -> str | None:
    """The id of the component that `text` names; the nearest one, with an error; None, with an error, where none is near."""
    folded = visible(text).casefold()
    if (known := terms.ids.get(folded)) is not None:
        if known != text:
            message = f"“{text}” is written “{known}”"
            findings.warning("component-spelling", message, line=line, column=column, hint=known)
        return known
    if (known := terms.names.get(folded)) is not None:
        message = f"“{text}” is the name of the component “{known}”: its id is expected"
        findings.warning("component-spelling", message, line=line, column=column, hint=known)
        return known
    several = folded.split()
    if len(several) > 1 and any(each in terms.ids for each in several):
        message = f"a comma is missing in “{text[:80]}”"
        findings.error("unknown-component", message, line=line, column=column, hint=", ".join(several)[:200])
        return None
    near = did_you_mean(folded, terms.ids)
    meant = f", did you mean “{terms.ids[near]}”?" if near else f", site.yaml has {_listed(terms)}"
    findings.error(
        "unknown-component",
        f"there is no component “{text[:80]}”{meant}",
        line=line,
        column=column,
        hint=terms.ids[near] if near else ", ".join(terms.ids.values()),
    )
    return terms.ids[near] if near and slipped(folded, near) else None


def state(text: str, findings: Findings, *, line: int, column: int) -> ComponentStatus | None:
    """The state that `text` names; None, with an error, where it names none."""
    typed = word(text)
    if (known := COMPONENT_WORDS.get(typed)) is not None:
        return known
    near = did_you_mean(typed, COMPONENT_WORDS)
    meant = COMPONENT_WORDS[near].value if near else ""
    suffix = f", did you mean “{meant}”?" if meant else f", expected one of {', '.join(ComponentStatus)}"
    findings.error(
        "unknown-state", f"“{text[:80]}” is no state of a component{suffix}", line=line, column=column, hint=meant
    )
    return None


def touched(node: Node, implied: ComponentStatus, terms: Terms, findings: Findings) -> Touched:
    """What the value of `components` says: a list of ids, which take `implied`, or a mapping of ids to states."""
    reader = _Reader(implied, terms, findings)
    said = len(findings.problems)
    reader.read(node)
    findings.problems[said:] = [_with_whole_line(problem, node, terms) for problem in findings.problems[said:]]
    changes: dict[str, Change] = {}
    for change in reader.changes:
        held = changes.get(change.component)
        if held is not None:
            message = f"the component “{change.component}” is listed twice"
            findings.warning("doubled-component", message, line=node.line, column=node.column)
        if held is None or change.status.severity > held.status.severity:
            changes[change.component] = change
    return Touched(tuple(changes.values()), reader.any_component)


def _with_whole_line(problem: Problem, node: Node, terms: Terms) -> Problem:
    """A problem whose hint is an id, with the line to write instead."""
    if problem.rule not in ("unknown-component", "component-spelling") or problem.hint not in terms.ids.values():
        return problem
    here = problem.place.line, problem.place.column

    def meant(scalar: Scalar) -> str:
        return problem.hint if (scalar.line, scalar.column) == here else scalar.text

    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        names = [meant(item) for item in node.items if isinstance(item, Scalar)]
        inline = node.items[-1].line == node.line and node.items[0].column == node.column + 1
        hint = f"components: [{', '.join(names)}]" if inline else f"- {problem.hint}"
    elif isinstance(node, Mapping) and all(isinstance(value, Scalar) for _, value in node.pairs):
        pairs = [f"{meant(key)}: {value.text}" for key, value in node.pairs if isinstance(value, Scalar)]
        own = next(
            (pair for pair, (key, _) in zip(pairs, node.pairs, strict=True) if (key.line, key.column) == here), ""
        )
        hint = f"components: {{{', '.join(pairs)}}}" if node.pairs[-1][0].line == node.line else own
    else:
        return problem
    return replace(problem, hint=hint) if len(hint) <= LONGEST_HINT else problem


class _Reader:
    def __init__(self, implied: ComponentStatus, terms: Terms, findings: Findings) -> None:
        self.implied = implied
        self.terms = terms
        self.findings = findings
        self.changes: list[Change] = []
        self.any_component = False

    def read(self, node: Node) -> None:
        match node:
            case Sequence():
                for item in node.items:
                    self._item(item)
            case Mapping():
                self._pairs(node)
            case Scalar():
                self._text(node)

    def _item(self, node: Node) -> None:
        if isinstance(node, Scalar):
            self._named(node, self.implied)
        elif isinstance(node, Mapping) and len(node.pairs) == 1:
            self._pairs(node)
        else:
            message = "an id of a component is expected here"
            self.findings.error("components", message, line=node.line, column=node.column, hint=self._example())
            self.any_component = True

    def _pairs(self, node: Mapping) -> None:
        for key, value in node.pairs:
            if isinstance(value, Scalar):
                said = state(value.text, self.findings, line=value.line, column=value.column)
            else:
                message = f"the state of “{key.text[:80]}” is expected here"
                self.findings.error(
                    "unknown-state", message, line=value.line, column=value.column, hint=self._example()
                )
                said = None
            self._named(key, said or ComponentStatus.MAJOR_OUTAGE)

    def _text(self, node: Scalar) -> None:
        names = [name for name in node.text.replace(";", ",").split(",") if name.strip()]
        hint = f"components: [{', '.join(name.strip() for name in names)}]" if names else self._example()
        message = f"“{node.text[:80]}” is no list" if names else "the value is missing"
        self.findings.error(
            "components", f"{message}, expected ids in brackets", line=node.line, column=node.column, hint=hint
        )
        self.any_component = True
        for name in names:
            if known := component(name.strip(), self.terms, self.findings, line=node.line, column=node.column):
                self.changes.append(Change(known, self.implied))

    def _named(self, node: Scalar, status: ComponentStatus) -> None:
        known = component(node.text, self.terms, self.findings, line=node.line, column=node.column)
        if known is None:
            self.any_component = True
        else:
            self.changes.append(Change(known, status))

    def _example(self) -> str:
        return f"components: [{', '.join(list(self.terms.ids.values())[:2])}]"


def _listed(terms: Terms) -> str:
    ids = list(terms.ids.values())
    return ", ".join(ids[:12]) + (" …" if len(ids) > 12 else "") if ids else "no components"
