"""The records of jobs: fair, bounded, each run by one server, none lost when a server is; on both databases."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import update

from api.callers import Caller, Tier
from api.errors import BudgetError, ConflictError
from api.jobs import records
from api.jobs.records import JobAsked, claim, find, new_job_id
from api.settings import Settings
from api.state import jobs, open_database, utc_now, writing

PUBLIC = Caller(tier=Tier.PUBLIC)
ADA, BEN = Caller(tier=Tier.PARTNER, identity="ada"), Caller(tier=Tier.PARTNER, identity="ben")
STEWARD = Caller(tier=Tier.STEWARD, identity="steward")
PROBLEM = {"title": "Broken", "status": 500, "detail": "It broke."}


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(database_url=database_url, state=tmp_path, jobs_waiting=6, jobs_waiting_per_caller=4)


@pytest.fixture
def database(settings):
    engine = open_database(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def ask(database, settings):
    def ask_as(caller, **inputs):
        asked = JobAsked(id=new_job_id(), process_id="answer", inputs=inputs, caller=caller, tier="public")
        return records.submit(database, settings, asked)

    return ask_as


@pytest.fixture
def take(database):
    def take_next(server="here", lease_s=60):
        return claim(database, server=server, lease_s=lease_s)

    return take_next


def expire(database, job):
    with writing(database) as connection:
        connection.execute(update(jobs).where(jobs.c.id == job.id).values(lease_until_utc=utc_now() - dt.timedelta(1)))


def test_a_job_waits_as_it_was_asked(database, ask):
    job = ask(ADA, place="Ñandú \x00 \ud800")
    found = find(database, job.id)
    assert found == job
    assert (found.status, found.owner, found.inputs) == ("accepted", "ada", {"place": "Ñandú \x00 \ud800"})


def test_a_caller_has_only_so_many_jobs_waiting(ask):
    for _ in range(4):
        ask(ADA)
    with pytest.raises(BudgetError, match="4 of your jobs wait"):
        ask(ADA)
    ask(BEN)


def test_all_have_only_so_many_jobs_waiting(ask):
    for caller in (ADA, ADA, ADA, BEN, BEN, BEN):
        ask(caller)
    with pytest.raises(BudgetError, match="Too many jobs wait"):
        ask(PUBLIC)


def test_many_who_ask_at_once_are_bounded_like_one(ask):
    gate = Barrier(6)

    def one(_number):
        gate.wait()
        try:
            return ask(ADA)
        except BudgetError:
            return None

    with ThreadPoolExecutor(6) as askers:
        assert sum(job is not None for job in askers.map(one, range(6))) == 4


def test_who_asks_for_much_does_not_keep_others_waiting(ask, take):
    many = [ask(ADA) for _ in range(3)]
    one, public = ask(BEN), ask(PUBLIC)
    order = [take().id for _ in range(5)]
    assert order == [many[0].id, one.id, public.id, many[1].id, many[2].id]


def test_a_job_that_ended_still_counts_for_whose_turn_it_is(ask, take, database):
    first, second = ask(ADA), ask(ADA)
    other = ask(BEN)
    records.finish(database, take(), result={})
    assert [take().id, take().id] == [other.id, second.id]
    assert find(database, first.id).status == "successful"


def test_of_servers_that_reach_for_jobs_at_once_each_job_goes_to_one(ask, take):
    asked = {ask(caller).id for caller in (ADA, BEN, ADA, BEN, ADA)}
    gate = Barrier(5)

    def reach(number):
        gate.wait()
        taken = []
        while (job := take(f"server {number}")) is not None:
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(5) as servers:
        taken = [job for each in servers.map(reach, range(5)) for job in each]
    assert sorted(taken) == sorted(asked)


def test_what_runs_tells_how_far_it_is(ask, take, database):
    ask(ADA)
    job = take()
    assert records.keep(database, job, lease_s=60, told=("searching", 41.7))
    found = find(database, job.id)
    assert (found.status, found.message, found.progress) == ("running", "searching", 41.7)
    assert found.revision == job.revision + 1


def test_a_lease_renewed_is_no_news(ask, take, database):
    ask(ADA)
    job = take()
    assert records.keep(database, job, lease_s=600)
    found = find(database, job.id)
    assert (found.revision, found.updated_utc) == (job.revision, job.updated_utc)
    assert found.lease_until_utc > job.lease_until_utc


def test_a_job_of_a_server_that_died_waits_again_once_and_then_fails(ask, take, database):
    ask(ADA)
    for attempt in (1, 2):
        job = take()
        assert job.attempts == attempt
        expire(database, job)
        assert records.take_back_lost(database) == 1
    found = find(database, job.id)
    assert (found.status, found.problem["status"]) == ("failed", 503)
    assert "ended 2 times" in found.message


def test_a_server_known_to_be_dead_loses_its_jobs_at_once_and_no_other_does(ask, take, database):
    ask(ADA)
    ask(BEN)
    lost, kept = take("dead"), take("alive")
    assert records.take_back_lost(database, dead_servers=("dead",)) == 1
    assert (find(database, lost.id).status, find(database, kept.id).status) == ("accepted", "running")


def test_a_server_that_lost_a_job_can_say_nothing_more_of_it(ask, take, database):
    ask(ADA)
    lost = take("slow")
    expire(database, lost)
    records.take_back_lost(database)
    again = take("quick")
    steps = [
        records.keep(database, lost, lease_s=60, told=("late", 99.0)),
        records.let_publish(database, lost),
        records.finish(database, lost, result={"late": True}),
        records.put_back(database, lost),
        records.is_ours(database, lost),
    ]
    assert steps == [False] * 5
    assert find(database, lost.id) == again


def test_a_stopping_server_puts_a_job_back_as_if_it_had_not_begun(ask, take, database):
    ask(ADA)
    assert records.put_back(database, take())
    again = take()
    assert (again.attempts, again.progress) == (1, 0.0)


def test_a_waiting_job_is_dismissed_and_never_begins(ask, take, database):
    job = ask(ADA)
    assert records.dismiss(database, job).status == "dismissed"
    assert take() is None


def test_a_running_job_that_is_dismissed_is_its_servers_no_more(ask, take, database):
    ask(ADA)
    job = take()
    assert records.dismiss(database, job).status == "dismissed"
    assert not records.is_ours(database, job)
    assert not records.let_publish(database, job)
    assert not records.finish(database, job, result={})
    assert find(database, job.id).status == "dismissed"


def test_a_job_that_publishes_cannot_be_dismissed(ask, take, database):
    ask(ADA)
    job = take()
    assert records.let_publish(database, job)
    with pytest.raises(ConflictError, match="publishing"):
        records.dismiss(database, job)
    assert records.finish(database, job, result={"release": "valley"})
    assert find(database, job.id).result == {"release": "valley"}


def test_a_job_lost_while_it_published_knows_so_when_it_begins_again(ask, take, database):
    ask(ADA)
    job = take()
    records.let_publish(database, job)
    expire(database, job)
    records.take_back_lost(database)
    assert take().is_publishing


def test_an_ended_job_that_is_dismissed_is_gone(ask, take, database):
    ask(ADA)
    job = take()
    records.finish(database, job, problem=PROBLEM)
    assert find(database, job.id).problem == PROBLEM
    assert records.dismiss(database, job).status == "dismissed"
    assert find(database, job.id) is None
    assert records.dismiss(database, job) is None


def test_callers_see_their_own_jobs_stewards_all_and_the_public_none(ask, database):
    own = [ask(ADA).id, ask(ADA).id]
    everything = {*own, ask(BEN).id, ask(PUBLIC).id}

    def seen(caller, **filters):
        chosen = {"statuses": (), "processes": (), "limit": 10, "offset": 0} | filters
        return [job.id for job in records.listed(database, caller, **chosen)]

    assert seen(ADA) == own[::-1]
    assert seen(ADA, limit=1, offset=1) == own[:1]
    assert seen(ADA, statuses=("running",)) == seen(ADA, processes=("what-if",)) == []
    assert set(seen(STEWARD)) == everything
    assert seen(PUBLIC) == []
    scoped = Caller(tier=Tier.STEWARD, identity="scoped", releases=frozenset({"valley"}))
    assert seen(scoped) == []


def test_old_jobs_are_dropped_and_new_ones_and_waiting_ones_stay(ask, take, database):
    ended = [ask(caller) for caller in (ADA, BEN)]
    for _ in ended:
        records.finish(database, take(), result={})
    waiting = ask(PUBLIC)
    long_ago = utc_now() - dt.timedelta(days=31)
    with writing(database) as connection:
        connection.execute(update(jobs).where(jobs.c.id != ended[1].id).values(created_utc=long_ago))
        connection.execute(update(jobs).where(jobs.c.id == ended[0].id).values(finished_utc=long_ago))
    assert records.drop_old(database, kept_days=30) == 1
    assert [find(database, job.id) is None for job in (*ended, waiting)] == [True, False, False]


def test_states_are_counted(ask, take, database):
    for caller in (ADA, BEN, PUBLIC):
        ask(caller)
    records.finish(database, take(), result={})
    take()
    assert records.counts(database) == {"accepted": 1, "running": 1, "successful": 1}
    assert list(records.running(database).values()) == ["here"]
