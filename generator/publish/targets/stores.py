"""The kinds of buckets: from an address and the environment to a store. Keys come from the environment alone, by obstore's own names."""

from __future__ import annotations

import re
from typing import Any

from generator.publish.targets.bucket import Bucket
from generator.publish.targets.patience import USUAL, Patience
from generator.publish.targets.store import Store, options
from generator.publish.targets.target import BadAddress, Failed, without_secret

ADDRESS = re.compile(
    r"(s3|gs|az)://([A-Za-z0-9][A-Za-z0-9._-]{1,221}[A-Za-z0-9])((?:/[^/?#\x00-\x20\x7f]+)*)/*", re.IGNORECASE
)
"""A bucket's name is three characters or more; Google's may hold dots and be long."""
ENDPOINTS = {
    "s3": ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"),
    "az": ("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT"),
}
"""Settings that say where a store is."""
INSTALL = "pip install 'obstore>=0.12'"
"""By the library's own name: on a package index the name of this program may be somebody else's."""


def bucket_of(address: str, patience: Patience = USUAL) -> Bucket:
    """The bucket that `address` names, such as `s3://bucket/prefix`. Touches no network. Raises `BadAddress`."""
    match = ADDRESS.fullmatch(address.strip())
    shown = without_secret(address.strip())
    if match is None:
        scheme = address.partition(":")[0].casefold()
        raise BadAddress(
            f"“{shown}” is no address of a bucket. Write its name, and below which name in it the site lies, and nothing else:\n"
            f"  {scheme}://example-status/page\n"
            "Keys come from the environment."
        )
    if any(each in (".", "..") or each.startswith(".upside") for each in match[3].split("/")):
        raise BadAddress(f"“{shown}” has a name in it that no site can lie below.")
    _endpoints_are_addresses(match[1].casefold())
    try:
        import obstore  # noqa: F401 -- whether it is there
    except ImportError:
        raise BadAddress(
            f"Publishing to {shown} needs the library obstore, which is not installed:\n  {INSTALL}"
        ) from None
    return Bucket(shown, _Opening(match[1].casefold(), match[2], match[3].strip("/")), patience)


def _endpoints_are_addresses(scheme: str) -> None:
    """Raise `BadAddress` where the environment names an endpoint that is none: the library would end in the middle of a request."""
    import os

    for name in ENDPOINTS.get(scheme, ()):
        value = os.environ.get(name, "")
        if value and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[^\s?#]*)?", value):
            raise BadAddress(f"{name} in the environment is no address; write one like https://storage.example.net")


class _Opening:
    """How to open one bucket."""

    def __init__(self, scheme: str, name: str, prefix: str) -> None:
        self.scheme, self.name, self.prefix = scheme, name, prefix

    def __call__(self, patience: Patience) -> Store:
        """The store, not yet asked anything. Raises `Failed` where the environment does not do."""
        from obstore.exceptions import BaseError

        from generator.publish.targets.trouble import trouble

        try:
            return Store(self._open(patience, patience.request), self._open(patience, patience.transfer), patience)
        except (BaseError, ValueError, OSError) as problem:
            raise Failed(f"the settings in the environment do not do: {trouble(problem).words}") from None

    def below(self, path: str) -> _Opening:
        """How to open the part of it below `path`."""
        return _Opening(self.scheme, self.name, f"{self.prefix}/{path}".strip("/"))

    def _open(self, patience: Patience, seconds: float) -> Any:
        from obstore.store import AzureStore, GCSStore, S3Store

        kinds: dict[str, Any] = {"s3": S3Store, "gs": GCSStore, "az": AzureStore}
        return kinds[self.scheme](self.name, prefix=self.prefix or None, **options(patience, seconds))
