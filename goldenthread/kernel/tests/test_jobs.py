"""Work that the timer does, and letters that any app may write."""

from datetime import UTC, datetime

import pytest

from goldenthread.kernel import jobs, letters


@pytest.fixture
def no_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "_JOBS", {})


def test_jobs_are_done_in_order_of_name(no_jobs):
    for name in ("seal", "deliver"):
        jobs.register(jobs.Job(name, f"Does {name}.", lambda now, today: ""))
    assert [job.name for job in jobs.registered()] == ["deliver", "seal"]


def test_a_second_job_of_the_same_name_is_refused(no_jobs):
    job = jobs.Job("seal", "Seals.", lambda now, today: "")
    jobs.register(job)
    jobs.register(job)
    with pytest.raises(ValueError, match="Two jobs are called seal"):
        jobs.register(jobs.Job("seal", "Something else.", lambda now, today: ""))
    assert jobs.registered() == [job]


def test_a_letter_goes_to_whoever_takes_letters(monkeypatch):
    monkeypatch.setattr(letters, "_POSTS", [])
    letter = letters.Letter("test", "a@example.org", "Subject", "Body", "key")
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with pytest.raises(LookupError):
        letters.post(letter, now)
    taken = []
    letters.register_post(lambda one, at: taken.append((one, at)))
    letters.post(letter, now)
    assert taken == [(letter, now)]
