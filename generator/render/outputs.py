"""The table of everything that is made. A new output is one module with one function, and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model import File
from generator.render.api.stashboard import stashboard
from generator.render.api.statuspage import statuspage
from generator.render.badges.badges import badges
from generator.render.calendars.outputs import calendars
from generator.render.edition import Edition
from generator.render.embed import embed
from generator.render.feeds.outputs import feeds
from generator.render.hosts.assets import assets
from generator.render.hosts.headers import headers
from generator.render.hosts.nojekyll import nojekyll
from generator.render.hosts.redirects import redirects
from generator.render.hosts.robots import robots
from generator.render.hosts.security import security
from generator.render.hosts.sitemap import sitemap
from generator.render.pages.component import components
from generator.render.pages.history import history, months
from generator.render.pages.home import home
from generator.render.pages.maintenance import maintenance
from generator.render.pages.not_found import not_found
from generator.render.pages.openness import report
from generator.render.pages.postmortems import postmortems
from generator.render.pages.report import all_reports
from generator.render.pages.subscribe import subscribe
from generator.render.plain import status_text

Output = Callable[[Edition], Iterable[File]]

OUTPUTS: tuple[Output, ...] = (
    home,  #          /index.html
    history,  #       /history/index.html
    months,  #        /history/YYYY-MM/index.html
    all_reports,  #   /incidents/<id>/index.html, maintenances and notices too
    components,  #    /components/<id>/index.html
    maintenance,  #   /maintenance/index.html
    postmortems,  #   /postmortems/index.html
    report,  #        /report/index.html
    subscribe,  #     /subscribe/index.html
    not_found,  #     /404.html
    calendars,  #     /maintenance.ics, /components/<id>/maintenance.ics
    statuspage,  #    /api/v2/summary.json and seven more
    stashboard,  #    /api/v1/services.json and more
    badges,  #        /badges/status.svg, /badges/status/<id>.svg and .json, and uptime
    status_text,  #   /status.txt
    embed,  #         /embed.js, /api/banner.json
    assets,  #        /assets/<name>.<hash>.<ext>
    headers,  #       /_headers
    redirects,  #     /_redirects
    nojekyll,  #      /.nojekyll
    robots,  #        /robots.txt
    sitemap,  #       /sitemap.xml
    security,  #      /.well-known/security.txt
    feeds,  #         /feed.*, /history.*, /postmortems.atom; feed.* and history.* of components
)
"""All of them but the heartbeat, which is made of what these promise. Neighbours need the same libraries, and what one change touches is cut in
two for two cores: pages and the rest, then feeds, which cost as much again."""
