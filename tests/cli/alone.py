"""A drill where there is no network but loopback: `python -m tests.cli.alone FOLDER`, in a network namespace of its own (unshare(1)).

The site is the current folder. The drill's words and status are this program's.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import subprocess
import sys

GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 0x1
"""SIOCGIFFLAGS, SIOCSIFFLAGS and IFF_UP of netdevice(7)."""


def loopback_only() -> None:
    """Switch loopback on, and see that nothing else is there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        wanted = struct.pack("16sh", b"lo", 0)
        flags = struct.unpack("16sh", fcntl.ioctl(asking, GET_FLAGS, wanted))[1]
        fcntl.ioctl(asking, SET_FLAGS, struct.pack("16sh", b"lo", flags | UP))
    assert {name for _, name in socket.if_nameindex()} == {"lo"}


def main(folder: str) -> int:
    """Drill at `folder`."""
    loopback_only()
    command = [sys.executable, "-m", "generator", "drill", folder]
    return subprocess.run(command, check=False, timeout=120).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
