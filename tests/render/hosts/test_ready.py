"""Real nginx and real Caddy, configured by `upside host`, over built sites: every header of every file is what `_headers` says."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.build import build
from generator.render.hosts.ready import HOSTS, Served, Unfit, ready
from tests.publish.sites import seen
from tests.render.api.host import headers as said
from tests.texts import INCIDENT, NOW, SITE, lay
from tests.web_servers import Client, caddy, nginx

REPOSITORY = Path(__file__).parents[3]
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "svg": "image/svg+xml",
}
"""Of what `_headers` says no type of."""


@dataclass(frozen=True)
class Hosted:
    """A site that is being served."""

    client: Client
    files: dict[str, bytes]
    path: str

    def headers(self, path: str) -> dict[str, str]:
        """What `_headers` says of `path`, by names in small letters."""
        found = said(self.path + path, self.files["_headers"].decode())
        return {name.lower(): value for name, value in found.items()}


@pytest.fixture(scope="module", params=["at a root", "under a path"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The path of a built site, and the folder in which it lies as a release: this repository's example, and a small one."""
    folder = tmp_path_factory.mktemp("site")
    if request.param == "at a root":
        build(REPOSITORY, folder / "current", now=NOW)
        return "/", folder
    url = SITE.replace("status.example.com\n", "example.com/status.page\n")
    root = lay(folder / "source", {"site.yaml": url, "incidents/2026-11-20-api.md": INCIDENT})
    build(root, folder / "current", now=NOW)
    return "/status.page/", folder


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def hosted(
    request: pytest.FixtureRequest, site: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosted]:
    path, folder = site
    text = ready(request.param, Served("A \n Site", "status.example.com", path, str(folder)))
    with {"nginx": with_nginx, "caddy": with_caddy}[request.param](text, tmp_path_factory.mktemp("server")) as client:
        yield Hosted(client, seen(folder / "current"), path)
        client.close()


@contextmanager
def with_nginx(text: str, scratch: Path) -> Iterator[Client]:
    """The configuration as it is, over TLS; only ports and the certificate are the test's own."""
    subject = ["-subj", "/CN=status.example.com", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-keyout", str(scratch / "privkey.pem"), "-out", str(scratch / "fullchain.pem")]
    subprocess.run(["openssl", "req", "-x509", "-nodes", *subject, *files], check=True, capture_output=True)

    def configure(port: int) -> str:
        own = text.replace("    listen [::]:80;\n", "").replace("    listen [::]:443 ssl http2;\n", "")
        own = own.replace("listen 80;", f"listen unix:{scratch}/plain;")
        own = own.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;")
        return own.replace("/etc/letsencrypt/live/status.example.com", str(scratch))

    with nginx(scratch / "nginx", configure) as port:
        yield Client(port, tls=True)


@contextmanager
def with_caddy(text: str, scratch: Path) -> Iterator[Client]:
    """The configuration as it is, but for the address, without TLS."""

    def configure(port: int) -> str:
        return text.replace("\nstatus.example.com {", f"\nhttp://127.0.0.1:{port} {{")

    with caddy(scratch / "caddy", configure) as port:
        yield Client(port)


def test_every_file_comes_with_what_the_table_says_and_nothing_else(hosted: Hosted) -> None:
    for path, content in hosted.files.items():
        address = path.removesuffix("index.html") if path.endswith("index.html") else path
        reply = hosted.client.get(hosted.path + address)
        wanted = hosted.headers(address)
        assert (reply.status, reply.body) == (200, content), path
        wanted.setdefault("content-type", TYPES.get(path.rpartition(".")[2], reply.headers.get("content-type", "")))
        known = ("content-security-policy", "access-control-allow-origin", "cross-origin-resource-policy")
        for name in {*wanted, *known}:
            assert reply.headers.get(name) == wanted.get(name) or path in ("_headers", "_redirects", ".nojekyll"), path


def test_what_is_not_there_is_said_on_a_page_that_nobody_keeps_for_ever(hosted: Hosted) -> None:
    for path in ("nothing", "assets/nothing.css", "api/v2/nothing.json", "feed.atom/x", "assets/", "history/1999-01/"):
        reply = hosted.client.get(hosted.path + path)
        assert (reply.status, reply.body) == (404, hosted.files["404.html"]), path
        assert reply.headers["content-type"] == TYPES["html"], path
        assert reply.headers["cache-control"] == hosted.headers("404.html")["cache-control"], path
        assert reply.headers["content-security-policy"] == hosted.headers("404.html")["content-security-policy"], path


def test_equal_bytes_are_not_sent_twice(hosted: Hosted) -> None:
    for path in ("", "feed.atom", "api/v2/summary.json", "badges/status.svg"):
        first = hosted.client.get(hosted.path + path)
        again = hosted.client.get(hosted.path + path, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b""), path
        assert again.headers["cache-control"] == first.headers["cache-control"], path
        since = hosted.client.get(hosted.path + path, If_Modified_Since=first.headers["last-modified"])
        assert since.status == 304, path


def test_what_is_text_travels_small(hosted: Hosted) -> None:
    small = [path for path in hosted.files if path.endswith((".css", ".atom")) and len(hosted.files[path]) > 2000]
    for path in ("", "embed.js", "api/v2/summary.json", "feed.json", "status.txt", *small):
        reply = hosted.client.get(hosted.path + path, Accept_Encoding="gzip")
        assert reply.headers["content-encoding"] == "gzip", path
        assert "accept-encoding" in reply.headers["vary"].lower(), path
        assert gzip.decompress(reply.body) == hosted.files[path or "index.html"], path
        again = hosted.client.get(
            hosted.path + path, Accept_Encoding="gzip", If_None_Match=reply.headers.get("etag", "none")
        )
        assert again.status == 304, path


def test_old_addresses_and_paths_of_programs_lead_where_the_table_says(hosted: Hosted) -> None:
    for line in hosted.files["_redirects"].decode().splitlines():
        old, new, status = line.split()
        if ":" in old:
            continue
        reply = hosted.client.get(old)
        if status == "302":
            assert (reply.status, reply.headers["location"]) == (302, new), old
        else:
            assert (reply.status, reply.body) == (200, hosted.files[new.removeprefix(hosted.path)]), old
            assert reply.headers["content-type"] == TYPES["json"], old
    for path in (each for each in hosted.files if each.startswith("api/v1/")):
        reply = hosted.client.get(hosted.path + path.removesuffix(".json"))
        assert (reply.status, reply.body) == (200, hosted.files[path]), path
        assert reply.headers["access-control-allow-origin"] == "*", path


def test_a_folder_without_its_slash_is_led_to_it(hosted: Hosted) -> None:
    for path in ("history", "incidents/2026-11-20-api") if hosted.path != "/" else ("history", "subscribe"):
        reply = hosted.client.get(hosted.path + path)
        assert reply.status in (301, 308), path
        assert reply.headers["location"].removesuffix("/").endswith(path), path
        assert "//" not in reply.headers["location"].removeprefix("//"), path
    if hosted.path != "/":
        reply = hosted.client.get(hosted.path.rstrip("/"))
        assert (reply.status, reply.headers["location"]) == (301, hosted.path)


@pytest.mark.parametrize("name", HOSTS)
def test_what_would_need_quoting_is_refused_and_not_guessed(name: str) -> None:
    for path, folder in (("/a b/", "/srv/status"), ("/;/", "/srv/status"), ("/", "/srv/my site"), ("/", '/srv/"{}')):
        with pytest.raises(Unfit):
            ready(name, Served("Site", "status.example.com", path, folder))
