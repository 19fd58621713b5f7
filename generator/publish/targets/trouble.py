"""What a library's error means, in words for a person.

The library's own text holds addresses, which may hold keys: no part of it is passed on but the host, the status and the word that names
the error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["missing", "lost", "passing", "final"]
"""The object is not there; somebody else was quicker; it may pass; it will not."""

STATUS = re.compile(r"status code: (\d{3})")
CODE = re.compile(r"<Code>([A-Za-z.]{1,60})</Code>|\"reason\": ?\"([A-Za-z.]{1,60})\"")
HOST = re.compile(r"Error performing [A-Z]+ https?://(?:[^/@\s]*@)?([A-Za-z0-9.:\[\]-]{1,100})")
NO_BUCKET = ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist")
METADATA = "169.254.169.254"
"""Where machines in a cloud get their keys from: asked only when there are no others."""
KEYS = {
    "S3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "GCS": "GOOGLE_APPLICATION_CREDENTIALS",
    "MicrosoftAzure": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}
CLOCK = ("RequestTimeTooSkewed", "RequestExpired")
KEY_WRONG = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthenticationFailed", "InvalidToken", "ExpiredToken")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with one request."""

    kind: Kind
    words: str
    """A clause."""


def trouble(problem: Exception) -> Trouble:
    """What `problem`, which obstore raised, means."""
    text = str(problem)
    name = type(problem).__name__
    if any(each in text for each in NO_BUCKET):
        return Trouble("final", "there is no such bucket or container; create it, or look at how it is spelt")
    if isinstance(problem, FileNotFoundError):
        return Trouble("missing", "it is not there")
    if name in ("AlreadyExistsError", "PreconditionError"):
        return Trouble("lost", "somebody else wrote it meanwhile")
    if name in ("NotSupportedError", "NotImplementedError"):
        return Trouble("final", "the store does not know how to do this; it must support conditional writes (If-Match)")
    if METADATA in text:
        return Trouble("final", f"no keys were found; set {_keys(text)} in the environment (profiles are not read)")
    status = STATUS.search(text)
    return _answered(int(status[1]), text) if status else _unanswered(text)


def _answered(status: int, text: str) -> Trouble:
    code = next((one or other for one, other in CODE.findall(text)), "")
    named = f"it answered {status}{f' {code}' if code else ''}"
    if code in CLOCK:
        return Trouble("final", f"{named}: the clock of this machine is wrong")
    if code in KEY_WRONG or status == 401:
        return Trouble("final", f"{named}: the keys are not right, or no longer; look at {_keys(text)}")
    if status == 403:
        return Trouble("final", f"{named}: these keys may not do that. They need to list, read, write and delete here")
    if status in (301, 307, 308):
        return Trouble("final", f"{named}: it lies in another region; set AWS_REGION to that one")
    if status == 501:
        return Trouble("final", f"{named}: the store must support conditional writes (If-Match)")
    if status in (408, 409, 429) or status >= 500:
        return Trouble("passing", named)
    return Trouble("final", named)


def _unanswered(text: str) -> Trouble:
    host = (HOST.search(text) or ["", "the host"])[1]
    if "Account must be specified" in text:
        return Trouble("final", f"no account is named; set {KEYS['MicrosoftAzure']} in the environment")
    if "kind: Timeout" in text or "TimedOut" in text:
        return Trouble("passing", f"{host} did not answer in time")
    if "dns error" in text:
        return Trouble("passing", f"the name {host} could not be looked up")
    if "ertificate" in text:
        return Trouble("final", f"the certificate of {host} is not one to trust")
    if "kind: Connect" in text:
        return Trouble("passing", f"{host} could not be reached")
    if "kind: Builder" in text:
        return Trouble("final", "the endpoint in the environment is no address")
    return Trouble("passing", f"{host} broke off in the middle of its answer")


def _keys(text: str) -> str:
    return next((keys for name, keys in KEYS.items() if f"Generic {name} error" in text), KEYS["S3"])
