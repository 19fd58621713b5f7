"""Everything that is asked of the world, at once, and given up together."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from generator.model.preparedness import (
    Answer,
    Cause,
    Expected,
    Heartbeat,
    Host,
    Markup,
    Shown,
    Unknown,
    World,
)
from generator.publish.looking.heartbeat import PATH, beat
from generator.publish.looking.markup import markup
from generator.publish.looking.names import Names, Resolver
from generator.publish.looking.silent import Silent, heard
from generator.publish.looking.web import Web
from generator.publish.targets.target import without_secret

NO_HOME = Unknown(Cause.NOTHING, "site.yaml names no main site: home")


class Wanted(Struct, frozen=True):
    """What is asked, and how."""

    url: str
    """Where the page stands."""
    home: str
    """The main site; empty where there is none."""
    expected: tuple[Expected, ...]
    """Paths of the site, and what is to come with each; the first is the first page, "". """
    publish: tuple[str, ...]
    root: Path
    """What paths in `publish` are counted from."""
    resolver: Resolver | None
    patience: float
    """Seconds for all of it."""


def look(wanted: Wanted) -> World:
    """What the world says by the time that patience ends."""
    names = Names(wanted.resolver)
    web = Web(names)
    questions: dict[Any, Callable[[], Any]] = {
        **_of_host("status", wanted.url + "/", names, web),
        **(_of_host("home", wanted.home, names, web) if _is_web(wanted.home) else {}),
        "plain": lambda: _plain(web, wanted.url),
        **{("path", each.path): _getting(web, f"{wanted.url}/{each.path}") for each in wanted.expected if each.path},
        **{("target", each): _reading(each, wanted.root) for each in wanted.publish},
    }
    found = _all(questions, wanted.patience)
    status = _host(urlsplit(wanted.url).hostname or "", "status", found)
    home = _host(urlsplit(wanted.home).hostname or "", "home", found) if _is_web(wanted.home) else NO_HOME
    answers = tuple((each, found["path", each.path] if each.path else status.page) for each in wanted.expected)
    beats: Answer | Unknown = found.get(("path", PATH), Unknown(Cause.NOTHING, f"/{PATH} was not asked for"))
    return World(
        status=status,
        home=home,
        home_markup=found["home", "page"][1] if ("home", "page") in found else NO_HOME,
        status_markup=found["status", "page"][1],
        plain=found["plain"],
        answers=answers,
        heartbeat=_heartbeat(beats),
        targets=tuple((without_secret(each), found["target", each]) for each in wanted.publish),
    )


def _is_web(address: str) -> bool:
    return urlsplit(address).scheme in ("http", "https")


def _of_host(role: str, address: str, names: Names, web: Web) -> dict[Any, Callable[[], Any]]:
    """The questions about one host; `_host` takes the answers."""
    host = urlsplit(address).hostname or ""
    return {
        (role, "addresses"): lambda: names.addresses(host),
        (role, "servers"): lambda: names.name_servers(host),
        (role, "aliases"): lambda: names.aliases(host),
        (role, "certificate"): lambda: web.certificate(address),
        (role, "page"): lambda: _page(web, address),
    }


def _host(name: str, role: str, found: Mapping[Any, Any]) -> Host:
    return Host(
        name,
        found[role, "addresses"],
        found[role, "servers"],
        found[role, "aliases"],
        found[role, "certificate"],
        found[role, "page"][0],
    )


def _page(web: Web, address: str) -> tuple[Answer | Unknown, Markup | Unknown]:
    """A page, and what it points to."""
    answer = heard(lambda: web.get(address))
    if isinstance(answer, Unknown):
        return answer, answer
    return answer, markup(answer.body.decode("utf-8", "replace"), answer.address)


def _plain(web: Web, url: str) -> Answer:
    """What the page's address answers without TLS."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise Silent(Cause.NOTHING, "the address is not https")
    if parts.port not in (None, 443):
        raise Silent(Cause.NOTHING, f"the address names port {parts.port}, so there is no http beside it")
    return web.get(f"http://{parts.hostname}{parts.path}/", until_https=True)


def _getting(web: Web, address: str) -> Callable[[], Answer]:
    return lambda: web.get(address)


def _heartbeat(answer: Answer | Unknown) -> Heartbeat | Unknown:
    if isinstance(answer, Unknown):
        return answer
    if answer.status != 200:
        return Unknown(Cause.GARBLED, f"/{PATH} answers {answer.status}")
    return beat(answer.body)


def _reading(address: str, root: Path) -> Callable[[], Shown]:
    """Asks a target of `publish:` what it shows; changes nothing there."""

    def read() -> Shown:
        from generator.publish.targets import BadAddress, Failed, target_of

        try:
            target = target_of(address, root)
            live = target.read().current
        except BadAddress as problem:
            raise Silent(Cause.LIBRARY, str(problem).partition("\n")[0].rstrip(":.")) from None
        except Failed as problem:
            raise Silent(Cause.NETWORK, str(problem).partition("\n")[0].rstrip(":.")) from None
        if live is None:
            return Shown(target.shown)
        return Shown(target.shown, f"release {live.id}, {live.origin.said}", live.origin.built_at)

    return read


class _Asking(Thread):
    """One question, on a thread that holds up nobody's end."""

    def __init__(self, question: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._question = question
        self.found: Any = None
        self.bug: BaseException | None = None

    def run(self) -> None:
        """Ask."""
        try:
            self.found = heard(self._question)
        except BaseException as problem:  # raised again by the one who waits
            self.bug = problem


def _all(questions: Mapping[Any, Callable[[], Any]], patience: float) -> dict[Any, Any]:
    """Every answer by its question's key. What was not answered after `patience` seconds is not known, and its thread is left alone."""
    asking = {key: _Asking(question) for key, question in questions.items()}
    for each in asking.values():
        each.start()
    until = time.monotonic() + patience
    length = "1 second" if patience == 1 else f"{patience:g} seconds"
    given_up = Unknown(Cause.NETWORK, f"no answer within {length}")
    found: dict[Any, Any] = {}
    for key, each in asking.items():
        each.join(max(0.0, until - time.monotonic()))
        if each.bug is not None:
            raise each.bug
        found[key] = given_up if each.is_alive() else each.found
        if key[-1:] == ("page",) and isinstance(found[key], Unknown):
            found[key] = (found[key], found[key])
    return found
