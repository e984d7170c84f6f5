"""APScheduler with a SQLAlchemy job store on SQLite, a job a person: adding them all, and reading the 1,000 due.

python -m benchmarks.peers.job_store sqlite:///jobs.db 10000 1000
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

NOON = datetime(2036, 3, 2, 12, tzinfo=UTC)


def prompt(person: int) -> None:
    """What a job would do."""


def main() -> None:
    url, people, due = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(url)}, timezone=UTC)
    scheduler.start(paused=True)
    began = time.perf_counter()
    for person in range(people):
        at = NOON if person < due else NOON + timedelta(days=1, seconds=person)
        scheduler.add_job(prompt, "date", run_date=at, args=[person], id=str(person))
    added = time.perf_counter() - began
    began = time.perf_counter()
    found = scheduler._jobstores["default"].get_due_jobs(NOON)
    read = time.perf_counter() - began
    assert len(found) == due
    sys.stdout.write(json.dumps({"added_s": added, "read_us_each": read / due * 1e6}))
    scheduler.shutdown(wait=False)


if __name__ == "__main__":
    main()
