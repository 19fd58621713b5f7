"""What is answered over HTTP, and what never is."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.serve import Serving, Unreachable
from tests.serve.client import Running, running
from tests.texts import INCIDENT, NOW, SITE, lay

FILE = "incidents/2026-11-20-api-errors.md"
PAGE = "/incidents/2026-11-20-api-errors/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = lay(tmp_path_factory.mktemp("site"), {FILE: INCIDENT, "secret.txt": "hunter2"})
    with running(root) as preview:
        yield preview


def test_pages_carry_a_script_of_their_own_origin(preview: Running) -> None:
    response, text = preview.get("/")
    assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert re.search(r'<script src="/\.upside/preview\.js\?release=[0-9a-f]+-1" defer></script></head>', text)
    response, text = preview.get("/.upside/preview.js?release=x")
    assert (response.status, response.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert "innerHTML" not in text
    assert preview.get("/.upside/preview.css")[0].headers["Content-Type"] == "text/css; charset=utf-8"


def test_a_folder_answers_with_its_index(preview: Running) -> None:
    assert "Elevated error rates" in preview.get(PAGE)[1]
    response, _ = preview.get(PAGE.rstrip("/"))
    assert (response.status, response.headers["Location"]) == (302, PAGE)


def test_files_have_their_types(preview: Running) -> None:
    style = re.search(r'href="([^"]+\.css)"', preview.get("/")[1])
    assert style
    response, _ = preview.get(f"/{style[1]}")
    assert (response.status, response.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert preview.get("/robots.txt")[0].headers["Content-Type"] == "text/plain; charset=utf-8"


def test_what_is_not_there_gets_the_sites_own_page(preview: Running) -> None:
    response, text = preview.get("/nowhere/")
    assert (response.status, response.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "/.upside/preview.js" in text


def test_a_head_has_no_content(preview: Running) -> None:
    response, text = preview.get("/", method="HEAD")
    assert (response.status, text) == (200, "")
    assert int(response.headers["Content-Length"]) > 1000


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/../../secret.txt",
        "/../../../secret.txt",
        "/..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/incidents/../../../secret.txt",
        "/..\\..\\secret.txt",
        "/..%5c..%5csecret.txt",
        "/%00",
        "/index.html%00.txt",
        "/index.html/",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/c:/secret.txt",
        "/.upside/../../secret.txt",
        "/" + "x" * 5_000,
        "/%ff%fe",
    ],
)
def test_nothing_outside_the_folder_is_read(preview: Running, path: str) -> None:
    response, text = preview.get(path)
    assert response.status == 404
    assert "hunter2" not in text
    assert "root:" not in text


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "secret.txt": "hunter2"})
    with running(tmp_path) as preview:
        (tmp_path / ".upside" / "preview" / "x.txt").symlink_to(tmp_path / "secret.txt")
        response, text = preview.get("/x.txt")
        assert response.status == 404
        assert "hunter2" not in text


@pytest.mark.parametrize("path", ["//evil.example/..", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere(preview: Running, path: str) -> None:
    response, _ = preview.get(path)
    assert response.status == 404
    assert response.headers["Location"] is None


@pytest.mark.parametrize(
    ("name", "status"),
    [("localhost:1", 200), ("127.0.0.1", 200), ("[::1]:8000", 200), ("evil.example:8000", 421), ("", 421)],
)
def test_a_website_cannot_read_it_through_a_name_of_its_own(preview: Running, name: str, status: int) -> None:
    assert preview.get("/", Host=name)[0].status == status
    assert preview.get("/.upside/preview.js", Host=name)[0].status == status


def test_a_site_below_a_path_is_served_below_it(tmp_path: Path) -> None:
    lay(tmp_path, {FILE: INCIDENT, "site.yaml": SITE.replace("status.example.com\n", "example.com/status/\n", 1)})
    with running(tmp_path) as preview:
        assert preview.serving.address.endswith("/status/")
        response, _ = preview.get("/")
        assert (response.status, response.headers["Location"]) == (302, "/status/")
        assert "Elevated error rates" in preview.get(f"/status{PAGE}")[1]
        assert preview.get("/status/nowhere")[0].status == 404
        assert preview.get(PAGE)[0].status == 404


def test_a_port_that_is_taken_gives_way_to_the_next(tmp_path: Path) -> None:
    lay(tmp_path, {})
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with Serving(tmp_path, clock=lambda: NOW, say=said.append, port=port) as serving:
            taken = re.search(r":(\d+)/$", serving.address)
            assert taken
            assert port < int(taken[1]) < port + 10
    assert said[0] == f"Port {port} is taken; port {taken[1]} it is."


def test_an_address_that_is_not_ours_is_refused_in_words(tmp_path: Path) -> None:
    lay(tmp_path, {})
    with pytest.raises(Unreachable, match=r"cannot listen on 192\.0\.2\.1:8000: "):
        Serving(tmp_path, clock=lambda: NOW, say=lambda _: None, host="192.0.2.1")
    with pytest.raises(Unreachable, match="ports end at 65535"):
        Serving(tmp_path, clock=lambda: NOW, say=lambda _: None, port=65536)
    assert not (tmp_path / ".upside").exists()


def test_who_listens_to_the_network_is_warned(tmp_path: Path) -> None:
    lay(tmp_path, {})
    with running(tmp_path, host="0.0.0.0") as preview:
        assert any("Everybody who can reach this machine" in line for line in preview.said)
        assert preview.get("/", Host="laptop.example")[0].status == 200
