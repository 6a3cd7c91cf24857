"""A worker as a process of its own, to be killed: ``python -m tests.contributions.worker RUN [STOP]``.

With STOP (a key of ``STEPS``) it says "half" after the writing of that step, before
its transaction ends, and waits to be shot.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sso_core.settings")
django.setup()

from contributions import batches  # noqa: E402
from contributions.services import (  # noqa: E402
    collection_letters,
    debiting,
    detecting,
    history_runs,
    receipt_packs,
    relief,
    submitting,
    uploads,
)
from sso_core.batch.public import work  # noqa: E402

STEPS = {
    "check": (uploads, "check"),
    "move": (submitting, "move_slice"),
    "close": (submitting, "close"),
    "credit": (batches, "credit_lines"),
    "debits": (debiting, "debit_slice"),
    "debit_file": (debiting, "finish_run"),
    "history_stage": (history_runs, "stage_slice"),
    "history_check": (history_runs, "check_year"),
    "history_load": (history_runs, "load_month"),
    "history_gaps": (history_runs, "close_gaps"),
    "relief": (relief, "relieve"),
    "receipts": (receipt_packs, "print_slice"),
    "arrears": (detecting, "detect_slice"),
    "warnings": (collection_letters, "warn_slice"),
}


def stop_in(step: str) -> None:
    module, name = STEPS[step]
    done = getattr(module, name)
    seen = []

    def stopping(*args, **kwargs):
        result = done(*args, **kwargs)
        seen.append(1)
        # The first slice is let through, so that something is done when the worker dies.
        if step in {"check", "close", "debits", "debit_file", "history_gaps"} or len(seen) == 2:
            sys.stdout.write("half\n")
            sys.stdout.flush()
            time.sleep(60)
        return result

    setattr(module, name, stopping)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        stop_in(sys.argv[2])
    work(int(sys.argv[1]))
    sys.stdout.write("done\n")
