"""Celery's side of batch runs: messages only wake a worker, the rows say what is to do."""

from celery import shared_task

from sso_core.batch import services
from sso_core.batch.models import BatchRun, RunStatus


@shared_task
def work_on(run_id: int) -> int:
    return services.work(run_id)


@shared_task
def resume_batches() -> int:
    """Take up every run that is not closed; harmless where workers are already busy with it."""
    runs = list(BatchRun.objects.filter(status=RunStatus.RUNNING).values_list("pk", flat=True))
    for run_id in runs:
        services.wake(run_id)
    return len(runs)
