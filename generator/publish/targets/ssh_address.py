"""`user@host:path` and `ssh://user@host:port/path`: a folder on another machine. Data, and how it is handed to ssh and rsync."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from generator.publish.targets.target import BadAddress

SHORT = re.compile(r"(?:(?P<user>[^@/:]+)@)?(?P<host>\[[0-9A-Fa-f:.%]+\]|[^/:@\[\]]+):(?P<path>.+)", re.DOTALL)
WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]*")
"""What a user or a host may be called: nothing that ssh would take for an option, and nothing that a shell would take for a sign."""
SIX = re.compile(r"[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?")


@dataclass(frozen=True, slots=True)
class SshAddress:
    """Where, as whom."""

    host: str
    """A name, perhaps one of ~/.ssh/config, or an IP address without brackets."""
    path: str
    """Absolute, or counted from the user's home there."""
    user: str = ""
    """Empty: whom ssh takes."""
    port: int | None = None

    @property
    def login(self) -> str:
        """`user@host`."""
        return f"{self.user}@{self.host}" if self.user else self.host

    @property
    def known_as(self) -> str:
        """How known_hosts calls it."""
        return f"'[{self.host}]:{self.port}'" if self.port not in (None, 22) else self.host

    @property
    def shown(self) -> str:
        """For a person."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        login = f"{self.user}@{host}" if self.user else host
        if self.port is None:
            return f"{login}:{self.path}"
        return f"ssh://{login}:{self.port}{'' if self.path.startswith('/') else '/~/'}{self.path}"

    def command(self) -> list[str]:
        """The program, which `UPSIDE_SSH` may name with options of its own (an identity, a configuration)."""
        return shlex.split(os.environ.get("UPSIDE_SSH", "")) or ["ssh"]

    def place(self) -> list[str]:
        """Where to, for ssh."""
        user = ["-l", self.user] if self.user else []
        port = ["-p", str(self.port)] if self.port is not None else []
        return [*port, *user, "--", self.host]

    def folder(self, below: str) -> str:
        """A folder below the path, for rsync."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@{host}:{self.path}/{below}/" if self.user else f"{host}:{self.path}/{below}/"


def ssh_address(text: str) -> SshAddress:
    """Read an address. Raises `BadAddress`, which never holds a password."""
    if not text.casefold().startswith("ssh://"):
        match = SHORT.fullmatch(text)
        if match is None or text.casefold().startswith("ssh:"):
            raise BadAddress(f"“{text}” is no address of a folder on another machine; write user@host:/srv/status")
        return _checked(match["host"].strip("[]"), match["path"], match["user"] or "", None)
    try:
        parts = urlsplit(text)
        host, port, user, password = parts.hostname or "", parts.port, parts.username or "", parts.password
    except ValueError:
        raise BadAddress("an ssh:// address is written ssh://user@host:22/srv/status") from None
    if password is not None or parts.query or parts.fragment:
        raise BadAddress(
            f"an address holds no password and no options: write ssh://{user}@{host}/srv/status, and let the machine know your key (ssh-copy-id)"
        )
    path = unquote(parts.path)
    return _checked(host, path.removeprefix("/~/") if path.startswith("/~/") else path, unquote(user), port)


def _checked(host: str, path: str, user: str, port: int | None) -> SshAddress:
    path = path.removeprefix("~/").rstrip("/")
    if not (WORD.fullmatch(host) or SIX.fullmatch(host)) or (user and not WORD.fullmatch(user)):
        raise BadAddress(
            f"“{user}@{host}” is no user and host that ssh could be asked for; write user@host:/srv/status"
        )
    if not path or path.startswith("~") or "\n" in path or "\0" in path:
        raise BadAddress(f"name the folder on {host}, and not its root or a home: {user or 'user'}@{host}:/srv/status")
    if path.startswith("-"):
        path = f"./{path}"
    return SshAddress(host, path, user, port)
