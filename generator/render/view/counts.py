"""Those figures of the report that count: incidents by impact, updates on time, postmortems, what these promised."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.model.report import Figures
from generator.render.edition import Sheet
from generator.render.markup import Html, join
from generator.render.view import charts
from generator.render.view.figures import Case, Figure, Part, Row, Table, cases, link, mirrored

LOW, MIDDLE, HIGH = 0.4, 0.7, 1.0
"""How high a part rises: the worse, the higher, as the bars of days do."""


def impacts(sheet: Sheet, of: Figures) -> Figure:
    """How many incidents began."""
    words, told, name = sheet.words, of.impacts, f"{of.period.name}-impacts"
    formula, title = words.say("figures", "impacts_formula"), words.get("figures", "impacts")
    if not told.total:
        return Figure(name, title, words.say("figures", "impacts_none"), Html(), Html(), formula)
    parts = [
        Part("", impact, words.say("figures", "impacts_part", impact=words.get("impact", impact), count=str(count)))
        for impact, count in told.counts
        if count
    ]
    day = sheet.times.in_words
    ends = day(of.period.first), day(of.period.last)
    said = words.say(
        "figures", "impacts_picture", first=ends[0], last=ends[1], parts=join((p.words for p in parts), ", ")
    )
    return Figure(
        anchor=name,
        name=title,
        value=words.count("figures", "impacts_value", told.total),
        worst=Html(),
        of=words.count("figures", "impacts_open", told.open) if told.open else Html(),
        formula=formula,
        note=words.say("figures", "impacts_note"),
        picture=charts.in_time(name, said, told.stretches, ends, mirrored=mirrored(sheet)),
        parts=tuple(parts),
        table=_stretches(sheet, of),
        cases=tuple(Case(link(sheet, each), words.say("impact", each.impact)) for each in told.worst),
    )


def words_kept(sheet: Sheet, of: Figures) -> Figure:
    """How many updates came on time."""
    words, told = sheet.words, of.words
    counts = (("kept", LOW, told.kept), ("unknown", MIDDLE, told.unknown), ("late", HIGH, told.late))
    value, known = words.say("figures", "no_data"), words.say("figures", "words_none")
    if told.share is not None:
        value = words.say("figures", "words_value", percent=sheet.times.percent(told.share))
        known = words.say("figures", "words_of", kept=str(told.kept), due=str(told.due))
    behind = cases(sheet, told.late_in, "words_behind")
    return _parts(sheet, of, "words", counts, Figure("", "", value, Html(), known, Html(), cases=behind))


def postmortems(sheet: Sheet, of: Figures) -> Figure:
    """How many postmortems are there, and how many are owed."""
    words, told, delay = sheet.words, of.postmortems, of.to_explain
    counts = (
        ("kept", LOW, told.kept),
        ("unpromised", LOW, told.unpromised),
        ("unknown", MIDDLE, told.unknown),
        ("late", HIGH, told.late),
        ("due", MIDDLE, told.due),
        ("overdue", HIGH, told.overdue),
    )
    value = words.say("figures", "postmortems_none")
    if told.published or told.owed:
        numbers = {"published": str(told.published), "owed": str(told.owed)}
        value = words.say("figures", "postmortems_value", **numbers)
    known = Html()
    if delay.median is not None and delay.worst is not None:
        median, worst = sheet.times.duration(delay.median), sheet.times.duration(delay.worst)
        known = words.say("figures", "postmortems_delay", median=median, worst=worst)
    behind = cases(sheet, told.owed_by, "postmortems_behind")
    return _parts(sheet, of, "postmortems", counts, Figure("", "", value, Html(), known, Html(), cases=behind))


def actions(sheet: Sheet, of: Figures) -> Figure:
    """How much of what was promised is done."""
    words, told = sheet.words, of.actions
    counts = (("done", LOW, told.done), ("open", MIDDLE, told.open), ("overdue", HIGH, told.overdue))
    value = words.say("figures", "actions_none")
    if told.total:
        value = words.say("figures", "actions_value", done=str(told.done), all=str(told.total))
    behind = cases(sheet, told.left_in, "actions_behind")
    return _parts(sheet, of, "actions", counts, Figure("", "", value, Html(), Html(), Html(), cases=behind))


def _parts(sheet: Sheet, of: Figures, kind: str, counts: Sequence[tuple[str, float, int]], figure: Figure) -> Figure:
    """`figure` with its name, its formula, and, where there is anything to count, a picture of `counts`."""
    words, name = sheet.words, f"{of.period.name}-{kind}"
    title, formula = words.get("figures", kind), words.say("figures", f"{kind}_formula")
    figure = replace(figure, anchor=name, name=title, formula=formula)
    if not any(count for _, _, count in counts):
        return figure
    parts = tuple(
        Part(status, "", words.say("figures", f"{kind}_{status}", count=str(count)))
        for status, _, count in counts
        if count
    )
    said = words.say("figures", "bar", name=title, parts=join((each.words for each in parts), ", "))
    return replace(figure, parts=parts, picture=charts.parts(name, said, counts, mirrored=mirrored(sheet)))


def _stretches(sheet: Sheet, of: Figures) -> Table:
    words, day = sheet.words, sheet.times.in_words
    shown = [place for place, (_, count) in enumerate(of.impacts.counts) if count]
    head = [words.get("figures", f"impact_{of.impacts.counts[place][0]}") for place in shown]
    rows = tuple(
        Row(
            words.say("figures", "from_to", first=day(each.first), last=day(each.last)),
            tuple(Html(each.counts[len(each.counts) - 1 - place]) for place in shown),
        )
        for each in of.impacts.stretches
        if any(each.counts)
    )
    return Table((words.get("figures", "days"), *head), rows)
