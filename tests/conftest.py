"""What all tests share: how Hypothesis runs, and that Ctrl-C is heard."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

# The same examples each time and no deadline: a run says something about the code, not about luck or a busy machine.
# HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# A shell that runs the tests in the background lets them ignore Ctrl-C, and so every program that they start and stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
