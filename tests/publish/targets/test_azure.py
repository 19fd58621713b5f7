"""The same bucket, in Azure's protocol: what is conditional, copied, listed and removed there is so here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import shutil
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from http.client import HTTPConnection
from pathlib import Path

import pytest

from generator.publish.targets import Failed, Older
from generator.publish.targets.drills import new_name
from generator.publish.targets.stores import bucket_of
from tests.publish.targets.releases import (
    DAY,
    FIRST,
    MINUTE,
    NEW,
    NOW,
    OLD,
    SECOND,
    THIRD,
    bytes_of,
    made,
    origin,
    terms,
)
from tests.publish.targets.s3 import QUICK, free_port, served

AZURITE = Path(__file__).parent / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""Azurite's well-known ones (learn.microsoft.com/azure/storage/common/storage-use-azurite)."""


@pytest.fixture(scope="module")
def azurite() -> Iterator[int]:
    if not AZURITE.exists() or shutil.which("node") is None:
        pytest.skip(f"needs node, and azurite from npm: npm install --prefix {Path(__file__).parent.name}")
    port = free_port()
    command = ["node", str(AZURITE), "--blobHost", "127.0.0.1", "--blobPort", str(port)]
    quiet = ["--silent", "--disableTelemetry", "--inMemoryPersistence", "--skipApiVersionCheck"]
    with served(*command, *quiet, port=port):
        yield port


@pytest.fixture
def container(azurite: int, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """An empty container's address, and the environment in which it is found."""
    for name, value in {
        "AZURE_STORAGE_ACCOUNT_NAME": ACCOUNT,
        "AZURE_STORAGE_ACCOUNT_KEY": KEY,
        "AZURE_STORAGE_ENDPOINT": f"http://127.0.0.1:{azurite}/{ACCOUNT}",
    }.items():
        monkeypatch.setenv(name, value)
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:20]
    assert ask(azurite, "PUT", name, "restype=container") == 201
    return f"az://{name}/page"


def ask(port: int, method: str, path: str, query: str) -> int:
    """A signed request without a body (learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key); its status."""
    date, version = formatdate(usegmt=True), "2021-08-06"
    resource = f"/{ACCOUNT}/{ACCOUNT}/{path}\n" + query.replace("=", ":")
    text = f"{method}{chr(10) * 12}x-ms-date:{date}\nx-ms-version:{version}\n{resource}"
    signature = base64.b64encode(hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()).decode()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"x-ms-date": date, "x-ms-version": version, "Authorization": f"SharedKey {ACCOUNT}:{signature}"}
    connection.request(method, f"/{ACCOUNT}/{path}?{query}", b"", headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_release_is_published_replaced_refused_gone_back_from_and_cleared_away(
    container: str, tmp_path: Path
) -> None:
    target = bucket_of(container, replace(QUICK, lease=0.2))
    old, new = made(tmp_path / "old", OLD, origin(FIRST)), made(tmp_path / "new", NEW, origin(SECOND, NOW + MINUTE))
    later = made(tmp_path / "later", NEW | {"more.txt": b"more"}, origin(THIRD, NOW + DAY))
    assert target.ship(old, terms()).sent == len(old.files)
    assert target.ship(old, terms()).unchanged
    assert target.ship(new, terms(NOW + MINUTE)).verified == len(new.files)
    with pytest.raises(Older):
        target.ship(old, terms())
    assert target.roll_back(None, terms()).entry.digest == old.digest
    assert target.verify().digest == old.digest
    assert target.ship(later, terms(NOW + DAY)).sent > 0
    assert target.ship(made(tmp_path / "last", OLD, origin("4" * 40, NOW + 3 * DAY)), terms(NOW + 3 * DAY)).removed > 0
    store = target.store(target.patience)
    found = store.get("index.html")
    assert found is not None
    assert found.headers["Content-Type"] == "text/html; charset=utf-8"
    assert found.headers["Cache-Control"] == "public, max-age=30"
    here = {path for path in store.list() if not path.startswith(".upside")}
    assert here >= bytes_of(old).keys()


def test_a_container_that_is_not_there_and_a_key_that_is_wrong_are_told_apart(
    container: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = made(tmp_path / "old", OLD)
    with pytest.raises(Failed, match="no such bucket or container"):
        bucket_of("az://nowhere", QUICK).ship(old, terms())
    wrong = base64.b64encode(b"wrong").decode()
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", wrong)
    with pytest.raises(Failed, match="403 AuthorizationFailure: these keys may not do that") as failed:
        bucket_of(container, QUICK).ship(old, terms())
    assert wrong not in str(failed.value)


def test_a_drill_works_beside_what_is_live_and_leaves_nothing(container: str, tmp_path: Path) -> None:
    target = bucket_of(container, QUICK)
    target.ship(made(tmp_path / "old", OLD, origin(FIRST)), terms())
    store = target.store(QUICK)
    before, drills, name = store.list(), target.drills(), new_name()
    drills.begin(name, NOW)
    new = made(tmp_path / "new", NEW, origin(SECOND))
    drills.target(name).ship(new, terms())
    assert drills.target(name).verify().digest == new.digest
    assert [left.name for left in drills.left()] == [name]
    drills.remove(name)
    assert drills.left() == ()
    assert store.list() == before
