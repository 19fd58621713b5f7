"""A period of the report as templates and terminals see it: its figures, and the uptime of every component."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from generator.model.report import Figures, Uptime
from generator.render.edition import Link, Sheet
from generator.render.markup import Html, element
from generator.render.view import charts
from generator.render.view.counts import actions, impacts, postmortems, words_kept
from generator.render.view.figures import Figure, lengths, link, mirrored


class Bar(Struct, frozen=True):
    """A component in the table of uptimes."""

    link: Link
    picture: Html
    lost: Html
    share: Html
    days: Html
    """Of how many days something is known; empty where that is all of them."""


class PeriodView(Struct, frozen=True):
    """A period."""

    anchor: str
    name: str
    days: Html
    doubt: Html
    """That reports could not be read; empty where all could."""
    doubtful: tuple[Link, ...]
    figures: tuple[Figure, ...]
    uptime: Figure
    bars: tuple[Bar, ...]


def period(sheet: Sheet, of: Figures) -> PeriodView:
    """All of a period."""
    words, day, name = sheet.words, sheet.times.in_words, of.period.name
    spoken = f"period_{name.replace('-', '_')}"
    days = words.say("figures", "from_to", first=day(of.period.first), last=day(of.period.last))
    return PeriodView(
        anchor=name,
        name=words.get("figures", spoken),
        days=days,
        doubt=words.count("figures", "doubtful", of.doubtful) if of.doubtful else Html(),
        doubtful=tuple(link(sheet, each) for each in of.doubtful_in),
        figures=(
            impacts(sheet, of),
            lengths(sheet, name, "to_detect", of.to_detect),
            lengths(sheet, name, "to_first_word", of.to_first_word),
            words_kept(sheet, of),
            lengths(sheet, name, "silence", of.silence),
            lengths(sheet, name, "to_mitigate", of.to_mitigate),
            lengths(sheet, name, "to_resolve", of.to_resolve),
            postmortems(sheet, of),
            actions(sheet, of),
        ),
        uptime=_uptime(sheet, of),
        bars=_bars(sheet, of),
    )


def _uptime(sheet: Sheet, of: Figures) -> Figure:
    words, anchor, title = sheet.words, f"{of.period.name}-uptime", sheet.words.get("figures", "uptime")
    formula, note = words.say("figures", "uptime_formula"), words.say("figures", "uptime_note")
    known = [each for each in of.uptime if each.share is not None]
    if not known:
        return Figure(anchor, title, words.say("figures", "no_data"), Html(), Html(), formula)
    if known == list(of.uptime) and not any(each.lost or each.doubtful for each in known):
        said = words.say("figures", "uptime_all", percent=sheet.times.percent(1))
        return Figure(anchor, title, said, Html(), Html(), formula)
    worst = min(known, key=lambda each: each.share or 0.0)
    to = _component(sheet, worst)
    said = words.say("figures", "uptime_value", percent=_share(sheet, worst))
    return Figure(anchor, title, said, element("a", element("bdi", to.text), href=to.href), Html(), formula, note)


def _bars(sheet: Sheet, of: Figures) -> tuple[Bar, ...]:
    most = max((each.lost for each in of.uptime), default=timedelta(0))
    whole = (of.period.last - of.period.first).days + 1
    return tuple(
        Bar(
            link=_component(sheet, each),
            picture=_lost_bar(sheet, each, most),
            lost=_lost(sheet, each),
            share=_share(sheet, each),
            days=sheet.words.count("figures", "known_days", each.days) if each.days < whole else Html(),
        )
        for each in of.uptime
    )


def _lost_bar(sheet: Sheet, of: Uptime, most: timedelta) -> Html:
    return charts.share(100 * (of.lost / most), mirrored=mirrored(sheet)) if of.lost else Html()


def _lost(sheet: Sheet, of: Uptime) -> Html:
    if of.share is None:
        return Html()
    if not of.lost and not of.doubtful:
        return sheet.words.say("figures", "lost_none")
    length = sheet.times.duration(of.lost)
    return sheet.words.say("figures", "at_least", length=length) if of.doubtful else length


def _share(sheet: Sheet, of: Uptime) -> Html:
    if of.share is None:
        return sheet.words.say("figures", "no_data")
    share = sheet.times.percent(of.share)
    return sheet.words.say("figures", "at_most", percent=share) if of.doubtful else share


def _component(sheet: Sheet, of: Uptime) -> Link:
    return Link(of.name, sheet.href(f"components/{of.id}/index.html"))
