"""One request and its answer over HTTP, with bounds on everything: addresses tried, time, redirects, bytes.

A host is reached at the addresses that `Names` gives, without a proxy, since its certificate is one of the questions. Trust is Python's
(`ssl.create_default_context`, which heeds SSL_CERT_FILE and SSL_CERT_DIR). Nothing that fails here is an answer: it is `Silent`.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from generator.model.preparedness import Answer, Cause, Certificate
from generator.publish.looking.names import Names, ascii_name, is_address
from generator.publish.looking.silent import Silent, why
from generator.publish.targets.target import without_secret

CONNECTING = 5.0
"""Seconds for one address."""
TIMEOUT = 10.0
"""Seconds for each piece of an answer."""
WHOLE = 20.0
"""Seconds until an answer that keeps coming is cut off."""
TRIED = 4
"""Addresses of a host that are tried."""
LARGEST = 2_000_000
"""Bytes of an answer that are read."""
REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}
CERTAIN = (9, 10, 23)
"""OpenSSL's errors for a certificate that is not valid yet, not any more, or revoked (openssl-verification-options, "Diagnostics"): the host's own.
All others, such as another name or an unknown issuer, may be the work of somebody on the way, or of this machine."""


class Web:
    """Asks hosts, at the addresses that `names` gives."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._trust = ssl.create_default_context()

    def get(self, address: str, *, until_https: bool = False) -> Answer:
        """The answer to a GET of `address` (http or https), redirects followed. Raises `Silent`.

        `until_https`: a redirect to https is not followed, and is the answer, with where it leads to as `Answer.address`.
        """
        seen = {address}
        here = address
        while True:
            answer = self._once(here, asked=address)
            if answer.status not in MOVED or not answer.header("location"):
                return answer
            here = _absolute(here, answer.header("location"))
            if until_https and here.startswith("https:"):
                return Answer(address, answer.status, here, answer.headers)
            if here in seen:
                raise Silent(Cause.GARBLED, f"{without_secret(address)} leads in a circle")
            if len(seen) > REDIRECTS:
                raise Silent(Cause.GARBLED, f"{without_secret(address)} leads on and on, more than {REDIRECTS} times")
            seen.add(here)

    def certificate(self, address: str) -> Certificate:
        """What the host of `address` shows for itself. Raises `Silent`."""
        parts = _parts(address)
        if parts.scheme != "https":
            raise Silent(Cause.NOTHING, f"{without_secret(address)} is not https, and shows no certificate")
        with self._connected(parts) as connection:
            assert isinstance(connection, ssl.SSLSocket)
            shown = connection.getpeercert() or {}
            fingerprint = sha256(connection.getpeercert(binary_form=True) or b"").hexdigest()
        expires = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
        return Certificate(_issuer(shown.get("issuer")), expires, fingerprint)

    def _once(self, address: str, *, asked: str) -> Answer:
        parts = _parts(address)
        until = time.monotonic() + WHOLE
        with self._connected(parts) as connection:
            client = http.client.HTTPConnection(parts.hostname or "")
            client.sock = connection
            try:
                client.request("GET", _target(parts), headers=_headers(parts))
                with closing(client.getresponse()) as response:
                    body, whole = _body(response, until)
                    headers = tuple((name.lower(), value) for name, value in response.getheaders())
                    return Answer(asked, response.status, address, headers, body, whole)
            except (http.client.RemoteDisconnected, ConnectionError, TimeoutError) as problem:
                raise Silent(
                    Cause.NETWORK, f"{parts.hostname} was reached, and gave no answer: {why(problem)}"
                ) from None
            except (http.client.HTTPException, ValueError, zlib.error) as problem:
                raise Silent(
                    Cause.GARBLED,
                    f"{parts.hostname} answers with something that is not HTTP ({type(problem).__name__})",
                ) from None
            except OSError as problem:
                raise Silent(Cause.NETWORK, f"the answer of {parts.hostname} broke off: {why(problem)}") from None

    @contextmanager
    def _connected(self, parts: SplitResult) -> Iterator[socket.socket]:
        """A connection to the host of `parts`; over TLS where its scheme says so. Raises `Silent`."""
        host = ascii_name(parts.hostname or "")
        plain = self._reached(host, parts.port or PORTS[parts.scheme])
        with plain:
            if parts.scheme == "http":
                yield plain
                return
            try:
                secured = self._trust.wrap_socket(plain, server_hostname=host)
            except ssl.SSLCertVerificationError as problem:
                cause = Cause.UNTRUSTED if problem.verify_code in CERTAIN else Cause.UNSIGNED
                said = problem.verify_message.rstrip(".")
                raise Silent(cause, f"the certificate of {host} cannot be trusted: {said}") from None
            except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError, TimeoutError) as problem:
                raise Silent(Cause.NETWORK, f"{host} was reached, and broke off: {why(problem)}") from None
            except ssl.SSLError as problem:
                reason = (problem.reason or "TLS failed").replace("_", " ").lower()
                raise Silent(Cause.GARBLED, f"{host} does not speak HTTPS there: {reason}") from None
            except OSError as problem:
                raise Silent(Cause.NETWORK, f"{host} was reached, and broke off: {why(problem)}") from None
            except ValueError:
                raise Silent(Cause.GARBLED, f"“{host}” is no name that a certificate can be for") from None
            with secured:
                yield secured

    def _reached(self, host: str, port: int) -> socket.socket:
        """A connection to the first of `host`'s addresses that takes one. Raises `Silent`."""
        problem: OSError | None = None
        for address in self._names.addresses(host)[:TRIED]:
            try:
                found = socket.create_connection((address, port), timeout=CONNECTING)
            except OSError as failed:
                problem = failed
            else:
                found.settimeout(TIMEOUT)
                return found
        said = why(problem) if problem else "it has no address"
        raise Silent(Cause.NETWORK, f"{host} could not be reached: {said}{_proxy()}") from None


