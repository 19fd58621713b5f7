"""What holds for every test, wherever it is run from."""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what it runs in the background with Ctrl-C ignored, which programs that a test starts and then stops would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
