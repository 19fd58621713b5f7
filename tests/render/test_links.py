"""Every link inside the site leads to a file of the site, at a root, under a path, and from disk."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from msgspec.structs import replace

from generator.model import Component
from tests.render.boards import (
    SITE,
    board,
    changes,
    explained,
    incident,
    maintenance,
    notice,
    parsed,
    rendered,
    resolved,
)

STRANGE = "2026-11-20 ü%41 & co"
REPORTS = (
    incident(components=changes(api="major_outage", käse="partial_outage")),
    resolved(STRANGE, postmortem=explained()),
    maintenance(),
    notice(),
)


def addresses(content: bytes) -> Iterator[str]:
    for each in parsed(content).iter():
        for name in ("href", "src"):
            address = each.get(name)
            if address and each.get("rel") not in ("canonical", "icon"):
                yield address


@pytest.mark.parametrize("root", ["https://host.example/", "https://host.example/a/status/", "file:///home/us/public/"])
def test_every_link_leads_to_a_file_of_the_site(root: str) -> None:
    site = replace(SITE, url="https://host.example/a/status", components=(*SITE.components, Component("käse", "Käse")))
    files = rendered(board(*REPORTS, site=site))
    pages = {path: file.make() for path, file in files.items() if path.endswith(".html")}
    ids = {path: {each.get("id") for each in parsed(content).iter()} for path, content in pages.items()}
    followed = 0
    for path, content in pages.items():
        if path == "404.html":
            continue
        for address in addresses(content):
            whole = urljoin(root + quote(path), address)
            if not whole.startswith(root):
                assert address.startswith(("https://example.com", "mailto:")), f"{path} leads to {address}"
                continue
            target = unquote(urlsplit(whole)._replace(fragment="").geturl().removeprefix(root))
            assert target in files, f"{path} leads to {address}, which is not there"
            if fragment := urlsplit(whole).fragment:
                assert fragment in ids[target], f"{path} leads to {address}, which has no such place"
            followed += 1
    assert followed > 100


def test_the_page_for_what_is_missing_leads_to_files_of_the_site_from_any_depth() -> None:
    files = rendered(board(site=replace(SITE, url="https://host.example/a/status")))
    for address in addresses(files["404.html"].make()):
        whole = urljoin("https://host.example/a/status/some/where/deep/", address)
        if whole.startswith("https://host.example/") and "#" not in whole:
            assert whole.removeprefix("https://host.example/a/status/") in files


def test_every_page_can_be_reached_from_the_first() -> None:
    files = rendered(board(*REPORTS, site=replace(SITE, components=(*SITE.components, Component("käse", "Käse")))))
    root, seen, ahead = "https://host.example/", set[str](), ["index.html"]
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.endswith(".html"):
            whole = [urljoin(root + quote(path), each) for each in addresses(files[path].make())]
            ahead += [unquote(urlsplit(each).path[1:]) for each in whole if each.startswith(root)]
    assert {path for path in files if path.endswith(".html")} - seen == {"404.html"}
