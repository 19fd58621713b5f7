"""A real server for S3's protocol on loopback, and what lies in its buckets."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

from generator.publish.targets import Pointer
from generator.publish.targets.bucket import Bucket
from generator.publish.targets.patience import Patience
from generator.publish.targets.pointer import from_bytes
from generator.publish.targets.stores import bucket_of

REPOSITORY = Path(__file__).parents[3]
KEY = "a-key-that-nobody-is-shown"
SECRET = "a-secret-that-nobody-is-shown"
NUMBERS = count()
QUICK = Patience(connect=5, request=20, transfer=20, pauses=(0.01, 0.02), lease=30, poll=0.02, wait=20, total=300)


def free_port() -> int:
    """A port of loopback that nobody listened on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when somebody listens."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


@contextmanager
def served(*command: str, port: int) -> Iterator[int]:
    """A server for as long as the context lasts; its port."""
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def moto() -> Iterator[int]:
    """The port of a server that speaks S3."""
    if find_spec("moto") is None or find_spec("obstore") is None:
        pytest.skip("needs moto[server] and obstore")
    port = free_port()
    with served(sys.executable, "-m", "tests.publish.targets.store", str(port), port=port):
        yield port


def settings(port: int) -> dict[str, str]:
    """The environment in which `s3://` is the server at `port`."""
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
    }


@dataclass(frozen=True)
class Place:
    """A prefix in a bucket that is a test's own."""

    port: int
    """Of the server itself, whatever stands before it."""
    bucket: str
    address: str

    def target(self, patience: Patience = QUICK) -> Bucket:
        """What is tested."""
        return bucket_of(self.address, patience)

    def request(self, method: str, name: str, body: bytes = b"") -> tuple[int, bytes, dict[str, str]]:
        """Ask the server for an object, as a visitor or a vandal would: status, body, headers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential={KEY}/20261120/us-east-1/s3/aws4_request"}
            connection.request(method, f"/{self.bucket}/{name}", body, signed)
            answer = connection.getresponse()
            return answer.status, answer.read(), {name.title(): value for name, value in answer.getheaders()}
        finally:
            connection.close()

    def get(self, path: str) -> bytes:
        """What a visitor is given; an error page fails the test."""
        status, body, _ = self.request("GET", f"site/{path}")
        assert status == 200, (path, status)
        return body

    def headers(self, path: str) -> dict[str, str]:
        """What it is served with."""
        return self.request("GET", f"site/{path}")[2]

    def put(self, path: str, body: bytes) -> None:
        """Meddle."""
        assert self.request("PUT", f"site/{path}", body)[0] == 200

    def delete(self, path: str) -> None:
        """Meddle."""
        assert self.request("DELETE", f"site/{path}")[0] == 204

    def names(self) -> list[str]:
        """Every object of the place."""
        import re

        _, body, _ = self.request("GET", "?list-type=2&prefix=site/")
        return [name.decode().removeprefix("site/") for name in re.findall(rb"<Key>([^<]*)</Key>", body)]

    def seen(self) -> dict[str, bytes]:
        """What visitors see, by path."""
        return {name: self.get(name) for name in self.names() if not name.startswith(".upside")}

    def pointer(self) -> Pointer:
        """What the place says of itself."""
        return from_bytes(self.get(".upside/release.json"))


def place(port: int) -> Place:
    """A new bucket."""
    bucket = f"bucket-{os.getpid()}-{next(NUMBERS)}"
    found = Place(port, bucket, f"s3://{bucket}/site")
    assert found.request("PUT", "")[0] == 200
    return found
