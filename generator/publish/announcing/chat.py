"""Messages to chats, phones and programs, by Apprise, one object for each outlet. Tries once: trying again is `rounds`' business."""

from __future__ import annotations

import logging
import warnings
from typing import Any

from apprise import Apprise, AppriseAsset

from generator.model import Site
from generator.model.announced import Message, Room

PATIENCE = 45.0
"""Seconds for one message, whatever the service does."""
SMALLEST = 20
"""Units; a service that claims to take less says nothing of itself that could be believed."""


def service_of(address: str, site: Site) -> Any:
    """The one service at `address`; None where it is none, or several. Speaks to nobody."""
    _keep_silent()
    name = site.name if site.name.isascii() and site.name.isprintable() else "Upside"
    asset = AppriseAsset(
        app_id=name[:60],
        app_desc=name[:60],
        app_url=site.url,
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        service_timeout=PATIENCE,
    )
    services = Apprise(asset=asset)
    with (
        warnings.catch_warnings()
    ):  # every service is a module, and some of their authors are warned of what we cannot mend
        warnings.simplefilter("ignore")
        added = services.add(address)
    return services.services[0] if added and len(services.services) == 1 else None


def room_of(service: Any) -> Room:
    """How much a message to `service` may hold."""
    body, title = int(service.body_maxlen), max(0, int(service.title_maxlen))
    return Room(max(body, SMALLEST), title, together=bool(service.overflow_amalgamate_title))


def sent(service: Any, message: Message) -> str:
    """Send `message`; why that failed, else nothing."""
    _keep_silent()
    alone = Apprise(asset=service.asset)
    alone.add(service)
    try:
        result = alone.notify(body=message.body, title=message.title, body_format="text")
    except Exception as problem:  # a service is a stranger's code: what it raises is its answer
        return f"{type(problem).__name__}: {problem}"
    if result:
        return ""
    return _complaint(result) or "the service did not take it, and did not say why"


def _complaint(result: Any) -> str:
    """What the services said when they refused, last things last."""
    said = [str(entry.message) for entry in result.logs()]
    return "; ".join(dict.fromkeys(said))


def _keep_silent() -> None:
    """Whatever Apprise has to say is said by us, once and without secrets."""
    log = logging.getLogger("apprise")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())
