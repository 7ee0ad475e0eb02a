"""What a worker was doing when it was killed is taken up again by another one, in whatever queue it was."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

DEAD_AFTER_S = 60.0


@app.periodic(cron="* * * * *")
@app.task(name="portal.take_up_again", queue="reminders")
async def take_up_again(timestamp: int) -> None:
    """Jobs whose worker has not been heard of for DEAD_AFTER_S wait for their turn again.

    Of a job that runs at most once at a time, and whose successor waits already, that one does the work.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S):
        with suppress(UniqueViolation):
            await app.job_manager.retry_job(job)
