"""What holds for every test, wherever it is run from."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what it runs in the background with Ctrl-C ignored, which programs that a test starts and then stops would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)

if os.environ.get("CI"):
    # The same examples every time, and half as many as on a contributor's machine: whoever waits for it waits for minutes.
    settings.register_profile("upside", settings.get_profile("ci"), max_examples=50)
    settings.load_profile("upside")
