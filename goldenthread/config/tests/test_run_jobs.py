"""The timer's command."""

from datetime import date, datetime

import pytest
from django.core.management import call_command

from goldenthread.kernel import jobs


@pytest.fixture
def no_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "_JOBS", {})


def test_one_job_that_fails_keeps_no_other_from_running(no_jobs, capsys, monkeypatch):
    monkeypatch.setattr("goldenthread.config.management.commands.run_jobs.close_old_connections", lambda: None)

    def fail(now: datetime, today: date) -> str:
        raise RuntimeError("the post is late")

    jobs.register(jobs.Job("deliver", "Delivers.", fail))
    jobs.register(jobs.Job("seal", "Seals.", lambda now, today: "3 events sealed."))
    call_command("run_jobs")
    printed = capsys.readouterr()
    assert "deliver: RuntimeError: the post is late" in printed.err
    assert "seal: 3 events sealed." in printed.out
