"""Incidents and maintenances as Statuspage tells them, with their updates, newest first."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import Course, Status, Transition, Window
from generator.render.api.bounds import Measure, cut
from generator.render.api.components import component_id, shown_name
from generator.render.api.document import Facts
from generator.render.api.page import Page
from generator.render.api.story import Word, touched


def incident(page: Page, course: Course, components: Mapping[str, Facts], measure: Measure) -> Facts:
    """An incident. `components` are what it may name, by their ids in site.yaml."""
    words = page.words(course)
    return {
        **_head(page, course, words, course.status),
        "monitoring_at": page.stamp(course.monitoring_at) if course.monitoring_at else None,
        "resolved_at": page.stamp(course.resolved_at) if course.resolved_at else None,
        "impact": course.incident.impact,
        "shortlink": page.address(course),
        "started_at": page.stamp(min(course.incident.started, page.updated_at)),
        **_tail(page, course, words, components, measure),
    }


def maintenance(page: Page, window: Window, components: Mapping[str, Facts], measure: Measure) -> Facts:
    """A maintenance: an incident with two keys more. One that was called off is over: the vendor has no other word for it."""
    words = page.words(window)
    started = window.started_at or words[-1].at
    return {
        **_head(page, window, words, window.status),
        "monitoring_at": None,
        "resolved_at": page.stamp(window.ended_at) if window.ended_at else None,
        "impact": "maintenance",
        "shortlink": page.address(window),
        "started_at": page.stamp(started),
        **_tail(page, window, words, components, measure),
        "scheduled_for": page.stamp(window.scheduled_for),
        "scheduled_until": page.stamp(window.scheduled_until),
    }


def _head(page: Page, of: Course | Window, words: tuple[Word, ...], status: Status) -> Facts:
    return {
        "id": page.report_id(of),
        "name": page.title(of),
        "status": _status(status),
        "created_at": page.stamp(words[-1].at),
        "updated_at": page.stamp(words[0].at),
    }


def _tail(
    page: Page, of: Course | Window, words: tuple[Word, ...], components: Mapping[str, Facts], measure: Measure
) -> Facts:
    told, report_id = [*zip(words, touched(words, of.affected), strict=True)][: measure.updates], page.report_id(of)
    return {
        "page_id": page.identity.short("page"),
        "incident_updates": [
            _update(page, report_id, word, touching, cut(page.body(of, word), measure.characters))
            for word, touching in told
        ],
        "components": [components[each.id] for each in page.touches(of) if each.id in components],
        "reminder_intervals": None,
    }


def _update(page: Page, report_id: str, word: Word, touching: tuple[Transition, ...], body: str) -> Facts:
    at = page.stamp(word.at)
    return {
        "id": page.identity.short("update", report_id, word.name),
        "status": _status(word.status),
        "body": body,
        "incident_id": report_id,
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": [_affected(page, each) for each in touching] or None,
        "deliver_notifications": word.markdown is not None,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _affected(page: Page, transition: Transition) -> Facts:
    return {
        "code": component_id(page, transition.component),
        "name": shown_name(transition.component),
        "old_status": transition.before,
        "new_status": transition.after,
    }


def _status(status: Status) -> Status:
    return Status.COMPLETED if status is Status.CANCELLED else status
