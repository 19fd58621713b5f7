"""Components and groups as Statuspage lists them: siblings in one flat list, each group followed by its members."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Component, Standing
from generator.render.api.document import Facts
from generator.render.api.page import Page, state


def component_id(page: Page, component: Component) -> str:
    """The id of a component, of its id in site.yaml."""
    return page.identity.short("component", component.id)


def group_id(page: Page, name: str) -> str:
    """The id of a group, of its name: it has nothing else."""
    return page.identity.short("group", name)


def listed(page: Page) -> list[Facts]:
    """Every component and every group, in the order of the page."""
    found: list[Facts] = []
    for position, standing in enumerate(page.edition.board.standings, 1):
        if standing.component is not None:
            found.append(_component(page, standing, position))
        else:
            found.append(_group(page, standing, position))
            found += (_component(page, member, place) for place, member in enumerate(standing.members, 1))
    return found


def by_id(page: Page) -> dict[str, Facts]:
    """The components without the groups, by their ids in site.yaml."""
    return dict(_by_id(page))


def shown_name(component: Component) -> str:
    """`Core - API`: how an update names the component that it touched."""
    return f"{component.group} - {component.name}" if component.group else component.name


def _by_id(page: Page) -> Iterator[tuple[str, Facts]]:
    for position, standing in enumerate(page.edition.board.standings, 1):
        members = standing.members if standing.component is None else (standing,)
        for place, member in enumerate(members, 1):
            if member.component is not None:
                yield member.component.id, _component(page, member, place if standing.members else position)


def _component(page: Page, standing: Standing, position: int) -> Facts:
    component = standing.component
    assert component is not None, "a group is no component"
    today = standing.days[-1].date if standing.days else component.since
    known = component.since if component.since and today and component.since <= today else None
    return {
        "id": component_id(page, component),
        "name": component.name,
        "status": state(standing),
        "created_at": page.stamp(page.created_at(standing)),
        "updated_at": page.stamp(page.moved_at(standing)),
        "position": position,
        "description": component.description or None,
        "showcase": True,  # its uptime is shown
        "start_date": known.isoformat() if known else None,
        "group_id": group_id(page, component.group) if component.group else None,
        "page_id": page.identity.short("page"),
        "group": False,
        "only_show_if_degraded": False,
    }


def _group(page: Page, standing: Standing, position: int) -> Facts:
    return {
        "id": group_id(page, standing.name),
        "name": standing.name,
        "status": state(standing),
        "created_at": page.stamp(page.created_at(standing)),
        "updated_at": page.stamp(page.moved_at(standing)),
        "position": position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page.identity.short("page"),
        "group": True,
        "only_show_if_degraded": False,
        "components": [component_id(page, each.component) for each in standing.members if each.component],
    }
