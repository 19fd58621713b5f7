"""`upside doctor` as a person has it, in a world of the test's own: web servers with certificates, DNS, nothing beyond the loopback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from generator.build import build
from generator.cli.diagnosis import machine_of
from generator.decide.preparedness import CHECKS
from generator.publish.looking.names import Names
from generator.publish.looking.silent import Silent
from tests.cli.conftest import Said, Upside
from tests.publish.looking.servers import garbage, half, hang, huge, moved, name_server, reset, told
from tests.publish.looking.stage import HOME, LINK, PAGE, Stage, serving, staged, zone
from tests.texts import SITE, lay
from tests.web_servers import nginx

LIVE = [check.name for check in CHECKS if check.live]
OFFLINE = [check.name for check in CHECKS if not check.live]


@dataclass
class Doctor:
    """A site in its world, and the command."""

    upside: Upside
    root: Path
    world: Stage

    def own(self) -> Path:
        """The folder with the page, which a test may now change."""
        folder = self.root / "public"
        built = folder.resolve()
        folder.unlink()
        return shutil.copytree(built, folder)

    def asked(self, *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
        """The exit status and the findings by name, of the world too."""
        return findings(self.upside("doctor", "--format", "json", *self.world.live, *words))

    def one(self, name: str, *words: str) -> tuple[str, str]:
        """The state of one check, and what was found."""
        _, found = self.asked(*words)
        return found[name]["state"], found[name]["found"]


def findings(said: Said) -> tuple[int, dict[str, dict[str, Any]]]:
    """The findings by name, of which there is one for each check."""
    assert said.err == ""
    read = json.loads(said.out)["findings"]
    assert [each["check"] for each in read] == [check.name for check in CHECKS]
    return said.status, {each["check"]: each for each in read}


def states(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The state of each check."""
    return {name: each["state"] for name, each in found.items()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page, built now; where it stands makes no difference to what is asked of it."""
    root = lay(tmp_path_factory.mktemp("built"), {})
    build(root, root / "public", now=datetime.now(UTC))
    return root / "public"


@pytest.fixture
def enter(
    upside: Upside, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Doctor]]:
    """Enter a world, with the settings of `staged`; this machine trusts its authority, and the page is built."""
    with ExitStack() as stack:

        def begin(**settings: Any) -> Doctor:
            world = stack.enter_context(staged(tmp_path, **settings))
            world.authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
            (tmp_path / "public").symlink_to(built)  # copying it takes longer than most tests
            return Doctor(upside, tmp_path, world)

        yield begin


@pytest.fixture
def doctor(enter: Callable[..., Doctor]) -> Doctor:
    """A well-prepared site in a world in which all is well."""
    return enter()


def test_where_all_is_well_everything_that_can_be_checked_is_fine(doctor: Doctor) -> None:
    lay(doctor.root, {"site.yaml": doctor.world.site + "publish: [./second]\n"})
    doctor.own()
    assert doctor.upside("publish", "--now", datetime.now(UTC).isoformat()).status == 0
    status, found = doctor.asked()
    expected = dict.fromkeys((*LIVE, *OFFLINE), "fine")
    expected |= {
        "https": "not_checked",
        "url": "advice",
        "remotes": "advice",
        "workflows": "advice",
        "second-host": "advice",
    }
    assert (status, states(found)) == (0, expected)
    assert "names port" in found["https"]["found"]


def test_without_live_nothing_of_the_world_is_checked_or_asked(doctor: Doctor) -> None:
    status, found = findings(doctor.upside("doctor", "--format", "json"))
    assert status == 0
    assert {name: (found[name]["state"], found[name]["found"]) for name in LIVE} == dict.fromkeys(
        LIVE, ("not_checked", "run with --live")
    )
    assert not doctor.world.page.asked
    assert not doctor.world.home.asked


def no_network(found: dict[str, dict[str, Any]]) -> None:
    """Nothing of the world is fine or wrong; what can be seen without it is as it is."""
    assert {name: found[name]["state"] for name in LIVE} == dict.fromkeys(LIVE, "not_checked")
    assert all(found[name]["found"] not in ("", "run with --live") for name in LIVE)


@pytest.mark.parametrize("says", [b"", b"\xff\xff nonsense that is no answer"])
def test_where_dns_does_not_answer_nothing_is_checked(doctor: Doctor, says: bytes) -> None:
    with name_server({}, says=says) as port:
        status, found = findings(
            doctor.upside("doctor", "--format", "json", "--live", "--patience", "1s", "--resolver", f"127.0.0.1:{port}")
        )
    no_network(found)
    assert status == 3


def test_where_dns_knows_no_name_at_all_nothing_is_called_wrong(doctor: Doctor) -> None:
    with name_server({}) as port:
        status, found = findings(
            doctor.upside("doctor", "--format", "json", "--live", "--resolver", f"127.0.0.1:{port}")
        )
    no_network(found)
    assert status == 3
    assert found["page"]["found"] == f"DNS knows no {PAGE}"


def test_without_a_network_every_live_check_says_so(doctor: Doctor) -> None:
    if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine makes no network namespaces (unshare --net)")
    lay(doctor.root, {"site.yaml": doctor.world.site + "publish: ['deploy@example-cloud.test:/srv/status']\n"})
    command = ["unshare", "--net", sys.executable, "-m", "generator", "-C", str(doctor.root), "doctor", "--live"]
    program = Path(__file__).parents[2]
    for more in ([], ["--resolver", "9.9.9.9"]):
        done = subprocess.run(
            [*command, *more, "--format", "json", "--patience", "3s"],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(program)},
            timeout=60,
        )
        status, found = findings(Said(done.returncode, done.stdout, done.stderr))
        no_network(found)
        assert status == 3


@pytest.mark.parametrize(
    ("page", "home", "state", "says"),
    [
        ("127.0.0.1", "127.0.0.1", "wrong", "stand at the same address, 127.0.0.1"),
        ("127.0.0.1", "127.0.0.2", "advice", "lie in one network, 127.0.0.0/24"),
        ("127.0.0.1", "127.77.0.1", "fine", f"{PAGE} is at 127.0.0.1, {HOME} at 127.77.0.1"),
    ],
)
def test_addresses_are_compared(enter: Callable[..., Doctor], page: str, home: str, state: str, says: str) -> None:
    found = enter(known=zone(page, home)).one("addresses")
    assert found[0] == state
    assert says in found[1]


@pytest.mark.parametrize(
    ("servers", "state", "says"),
    [
        (["ns1.first-dns.test.", "ns2.first-dns.test."], "wrong", "the same name servers answer"),
        (["ns1.first-dns.test.", "ns2.second-dns.test."], "advice", "share name servers: ns1.first-dns.test"),
        (["ns3.first-dns.test."], "advice", "run by one provider: first-dns"),
    ],
)
def test_name_servers_are_compared(enter: Callable[..., Doctor], servers: list[str], state: str, says: str) -> None:
    found = enter(known=zone() | {(HOME, "NS"): servers}).one("name-servers")
    assert found[0] == state
    assert says in found[1]


def test_a_name_without_name_servers_has_those_of_the_zone_above(enter: Callable[..., Doctor]) -> None:
    known = zone()
    known["test", "NS"] = ["ns.nobody-asks.test."]
    del known[PAGE, "NS"]
    known["deep.down.test", "A"] = known[PAGE, "A"]
    known["down.test", "NS"] = ["ns1.second-dns.test.", "ns2.second-dns.test."]
    doctor = enter(known=known)
    lay(doctor.root, {"site.yaml": doctor.world.site.replace(PAGE, "deep.down.test", 1)})
    assert doctor.one("name-servers")[0] == "wrong"


def test_an_alias_into_the_products_domain_leans_on_its_name_servers(enter: Callable[..., Doctor]) -> None:
    known = zone()
    known["deep.test", "NS"] = known[PAGE, "NS"]
    known["status.deep.test", "CNAME"] = [f"edge.{HOME}."]
    known[f"edge.{HOME}", "A"] = known[PAGE, "A"]
    doctor = enter(known=known)
    assert doctor.one("name-servers")[0] == "fine"
    lay(doctor.root, {"site.yaml": doctor.world.site.replace(PAGE, "status.deep.test", 1)})
    state, said = doctor.one("name-servers")
    assert (state, said.startswith(f"status.deep.test is an alias of edge.{HOME}")) == ("wrong", True)


def test_without_the_library_name_servers_are_not_checked_and_the_rest_is(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dns.resolver", None)
    said = doctor.upside("doctor", "--live", "--resolver", "127.0.0.1")
    assert (said.status, "pip install 'dnspython>=2.7'" in said.err) == (2, True)
    site = doctor.world.site.replace(PAGE, "localhost", 1).replace(HOME, "localhost")
    lay(doctor.root, {"site.yaml": site})
    _, found = findings(doctor.upside("doctor", "--format", "json", "--live"))
    assert (found["addresses"]["state"], found["name-servers"]["state"]) == ("wrong", "not_checked")
    with pytest.raises(Silent) as silent:
        Names(None).name_servers(HOME)
    assert (silent.value.unknown.cause, "pip install 'dnspython>=2.7'" in silent.value.unknown.words) == (
        "library",
        True,
    )


@pytest.mark.parametrize(
    ("days", "state", "says"),
    [
        (60, "fine", "expires in 59 days"),
        (15, "advice", "in 14 days"),
        (3, "wrong", "in 2 days"),
        (-1, "wrong", "has expired"),
    ],
)
def test_a_certificate_has_to_hold(enter: Callable[..., Doctor], days: int, state: str, says: str) -> None:
    authority = trustme.CA(organization_name="Example Trust")
    doctor = enter(
        authority=authority, page=serving(authority, PAGE, days=days), home=serving(authority, HOME, days=90)
    )
    found = doctor.one("certificate")
    assert (found[0], says in found[1]) == (state, True), found
    assert doctor.one("page")[0] == ("wrong" if days < 0 else "fine")


def test_a_certificate_for_another_name_or_of_nobody_is_wrong(enter: Callable[..., Doctor]) -> None:
    authority = trustme.CA(organization_name="Example Trust")
    own = serving(authority, HOME)
    doctor = enter(authority=authority, page=serving(authority, "other.test"), home=own)
    status, found = doctor.asked()
    assert (status, found["page"]["state"], found["certificate"]["state"]) == (1, "wrong", "wrong")
    assert "mismatch" in found["certificate"]["found"]
    assert found["feeds"]["state"] == found["headers"]["state"] == found["heartbeat"]["state"] == "not_checked"


def test_an_issuer_whom_only_this_machine_does_not_know_makes_nothing_wrong(doctor: Doctor) -> None:
    other = trustme.CA()
    other.cert_pem.write_to_path(str(doctor.root / "authority.pem"))
    status, found = doctor.asked()
    assert status == 3
    assert (found["page"]["state"], found["certificate"]["state"]) == ("not_checked", "not_checked")
    assert "SSL_CERT_FILE" in found["page"]["remedy"]


def test_an_issuer_that_is_unknown_for_the_page_alone_is_wrong(enter: Callable[..., Doctor]) -> None:
    known, unknown = trustme.CA(), trustme.CA()
    doctor = enter(authority=known, page=serving(unknown, PAGE), home=serving(known, HOME))
    status, found = doctor.asked()
    assert (status, found["page"]["state"], found["certificate"]["state"]) == (1, "wrong", "wrong")


def test_certificates_that_fail_together_are_advice(enter: Callable[..., Doctor]) -> None:
    authority = trustme.CA(organization_name="Example Trust")
    doctor = enter(authority=authority, page=serving(authority, PAGE), home=serving(authority, HOME))
    state, said = doctor.one("certificate-apart")
    assert state == "advice"
    assert "expire within a day of each other" in said


@pytest.mark.parametrize(
    ("answer", "state", "says"),
    [
        (told(200, LINK), "fine", "links to it"),
        (told(200, "<p>Welcome<p><a href='/about'>About</a>"), "wrong", "has no link to"),
        (
            told(200, '<!-- <a href="https://examplestatus.test:{port}/"></a> --><a href=/x>x</a>'),
            "wrong",
            "has no link",
        ),
        (told(200, '<a href="https://examplestatus.test/">S</a>'.replace(".test/", ".test.evil/")), "wrong", "no link"),
        (
            told(200, '<script src="https://examplestatus.test:{port}/embed.js"></script><a href=/>x</a>'),
            "advice",
            "banner",
        ),
        (told(200, "<div id=app></div><script src=/app.js></script>"), "not_checked", "drawn by its script"),
        (told(503, "down"), "not_checked", "answers 503"),
        (moved("/elsewhere"), "fine", "links to it"),
        (moved("/"), "not_checked", "in a circle"),
        (moved("ftp://example.com/"), "not_checked", "no address of the web"),
        (garbage, "not_checked", "not HTTP"),
        (reset, "not_checked", "gave no answer"),
        (huge, "not_checked", "too long to be read"),
    ],
)
def test_the_main_site_links_to_the_page(doctor: Doctor, answer: Any, state: str, says: str) -> None:
    port = doctor.world.page.port

    def filled(handler: Any) -> None:
        say = handler.say
        handler.say = lambda status, body=b"", **headers: say(
            status, body.replace(b"{port}", str(port).encode()), **headers
        )
        answer(handler)

    doctor.world.home.paths["/"] = filled
    doctor.world.home.paths["/elsewhere"] = told(200, LINK.format(port=port))
    found = doctor.one("link")
    assert (found[0], says in found[1]) == (state, True), found


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (told(404), "answers 404"),
        (told(200, "{}", Content_Type="application/json"), "is sent as application/json"),
        (moved("/"), "in a circle"),
        (garbage, "not HTTP"),
        (reset, "while the main site answers"),
    ],
)
def test_a_page_that_is_not_there_is_wrong_while_the_main_site_answers(doctor: Doctor, answer: Any, says: str) -> None:
    doctor.world.page.paths["/"] = answer
    status, found = doctor.asked()
    assert (status, found["page"]["state"], says in found["page"]["found"]) == (1, "wrong", True), found["page"]


@pytest.mark.parametrize("answer", [hang, half])
def test_a_page_that_hangs_is_given_up_and_wrong_while_the_main_site_answers(doctor: Doctor, answer: Any) -> None:
    doctor.world.page.paths["/"] = answer
    status, found = doctor.asked("--patience", "1s")
    assert (status, found["page"]["state"]) == (1, "wrong")
    assert "no answer within 1 second, while the main site answers" in found["page"]["found"]
    assert found["live-origin"]["state"] == "not_checked"


def test_where_neither_answers_the_page_is_not_called_wrong(doctor: Doctor) -> None:
    doctor.world.page.paths["/"] = doctor.world.home.paths["/"] = reset
    status, found = doctor.asked()
    assert (status, found["page"]["state"]) == (3, "not_checked")
    assert "may be your network" in found["page"]["remedy"]


def test_a_page_that_never_ends_is_read_no_further_than_needed(doctor: Doctor) -> None:
    doctor.world.page.paths["/"] = huge
    assert doctor.one("page")[0] == "fine"


def test_feeds_have_to_be_there_with_their_types(doctor: Doctor) -> None:
    doctor.world.page.paths["/feed.rss"] = told(200, "<rss/>", Content_Type="text/xml; charset=utf-8")
    assert doctor.one("feeds") == (
        "advice",
        "/feed.rss is sent as text/xml instead of application/rss+xml, which most readers take",
    )
    doctor.world.page.paths["/feed.atom"] = told(200, "<feed/>", Content_Type="text/html")
    assert doctor.one("feeds") == ("wrong", "/feed.atom is sent as text/html instead of application/atom+xml")
    doctor.world.page.paths["/maintenance.ics"] = told(404)
    doctor.world.page.paths["/feed.json"] = reset
    doctor.world.page.paths["/embed.js"] = told(403)
    assert doctor.one("feeds") == (
        "wrong",
        "/feed.json does not answer, /maintenance.ics answers 404 and /embed.js answers 403",
    )


def test_headers_have_to_be_sent(doctor: Doctor) -> None:
    headers = doctor.own() / "_headers"
    sent = headers.read_text()
    headers.write_text(
        sent.replace("  X-Content-Type-Options: nosniff\n", "").replace("max-age=31536000\n", "max-age=1\n")
    )
    state, said = doctor.one("headers")
    assert state == "advice"
    assert (
        said
        == "X-Content-Type-Options missing (everywhere); Strict-Transport-Security not as it should be (everywhere)"
    )
    headers.write_text(sent.replace("max-age=30,", "max-age=86400,", 1))
    assert doctor.one("headers")[0] == "wrong"
    headers.write_text(sent.replace("/embed.js\n", "/gone.js\n"))
    state, said = doctor.one("headers")
    assert (state, said.startswith("Access-Control-Allow-Origin missing, so scripts")) == ("wrong", True)
    assert said.endswith("; Cache-Control and Cross-Origin-Resource-Policy missing (/embed.js)")


@pytest.mark.parametrize(
    ("hours", "state", "says"),
    [(23, "fine", "true until"), (-1, "advice", "Schedules run late"), (-4, "wrong", "should have changed")],
)
def test_a_page_that_nobody_rebuilt_is_stale(doctor: Doctor, hours: int, state: str, says: str) -> None:
    now = datetime.now(UTC)
    beat = {
        "built_at": (now - timedelta(hours=6)).isoformat(),
        "next_change": (now + timedelta(hours=hours)).isoformat(),
    }
    doctor.world.page.paths["/api/heartbeat.json"] = told(200, json.dumps(beat))
    found = doctor.one("heartbeat")
    assert (found[0], says in found[1], "built 6 hours ago" in found[1]) == (state, True, True), found


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "[]",
        "{}",
        "null",
        '"built_at"',
        '{"built_at": 5, "next_change": 6}',
        "[" * 100000,
        '{"built_at": "2026-11-23T10:00:00", "next_change": "2026-11-24T00:00:00"}',
    ],
    ids=lambda body: body[:20],
)
def test_a_heartbeat_that_says_nothing_is_wrong(doctor: Doctor, body: str) -> None:
    doctor.world.page.paths["/api/heartbeat.json"] = told(200, body)
    assert doctor.one("heartbeat") == ("wrong", "/api/heartbeat.json is not what a site of Upside holds there")


def test_a_heartbeat_from_the_future_or_none_is_wrong(doctor: Doctor) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    beat = {"built_at": later.isoformat(), "next_change": (later + timedelta(hours=1)).isoformat()}
    doctor.world.page.paths["/api/heartbeat.json"] = told(200, json.dumps(beat))
    assert "still to come" in doctor.one("heartbeat")[1]
    doctor.world.page.paths["/api/heartbeat.json"] = told(404)
    assert doctor.one("heartbeat") == ("wrong", "/api/heartbeat.json answers 404")


def test_what_the_host_adds_to_the_page_is_found(doctor: Doctor) -> None:
    page = (doctor.root / "public/index.html").read_text()
    added = page.replace("</body>", '<script src="https://cdn.example.net/beacon.js"></script></body>')
    assert added != page
    doctor.world.page.paths["/"] = told(200, added)
    assert doctor.one("live-origin") == ("wrong", "the first page loads something from cdn.example.net")


@pytest.fixture
def usual_ports() -> str:
    """An address of the loopback on which the usual ports may be opened and are free."""
    import socket

    address = f"127.{os.getpid() % 250 + 1}.{os.getpid() // 250 % 250 + 1}.1"
    try:
        for port in (80, 443):
            with socket.create_server((address, port)):
                pass
    except OSError as problem:
        pytest.skip(f"ports 80 and 443 may not be opened here: {problem.strerror}")
    return address


def test_http_has_to_lead_to_https(enter: Callable[..., Doctor], usual_ports: str) -> None:
    from tests.publish.looking.servers import Web, web_server

    other = usual_ports.removesuffix("1") + "2"
    doctor = enter(known=zone(usual_ports, other), ports=443)
    assert doctor.one("link")[0] == "fine"
    state, said = doctor.one("https")
    assert (state, "http:// is not answered" in said) == ("advice", True)
    plain = Web(usual_ports, 80)
    with web_server(plain):
        plain.paths["/"] = moved(f"https://{PAGE}/")
        assert doctor.one("https") == ("fine", "http:// leads to https://")
        plain.paths["/"] = told(200, "<p>Hello")
        assert doctor.one("https") == ("wrong", "http:// shows a page that anybody on the way can change")
        plain.paths["/"] = told(404)
        assert doctor.one("https")[0] == "advice"
        plain.paths["/"] = moved("/")
        assert doctor.one("https")[0] != "fine"


def test_targets_are_asked_what_they_show(doctor: Doctor) -> None:
    lay(doctor.root, {"site.yaml": doctor.world.site + "publish: [./second]\n"})
    assert doctor.one("targets") == ("wrong", "nothing was ever published to ./second")
    doctor.own()
    then = datetime.now(UTC) - timedelta(hours=5)
    assert doctor.upside("publish", "--now", then.isoformat()).status == 0
    assert doctor.one("targets")[0] == "fine"
    assert doctor.upside("build", now="").status == 0
    state, said = doctor.one("targets")
    assert (state, "which is older than what is live elsewhere" in said) == ("wrong", True)


def test_a_target_that_cannot_be_asked_is_wrong_while_the_page_answers(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-words")
    lay(doctor.root, {"site.yaml": doctor.world.site + "publish: [s3://example-status]\n"})
    said = doctor.upside("doctor", "--format", "json", *doctor.world.live, "--patience", "3s")
    status, found = findings(said)
    assert (status, found["targets"]["state"]) == (1, "wrong")
    assert "secret-words" not in said.out


def test_nginx_as_upside_host_configures_it_sends_all_that_is_looked_for(doctor: Doctor) -> None:
    with pages_behind_nginx(doctor) as address:
        doctor.world.home.paths["/"] = told(200, f'<a href="{address}">Status</a>')
        _, found = doctor.asked()
    names = ("page", "certificate", "link", "feeds", "headers", "heartbeat", "live-origin", "last-build", "own-origin")
    assert {name: found[name]["state"] for name in names} == dict.fromkeys(names, "fine"), found["headers"]


@contextmanager
def pages_behind_nginx(doctor: Doctor) -> Iterator[str]:
    """The site under a path, released as nginx wants it; its address."""
    scratch = doctor.root / "nginx"
    (doctor.root / "public").unlink()
    page = doctor.world.authority.issue_cert(PAGE)
    addresses: list[str] = []

    def configure(port: int) -> str:
        addresses[:] = [f"https://{PAGE}:{port}/eu"]
        site = doctor.world.site.replace(f"{PAGE}:{doctor.world.page.port}", f"{PAGE}:{port}/eu", 1)
        lay(doctor.root, {"site.yaml": site + "publish: [./released]\n"})
        assert doctor.upside("publish", "--now", datetime.now(UTC).isoformat()).status == 0
        page.private_key_pem.write_to_path(str(scratch / "privkey.pem"))
        page.cert_chain_pems[0].write_to_path(str(scratch / "fullchain.pem"))
        said = doctor.upside("host", "nginx", "--folder", str(doctor.root / "released"))
        text = re.sub(r" +listen \[::\][^\n]*\n", "", said.out).replace("listen 80;", f"listen unix:{scratch}/plain;")
        text = text.replace("listen 443", f"listen 127.0.0.1:{port}")
        return re.sub(r"/etc/letsencrypt/live/[^/]+", str(scratch), text)

    with nginx(scratch, configure):
        yield addresses[0] + "/"


def test_for_a_person_it_is_grouped_and_fits_a_small_terminal(doctor: Doctor) -> None:
    doctor.world.home.paths["/"] = told(200, "<a href=/>Home</a>")
    said = doctor.upside("doctor", *doctor.world.live)
    assert said.status == 1
    assert max(map(len, said.out.splitlines())) <= 80
    assert f"  ✘ The main site links to it: wrong\n      https://{HOME}:" in said.out
    assert "      Why: AWS 2020:" in said.out
    assert f'         | <a href="https://{PAGE}:{doctor.world.page.port}/">Status</a>\n' in said.out
    assert said.out.splitlines()[-2].startswith("1 wrong, ")
    assert "checks were not made" in said.out.splitlines()[-1]


@pytest.mark.parametrize(
    "words", [("--resolver", "dns.example.com"), ("--resolver", "1.2.3.4:99999"), ("--patience", "soon")]
)
def test_a_slip_in_the_command_is_a_sentence(upside: Upside, tmp_path: Path, words: tuple[str, ...]) -> None:
    lay(tmp_path, {})
    said = upside("doctor", "--live", *words)
    assert (said.status, "write one like" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("https://user:token@github.com/acme/status.git", "github.com"),
        ("ssh://git@codeberg.org:22/acme/status.git", "codeberg.org"),
        ("git@GitLab.com:acme/status.git", "gitlab.com"),
        ("deploy@[2001:db8::1]:/srv/status", "2001:db8::1"),
        ("web1:/srv/status", "web1"),
        ("/srv/git/status.git", ""),
        ("./second", ""),
        ("../a:b", ""),
        ("C:/status", ""),
        ("file:///srv/git/status.git", ""),
        ("https://[bad/x", ""),
    ],
)
def test_the_machine_of_an_address(address: str, machine: str) -> None:
    assert machine_of(address) == machine


def test_remotes_are_counted_by_their_hosts_and_their_secrets_stay_secret(upside: Upside, tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True, capture_output=True)

    lay(tmp_path, {})
    git("init", "--quiet")
    assert findings(upside("doctor", "--format", "json"))[1]["remotes"]["found"].startswith(
        "the repository has no remote"
    )
    git("remote", "add", "origin", "https://user:secret-token@github.com/acme/status.git")
    git("remote", "add", "copy", "git@github.com:acme/copy.git")
    said = upside("doctor", "--format", "json")
    assert "secret-token" not in said.out
    assert findings(said)[1]["remotes"]["found"].startswith("every remote (copy and origin) is on github.com")
    git("remote", "set-url", "--add", "--push", "origin", "git@codeberg.org:acme/status.git")
    assert findings(upside("doctor", "--format", "json"))[1]["remotes"]["state"] == "fine"


def test_workflows_that_are_old_or_lack_their_program_are_wrong(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    upside("workflows", "--from", f"git+https://github.com/example/upside@{'0' * 40}")
    fine = findings(upside("doctor", "--format", "json"))[1]
    assert (fine["workflows"]["state"], fine["second-host"]["found"]) == (
        "fine",
        "GitHub Pages alone, which cannot be changed while GitHub Actions is down",
    )
    lay(tmp_path, {"site.yaml": SITE + "  - {id: mail, name: Mail}\n"})
    old = findings(upside("doctor", "--format", "json"))[1]["workflows"]
    assert (old["state"], ".github/workflows/incident.yml:" in old["found"]) == ("wrong", True)
    lay(tmp_path, {".github/upside/program.txt": "# nobody knows\n", "site.yaml": SITE})
    lacking = findings(upside("doctor", "--format", "json"))[1]["workflows"]
    assert (lacking["state"], "program.txt" in lacking["found"]) == ("wrong", True)
    (tmp_path / ".github/workflows/clock.yml").unlink()
    (tmp_path / ".github/upside/program.txt").unlink()
    assert "clock.yml" in findings(upside("doctor", "--format", "json"))[1]["workflows"]["found"]


def test_a_target_that_this_machine_lacks_a_library_for_is_wrong_without_asking_anybody(
    upside: Upside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    lay(
        tmp_path,
        {"site.yaml": SITE + "publish: [s3://example-status, 'deploy@web1.example.net:/srv/status', ./here]\n"},
    )
    _, found = findings(upside("doctor", "--format", "json"))
    assert found["publish"]["state"] == "wrong"
    assert "pip install 'obstore>=0.12'" in found["publish"]["found"]
    assert found["second-host"]["found"].startswith("S3, this machine and web1.example.net")


def test_errors_of_what_people_wrote_are_counted(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"incidents/2026-11-20-a.md": "---\nimpact: awful\n---\n"})
    status, found = findings(upside("doctor", "--format", "json"))
    assert (status, found["files"]["state"]) == (1, "wrong")


def test_nothing_is_wrong_with_the_example_site(upside: Upside) -> None:
    status, found = findings(upside("-C", str(Path(__file__).parents[2]), "doctor", "--format", "json"))
    assert status == 0
    assert found["domain"]["state"] == found["workflows"]["state"] == found["since"]["state"] == "fine"


def test_a_resolver_without_live_is_a_slip(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert "add --live" in upside("doctor", "--resolver", "9.9.9.9").err


def test_where_nothing_can_be_read_nothing_is_judged(upside: Upside, tmp_path: Path) -> None:
    lay(tmp_path, {"site.yaml": "timezone: Mars/Olympus\n"})
    said = upside("doctor", "--format", "json")
    assert (said.status, said.out) == (2, "")
