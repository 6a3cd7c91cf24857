"""A worker of ``./bench national``: does the chunks of a run, and tells its processor seconds and highest memory."""

import os
import resource
import sys

import django


def main(run_id: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sso_core.settings")
    django.setup()
    from sso_core.batch.public import work
    from sso_core.bench import peak_memory_mib

    work(run_id)
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(f"{used.ru_utime + used.ru_stime} {peak_memory_mib()}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
