"""What was promised in a postmortem, as its page shows it: how much of it is done, and each thing that is not."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.model import ActionState, Remediation, Text
from generator.render.edition import Sheet
from generator.render.markup import Html, element, isolate
from generator.render.times import machine
from generator.render.view.clock import Moving

TOP = 4


class ActionView(Struct, frozen=True):
    """Something that is still to be done."""

    text: Html
    state: Moving
    """`To be done by 15 December`, or that it is overdue."""
    owner: Html
    """Who does it; empty where nobody is named."""


class RemediationView(Struct, frozen=True):
    """All that was promised."""

    summary: Html
    """`7 of 9 done`."""
    left: tuple[ActionView, ...]
    """What is not done, the overdue first, then by day."""


def remediation(sheet: Sheet, told: Sequence[Remediation]) -> RemediationView | None:
    """What became of `told`; None where nothing was promised."""
    if not told:
        return None
    left = [each for each in told if each.state is not ActionState.DONE]
    left.sort(key=lambda each: (each.item.due is None, str(each.item.due), each.item.line))
    return RemediationView(summary(sheet, told), tuple(_action(sheet, each) for each in left))


def summary(sheet: Sheet, told: Sequence[Remediation]) -> Html:
    """How much of it is done, in a clause; empty where nothing was promised."""
    if not told:
        return Html()
    done = sum(each.state is ActionState.DONE for each in told)
    overdue = sum(each.state is ActionState.OVERDUE for each in told)
    if done == len(told):
        return sheet.words.count("remediation", "all", done)
    name = "some_overdue" if overdue else "some"
    return sheet.words.say("remediation", name, done=str(done), all=str(len(told)), overdue=str(overdue))


def _action(sheet: Sheet, of: Remediation) -> ActionView:
    owner = sheet.words.say("remediation", "owner", name=isolate(of.item.owner)) if of.item.owner else Html()
    return ActionView(sheet.prose.html(Text(of.item.text), TOP), _state(sheet, of), owner)


def _state(sheet: Sheet, of: Remediation) -> Moving:
    words = sheet.words
    if of.item.due is None or of.until is None:
        return Moving("open", words.say("remediation", "open"), "")
    day = element("time", sheet.times.in_words(of.item.due), datetime=of.item.due.isoformat())
    if of.state is ActionState.OVERDUE:
        return Moving("overdue", words.say("remediation", "overdue", day=day), "")
    later = words.get("remediation", "overdue").replace("{day}", sheet.times.in_words(of.item.due)).replace("|", "/")
    return Moving("open", words.say("remediation", "due", day=day), f"{machine(of.until)} overdue {later}")
