"""Nodes to typed fields: all problems at once, each at its place, and whatever else could be understood kept.

Pydantic says what does not fit; here that becomes a problem in our words, the culprit is cut out (or replaced by what it was
surely meant to be) and the rest is fitted again. Costly to import; ask `plain` first, which answers where nothing is wrong.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from generator.problem import did_you_mean
from generator.read import schema
from generator.read.findings import Findings
from generator.read.fitted import Fitted, Location, Spot
from generator.read.mending import quoted_line
from generator.read.nodes import Document, Mapping, Node, Scalar
from generator.read.schema import Fields
from generator.read.updates import Kind
from generator.read.values import Context, NotText, Refused
from generator.read.vocabulary import word

Model = TypeVar("Model", bound=Fields)
ROUNDS = 5
"""Fits of one mapping: a value that hides another is found in the next round."""

REPORTS: dict[Kind, type[Fields]] = {
    Kind.INCIDENT: schema.IncidentFields,
    Kind.MAINTENANCE: schema.MaintenanceFields,
    Kind.NOTICE: schema.NoticeFields,
}
KNOWN = frozenset(name for each in schema.EVERY for name in each.model_fields)
CONTAINER_TYPES = {
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
}


class Fitter:
    """Fits the mapping of one document; knows its lines, for the line to write instead."""

    def __init__(self, document: Document, first_line: int, context: Context, findings: Findings) -> None:
        self.lines = document.text.split("\n")
        self.first_line = first_line
        self.context = context
        self.findings = findings
        self.lost: set[str] = set()
        self.cut: list[Location] = []

    def fit(self, model: type[Model], mapping: Mapping) -> Fitted[Model]:
        """The fields of `mapping`; every problem noted, missing required keys too."""
        values, spot = self._plain(mapping, None)
        fitted = self._rounds(model, values, spot)
        assert isinstance(spot.inner, dict)
        for name, message, value in self.context.warnings:
            at = spot.inner.get(name, spot).node
            self.findings.warning("spelling", message, line=at.line, column=at.column, hint=f"{name}: {value}")
        return Fitted(fitted, spot, frozenset(self.lost), tuple(self.cut))

    def _rounds(self, model: type[Model], values: Any, spot: Spot) -> Model:
        for _ in range(ROUNDS):
            self.context.warnings.clear()
            try:
                return model.model_validate(values, context=self.context)
            except ValidationError as problem:
                errors = [_in_our_words(error) for error in problem.errors(include_url=False)]
            # The last item of a list first, so that cutting it moves no other.
            errors.sort(key=lambda error: [str(part).zfill(6) for part in error["loc"]], reverse=True)
            places = [_found(spot, error["loc"]) for error in errors]
            gone: set[Location] = set()
            for error, (at, found) in zip(errors, places, strict=True):
                self._note_once(model, error, at, found)
                location, taken = _culprit(error, found)
                if not any(location[:depth] in gone for depth in range(1, len(location) + 1)):
                    self.cut.append(location)
                    _replace(values, spot, location, taken)
                    gone.add(location)
        return model.model_validate({}, context=self.context)

    def _plain(self, node: Node, key: Scalar | None) -> tuple[Any, Spot]:
        """A node as plain values, and where they stand. A doubled key loses all its values: none of them is the truth."""
        if isinstance(node, Scalar):
            return node.text, Spot(node, key)
        if not isinstance(node, Mapping):
            pairs = [self._plain(item, None) for item in node.items]
            return [value for value, _ in pairs], Spot(node, key, [spot for _, spot in pairs])
        values: dict[str, Any] = {}
        spots: dict[str, Spot] = {}
        doubled: dict[str, Scalar] = {}
        for name_node, value_node in node.pairs:
            name = self._name(name_node)
            if name in spots:
                first = spots[name].key or name_node
                self.findings.error(
                    "doubled-key",
                    f"the key “{name}” stands here and on line {first.line}: neither value counts",
                    line=name_node.line,
                    column=name_node.column,
                    hint=f"keep one line {name}: …",
                )
                doubled[name] = name_node
            values[name], spots[name] = self._plain(value_node, name_node)
        for name in doubled:
            del values[name], spots[name]
            if key is None:
                self.lost.add(name)
                self.cut.append((name,))
        return values, Spot(node, key, spots)

    def _name(self, node: Scalar) -> str:
        name = word(node.text)
        if name == node.text or name not in KNOWN:
            return node.text
        message = f"the key “{node.text}” is written “{name}”"
        self.findings.warning("spelling", message, line=node.line, column=node.column, hint=f"{name}:")
        return name

    def _note_once(self, model: type[Fields], error: Any, at: Spot, found: Location) -> None:
        location: Location = tuple(error["loc"])
        self.lost.add(str(location[0]))
        if location not in self.cut:  # a required value that was cut out is missing now, which was said already
            self._note(model, error, location if error["type"] == "missing" else found, at)

    def _note(self, model: type[Fields], error: Any, location: Location, at: Spot) -> None:
        name = str(location[-1])
        place = at.node
        context = error.get("ctx", {})
        match error["type"]:
            case "refused":
                key = next((str(part) for part in reversed(location) if isinstance(part, str)), "")
                hint = f"{key}: {context['hint']}" if context["hint"] and key else context["hint"]
                rule, message = key.replace("_", "-") or "value", context["message"]
            case "extra_forbidden":
                place = at.key or at.node
                known = _keys_at(model, location[:-1])
                near = did_you_mean(word(name), known)
                rule, hint = "unknown-key", (f"{near}:" + self._rest(place)) if near else ""
                message = f"the key “{name[:80]}” is not known" + (
                    f", did you mean “{near}”?" if near else f", expected {', '.join(known)}"
                )
            case "missing":
                rule, message, hint = "missing-key", f"the key “{name}” is missing here", f"{name}: …"
            case "string_too_short":
                rule, message, hint = f"missing-{name}", f"“{name}” is empty", f"{name}: What people notice"
            case "string_too_long":
                rule = "long-title"
                message = f"“{name}” has more than {context['max_length']} characters"
                hint = f"{name}: {str(error['input'])[:60].strip()}…"
            case "string_type":
                rule, message = "value", f"“{name}” is a list or a mapping here, expected text"
                hint = quoted_line(self._line(place)) or f"{name}: …"
            case "model_type" if isinstance(location[-1], int):
                rule, message = "value", "keys and values are expected here, such as {id: api, name: API}"
                text = place.text if isinstance(place, Scalar) else "api"
                hint = f"- {{id: {text}, name: {text}}}"
            case other if other in CONTAINER_TYPES:
                rule, message = "value", f"“{name}” must be {CONTAINER_TYPES[other]}"
                hint = f"{name}: [ … ]" if other == "list_type" else f"{name}: {{ … }}"
            case _:
                rule, message, hint = "value", f"“{name}” is not understood: {error['msg']}", ""
        self.findings.error(rule, message, line=place.line, column=place.column, hint=hint)

    def _line(self, node: Node) -> str:
        index = node.line - self.first_line
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def _rest(self, key: Node) -> str:
        """What follows a key on its line."""
        assert isinstance(key, Scalar)
        return self._line(key)[key.end_column - 1 :].lstrip().removeprefix(":").rstrip() if key.end_column else ""


def _in_our_words(error: Any) -> Any:
    """An error of pydantic; one that was raised in `values` as what it is there."""
    match error.get("ctx", {}).get("error"):
        case Refused() as refused:
            context = {"message": refused.message, "hint": refused.hint, "taken": refused.taken}
            return {**error, "type": "refused", "ctx": context}
        case NotText():
            return {**error, "type": "string_type"}
    return error


def _keys_at(model: type[Fields], location: Location) -> list[str]:
    """The keys that the mapping at `location` may have."""
    if not location:
        return list(model.model_fields)
    inner: dict[str, type[Fields]] = {
        "components": schema.ComponentFields,
        "channels": schema.ChannelFields,
        "promises": schema.PromiseFields,
        "announce": schema.OutletFields,
    }
    if location[0] == "promises" and len(location) > 1:
        return list(schema.TermFields.model_fields)
    return list(inner.get(str(location[0]), schema.Fields).model_fields)


def _found(spot: Spot, location: Location) -> tuple[Spot, Location]:
    """The spot at `location`, or the nearest above it, and how much of `location` leads there."""
    for depth, part in enumerate(location):
        inner = spot.within(part)
        if inner is None:
            return spot, location[:depth]
        spot = inner
    return spot, location


def _culprit(error: Any, found: Location) -> tuple[Location, Any]:
    """What is to be cut out for an error to be gone, and what takes its place where that is not in doubt."""
    taken = error.get("ctx", {}).get("taken") if error["type"] == "refused" else None
    if error["type"] == "string_too_long":
        taken = error["input"][: error["ctx"]["max_length"] - 1].strip() + "…"
    return found, taken


def _replace(values: Any, spot: Spot, location: Location, taken: Any) -> None:
    """Put `taken` in the place of the value at `location`, or cut it out where there is nothing to take."""
    for part in location[:-1]:
        inner = spot.within(part)
        if inner is None:
            return
        values, spot = values[part], inner
    last = location[-1]
    if spot.within(last) is None:
        return
    if taken is not None:
        values[last] = taken
        return
    del values[last]
    kept: Any = spot.inner
    del kept[last]
