"""A store that speaks S3, as a process of its own: `python -m tests.publish.targets.store PORT`.

It is moto's S3 alone. moto's own program takes requests for all of AWS and looks anew with each one which service is meant, which costs
more than the answer does.
"""

from __future__ import annotations

import sys

from moto.moto_server.werkzeug_app import MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple


class Quiet(MotoRequestHandler):
    """Keeps no log: nobody reads it."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def main(port: str) -> None:
    """Serve on loopback until it is ended."""
    run_simple("127.0.0.1", int(port), create_backend_app("s3"), threaded=True, request_handler=Quiet)


if __name__ == "__main__":
    main(sys.argv[1])