def _proxy() -> str:
    """What else to say where this machine reaches the world by a proxy."""
    from urllib.request import getproxies_environment

    there = {"http", "https", "all"} & set(getproxies_environment())
    return "; the proxy that the environment names is not used, since it may show other certificates" if there else ""


def _parts(address: str) -> SplitResult:
    """Taken apart. Raises `Silent`."""
    try:
        parts = urlsplit(address)
        if parts.scheme in PORTS and parts.hostname and parts.port != 0:
            return parts
    except ValueError:  # a port that is none, too
        pass
    raise Silent(Cause.GARBLED, f"{without_secret(address)} is no address of the web")


def _absolute(here: str, location: str) -> str:
    """Where a redirect leads to. Raises `Silent`."""
    written = quote(
        location.strip().encode("latin-1", "replace"), safe="/%:@!$&'()*+,;=~-._?#[]"
    )  # http.client reads it as such
    try:
        parts = _parts(urljoin(here, written))
    except (Silent, ValueError):
        raise Silent(Cause.GARBLED, f"{without_secret(here)} leads to what is no address of the web") from None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else path


def _headers(parts: SplitResult) -> dict[str, str]:
    host = ascii_name(parts.hostname or "")
    host = f"[{host}]" if ":" in host and is_address(host) else host
    port = f":{parts.port}" if parts.port and parts.port != PORTS[parts.scheme] else ""
    return {
        "Host": host + port,
        "User-Agent": "upside-doctor",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _body(response: http.client.HTTPResponse, until: float) -> tuple[bytes, bool]:
    """What was sent, up to `LARGEST` bytes and until `until`, and whether that is all."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(65536):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            return _unpacked(b"".join(pieces)[:LARGEST], response), False
        if time.monotonic() > until:
            raise TimeoutError("the answer did not end")
    return _unpacked(b"".join(pieces), response), True


def _unpacked(body: bytes, response: http.client.HTTPResponse) -> bytes:
    """`body` as it was before a server that passed over our wish compressed it."""
    if response.getheader("Content-Encoding", "").strip().lower() not in ("gzip", "x-gzip"):
        return body
    return zlib.decompressobj(wbits=31).decompress(body, LARGEST)


def _issuer(written: object) -> str:
    """The organisation and the name of an issuer, as `ssl` gives them: a tuple of tuples of pairs."""
    pairs = [pair for part in written for pair in part] if isinstance(written, tuple) else []
    said = {str(name): str(value) for name, value in pairs}
    words = dict.fromkeys(said[name] for name in ("organizationName", "commonName") if said.get(name))
    return " ".join(words)[:80] or "an issuer without a name"
