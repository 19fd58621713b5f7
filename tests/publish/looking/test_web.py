from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from generator.model.preparedness import Cause
from generator.publish.looking.names import Names
from generator.publish.looking.silent import Silent
from generator.publish.looking.web import LARGEST, REDIRECTS
from generator.publish.looking.web import Web as Asking
from tests.publish.looking.servers import Web, garbage, huge, moved, reset, told, web_server


@pytest.fixture
def web() -> Iterator[Web]:
    """A server without TLS."""
    with web_server(Web("127.0.0.1")) as web:
        yield web


def get(web: Web, path: str = "/") -> tuple[object, str, bytes]:
    """The answer's status, last address and body; or why there is none, in a word and in words."""
    base = f"http://127.0.0.1:{web.port}"
    try:
        answer = Asking(Names(None)).get(base + path)
    except Silent as silent:
        return silent.unknown.cause, silent.unknown.words, b""
    return answer.status, answer.address.removeprefix(base), answer.body


def test_redirects_are_followed_and_the_last_address_is_known(web: Web) -> None:
    web.paths = {"/": moved("/a?b=c"), "/a": moved("../d#e"), "/d": told(200, "here")}
    assert get(web) == (200, "/d", b"here")


def test_redirects_are_counted(web: Web) -> None:
    web.paths = {f"/{number}": moved(f"/{number + 1}") for number in range(20)}
    assert get(web, "/0")[:2] == (
        Cause.GARBLED,
        f"http://127.0.0.1:{web.port}/0 leads on and on, more than {REDIRECTS} times",
    )
    assert len(web.asked) == REDIRECTS + 1
    web.paths = {"/": moved("/b"), "/b": moved("/")}
    assert get(web)[:2] == (Cause.GARBLED, f"http://127.0.0.1:{web.port}/ leads in a circle")


@pytest.mark.parametrize("to", ["ftp://example.com/", "file:///etc/passwd", "http://[bad", "http://a:99999999/", "x:y"])
def test_a_redirect_to_what_is_no_address_of_the_web_ends_there(web: Web, to: str) -> None:
    web.paths = {"/": moved(to)}
    assert get(web)[:2] == (Cause.GARBLED, f"http://127.0.0.1:{web.port}/ leads to what is no address of the web")


def test_nothing_secret_of_an_address_is_repeated(web: Web) -> None:
    web.paths = {"/x": moved(f"http://user:secret@127.0.0.1:{web.port}/y?token=secret"), "/y": moved("ftp://secret")}
    cause, words, _ = get(web, "/x")
    assert cause is Cause.GARBLED
    assert "secret" not in words


def test_a_redirect_with_letters_of_any_language_is_followed(web: Web) -> None:
    web.paths = {
        "/": lambda handler: handler.say(302, Location="/%C3%BC?ö".encode().decode("latin-1")),
        "/%C3%BC": told(200),
    }
    assert get(web)[:2] == (200, "/%C3%BC?%C3%B6")


def test_only_so_much_is_read(web: Web) -> None:
    web.paths = {"/": huge}
    answer = Asking(Names(None)).get(f"http://127.0.0.1:{web.port}/")
    assert (len(answer.body), answer.whole) == (LARGEST, False)


def test_what_was_compressed_against_our_wish_is_read_and_a_bomb_only_in_part(web: Web) -> None:
    def compressed(size: int) -> None:
        body = gzip.compress(b"x" * size)
        web.paths = {"/": lambda handler: handler.say(200, body, Content_Encoding="gzip")}

    compressed(5_000)
    assert get(web) == (200, "/", b"x" * 5_000)
    compressed(50_000_000)
    assert len(get(web)[2]) == LARGEST
    web.paths = {"/": lambda handler: handler.say(200, b"not gzip", Content_Encoding="gzip")}
    assert get(web)[0] is Cause.GARBLED


def test_what_is_no_answer_is_told_from_silence(web: Web) -> None:
    web.paths = {"/": garbage, "/reset": reset}
    assert get(web)[0] is Cause.GARBLED
    assert get(web, "/reset")[0] is Cause.NETWORK
    with web_server(Web("127.0.0.1")) as gone:
        pass
    assert get(gone)[:2] == (Cause.NETWORK, "127.0.0.1 could not be reached: Connection refused")


def test_https_where_none_is_spoken_is_no_answer(web: Web) -> None:
    with pytest.raises(Silent) as silent:
        Asking(Names(None)).get(f"https://127.0.0.1:{web.port}/")
    assert silent.value.unknown.cause is Cause.GARBLED
    assert "does not speak HTTPS there" in silent.value.unknown.words


def test_a_proxy_of_the_environment_is_mentioned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@proxy.example:3128")
    with web_server(Web("127.0.0.1")) as gone:
        pass
    _, words, _ = get(gone)
    assert "the proxy that the environment names is not used" in words
    assert "secret" not in words


def test_names_that_no_host_can_have_are_no_traceback(web: Web) -> None:
    for host in ("ü" * 70 + ".example", "a..b", "x" * 300 + ".invalid", "a\0b"):  # refused without asking anybody
        with pytest.raises(Silent):
            Asking(Names(None)).get(f"http://{host}:{web.port}/")
    for address in ("https://127.0.0.1:99999/", "https://127.0.0.1:x/", "https://[::1/", "https:///x", "mailto:a@b.c"):
        with pytest.raises(Silent):
            Asking(Names(None)).get(address)
        with pytest.raises(Silent):
            Asking(Names(None)).certificate(address)
