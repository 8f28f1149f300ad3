"""The store: encrypted, whole after every kill and every full disk, and with a log that shows what was changed."""

import datetime as dt
import json
import os
import threading

import hypothesis
import pyrage
import pytest
from custodian import ROW, TELLING, Custodian, a_record, some_records
from hypothesis import strategies

from custody.content import StoreContent, content_to_bytes
from custody.keys import write_new_key
from custody.places import read_point
from custody.records import record_from_json, record_to_json
from custody.sheet import Sheet
from custody.vocabulary import VOCABULARY, care_pillars
from geo.errors import CustodyError, MissingFileError

DAY = dt.timedelta(days=1)
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def custodian(tmp_path):
    return Custodian(tmp_path)


def at(day):
    """A clock that stands at noon of a day."""
    return lambda: dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def lines_of(custodian):
    return (custodian.store / "log.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)


def write_lines(custodian, lines):
    (custodian.store / "log.jsonl").write_text("".join(lines), encoding="utf-8")


def keep_and_fail(store):
    store.commit(ledger={"kept": 1}, outcome="kept")
    raise ZeroDivisionError


def steps_of(custodian):
    return [f"{json.loads(line)['command']} {json.loads(line)['step']}" for line in lines_of(custodian)]


records = strategies.builds(
    a_record,
    id=strategies.from_regex(r"[A-Z]{1,3}-[0-9]{1,6}", fullmatch=True),
    lon=strategies.integers(-180_000, 180_000).map(lambda thousandths: thousandths / 1000),
    sex=strategies.sampled_from(VOCABULARY["sex"]),
    washington_group_flag=strategies.sampled_from([True, False, None]),
    need_pillars=strategies.lists(strategies.sampled_from(care_pillars()), unique=True).map(
        lambda all_: tuple(sorted(all_))
    ),
    are_needs_known=strategies.booleans(),
    source=strategies.text(max_size=20),
    released_in=strategies.dictionaries(
        strategies.text(max_size=5), strategies.lists(strategies.integers(), max_size=3)
    ),
)


@hypothesis.given(records)
def test_a_record_comes_back_from_json_as_it_was(record):
    back = record_from_json(json.loads(json.dumps(record_to_json(record))))
    assert back == record
    assert back.released_in == record.released_in


def test_what_is_committed_is_there_when_the_store_is_opened_again(custodian):
    kept = [a_record(id="S-1"), a_record(id="S-2", lon=None, lat=None, area_id="A-9", place_precision="area")]
    with custodian.open(is_new_allowed=True) as store:
        store.commit(records=kept, ledger={"told": [1, 2]}, outcome="records were imported")
    with custodian.open() as store:
        assert list(store.records) == kept
        assert store.ledger == {"told": [1, 2]}
        assert store.is_synthetic is True


def test_no_file_of_the_store_holds_anything_of_a_record_in_plain(custodian):
    custodian.keep([a_record(area_id="A-QZ-99")])
    files = [path for path in custodian.store.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"records.age", "log.jsonl", "lock"}
    for path in files:
        assert not [word for word in (*TELLING, "A-QZ-99", "trans_tibial") if word.encode() in path.read_bytes()]


def test_the_files_of_the_store_are_for_their_owner_alone(custodian):
    before = os.umask(0)
    try:
        custodian.keep([a_record()])
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o777 for path in (custodian.store, *sorted(custodian.store.iterdir()))]
    assert modes == [0o700, 0o600, 0o600, 0o600]


def test_age_alone_opens_the_store(custodian):
    custodian.keep([a_record()])
    encrypted = (custodian.store / "records.age").read_bytes()
    assert encrypted.startswith(b"age-encryption.org/v1\n-> X25519 ")
    secret = custodian.key_file.read_text(encoding="ascii").splitlines()[-1]
    plain = json.loads(pyrage.decrypt(encrypted, [pyrage.x25519.Identity.from_str(secret)]))
    assert [record["id"] for record in plain["records"]] == ["QZ-7741"]


def test_the_size_of_the_file_does_not_tell_how_many_there_are():
    one, many = (len(content_to_bytes(StoreContent(records=tuple(some_records(count))))) for count in (1, 100))
    assert one == many == 64 * 1024


def test_printing_tells_nothing(custodian):
    record = a_record()
    custodian.keep([record])
    sheet = Sheet(names=tuple(ROW), rows=((2, tuple(ROW.values())),))
    with custodian.open() as store:
        printed = repr(
            [record, StoreContent(records=(record,)), custodian.key, sheet, store, read_point("43.617", "-12.943")]
        )
    secret = custodian.key_file.read_text(encoding="ascii").splitlines()[-1]
    assert not [word for word in (*TELLING, secret) if word in printed]


def test_another_key_does_not_open_the_store_and_harms_nothing(custodian, tmp_path):
    custodian.keep([a_record()])
    before = (custodian.store / "records.age").read_bytes(), lines_of(custodian)
    other = write_new_key(tmp_path / "other.key")
    with pytest.raises(CustodyError, match="not opened by this key"), custodian.open(key=other):
        pass
    assert ((custodian.store / "records.age").read_bytes(), lines_of(custodian)) == before
    assert custodian.ids() == ["QZ-7741"]


@pytest.mark.parametrize("kept", [0, 10, 100, 30_000, -1])
def test_a_store_that_is_cut_off_is_refused_and_left_as_it_is(custodian, kept):
    custodian.keep([a_record()])
    path = custodian.store / "records.age"
    path.write_bytes(path.read_bytes()[:kept])
    cut = path.read_bytes()
    with pytest.raises(CustodyError, match="damaged or cut off"), custodian.open(is_new_allowed=True):
        pass
    assert path.read_bytes() == cut


def test_a_store_with_one_bit_flipped_is_refused(custodian):
    custodian.keep([a_record()])
    path = custodian.store / "records.age"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    with pytest.raises(CustodyError, match="damaged or cut off"), custodian.open():
        pass


def test_a_store_whose_file_is_lost_is_not_begun_anew(custodian):
    custodian.keep([a_record()])
    (custodian.store / "records.age").unlink()
    with pytest.raises(CustodyError, match=r"has a log but no records\.age"), custodian.open():
        pass
    with pytest.raises(CustodyError, match="are lost"), custodian.open(is_new_allowed=True):
        pass


def test_a_folder_that_is_none_is_not_made_by_looking(custodian):
    with pytest.raises(MissingFileError, match="there is no store"), custodian.open():
        pass
    assert not custodian.store.exists()


def test_a_folder_with_other_files_does_not_become_a_store(custodian):
    custodian.store.mkdir()
    (custodian.store / "letter.txt").write_text("mine")
    with pytest.raises(CustodyError, match="holds other files"), custodian.open(is_new_allowed=True):
        pass


# The log


def test_the_log_tells_before_and_after(custodian):
    custodian.keep([a_record()])
    with custodian.open("inspect"):
        assert steps_of(custodian)[-1] == "inspect begins"
    assert steps_of(custodian) == ["test begins", "test changed", "test ends", "inspect begins", "inspect ends"]


def test_the_log_tells_of_a_command_that_failed_and_the_store_is_as_it_was(custodian):
    custodian.keep([a_record()])
    with pytest.raises(CustodyError, match="no"), custodian.open("forget"):
        raise CustodyError("no")
    assert steps_of(custodian)[-2:] == ["forget begins", "forget fails"]
    with pytest.raises(ZeroDivisionError), custodian.open("access") as store:
        keep_and_fail(store)
    assert steps_of(custodian)[-3:] == ["access begins", "access changed", "access fails"]
    with custodian.open() as store:
        assert store.ledger == {"kept": 1}


@pytest.mark.parametrize("line", range(4))  # of five; the last one alone is put back from the store
@pytest.mark.parametrize("how", ["taken away", "put in twice", "changed", "swapped"])
def test_a_log_that_was_changed_anywhere_is_refused(custodian, line, how):
    custodian.keep([a_record()])
    with custodian.open("inspect"):
        pass
    lines = lines_of(custodian)
    if how == "changed":
        lines[line] = lines[line].replace('"command":"', '"command":"un')
    elif how == "taken away":
        del lines[line]
    elif how == "put in twice":
        lines.insert(line, lines[line])
    else:
        lines[line], lines[line - 1] = lines[line - 1], lines[line]
    write_lines(custodian, lines)
    with pytest.raises(CustodyError, match="log"), custodian.open():
        pass


def test_a_log_without_its_last_lines_is_refused(custodian):
    custodian.keep([a_record()])
    write_lines(custodian, lines_of(custodian)[:-2])
    with pytest.raises(CustodyError, match="lines were taken away"), custodian.open():
        pass


def test_a_log_of_another_store_is_refused(custodian, tmp_path):
    custodian.keep([a_record()])
    (tmp_path / "else").mkdir()
    other = Custodian(tmp_path / "else")
    other.keep([a_record()], clock=at(TODAY))
    write_lines(custodian, lines_of(other))
    with pytest.raises(CustodyError, match="does not belong to the store"), custodian.open():
        pass


def test_the_last_line_is_put_back_where_a_kill_came_before_it(custodian):
    custodian.keep([a_record()])
    lines = lines_of(custodian)
    write_lines(custodian, lines[:-1])
    with custodian.open() as store:
        assert "put back from the store" in str(store.told.notices[0])
    assert lines_of(custodian)[: len(lines)] == lines


def test_a_last_line_torn_at_any_byte_is_mended_and_told(custodian):
    custodian.keep([a_record()])
    lines = lines_of(custodian)
    whole = (custodian.store / "records.age").read_bytes()
    for length in range(1, len(lines[-1]), 40):
        write_lines(custodian, [*lines[:-1], lines[-1][:length]])
        (custodian.store / "records.age").write_bytes(whole)
        with custodian.open() as store:
            assert "torn" in str(store.told.notices[0])
            assert len(store.records) == 1
        assert lines_of(custodian)[: len(lines)] == lines


def test_a_command_that_was_cut_off_is_told(custodian):
    custodian.keep([a_record()])
    whole, lines = (custodian.store / "records.age").read_bytes(), lines_of(custodian)
    with custodian.open("forget"):
        begun = lines_of(custodian)
    (custodian.store / "records.age").write_bytes(whole)
    write_lines(custodian, [*begun[:-1], begun[-1].replace('"command":"forget"', '"command":"inspect"')])
    with pytest.raises(CustodyError, match="was changed"), custodian.open():
        pass
    write_lines(custodian, begun)
    with custodian.open() as store:
        assert f"(lines {len(lines) + 1} to {len(lines) + 1} of the log)" in str(store.told.notices[0])


def test_a_log_that_is_lost_is_begun_anew_only_when_asked(custodian):
    custodian.keep([a_record()])
    lost = lines_of(custodian)[1:]
    write_lines(custodian, lost)
    with pytest.raises(CustodyError), custodian.open():
        pass
    with custodian.open(is_log_restarted=True) as store:
        assert len(store.records) == 1
    assert custodian.ids() == ["QZ-7741"]
    assert (custodian.store / "log-set-aside-1.jsonl").read_text() == "".join(lost)
    assert json.loads(lines_of(custodian)[0])["outcome"] == "an earlier log was set aside"


# Retention and the clock


def test_a_record_is_kept_through_its_retention_date_and_gone_the_day_after(custodian):
    last = TODAY + 10 * DAY
    custodian.keep([a_record(id="S-1", retention_date=last), a_record(id="S-2", retention_date=last + DAY)])
    with custodian.open(clock=at(last)) as store:
        assert [record.id for record in store.records] == ["S-1", "S-2"]
    with custodian.open("inspect", clock=at(last + DAY)) as store:
        assert [record.id for record in store.records] == ["S-2"]
        assert "whose retention date has passed were removed: 1" in str(store.told.notices[0])
    assert steps_of(custodian)[-3:] == ["inspect begins", "retention changed", "inspect ends"]


def test_a_record_is_gone_even_if_the_command_then_fails(custodian):
    custodian.keep([a_record(retention_date=TODAY)])
    with pytest.raises(ZeroDivisionError), custodian.open(clock=at(TODAY + DAY)):
        raise ZeroDivisionError
    with custodian.open(clock=at(TODAY + DAY)) as store:
        assert store.records == ()


def test_a_clock_that_stands_before_the_last_opening_is_refused(custodian):
    custodian.keep([a_record()])
    with pytest.raises(CustodyError, match="set the clock"), custodian.open(clock=at(TODAY - DAY)):
        pass


# What a store does not do


def test_made_up_and_real_records_are_never_kept_together_not_even_one_after_the_other(custodian):
    custodian.keep([a_record()])
    with pytest.raises(CustodyError, match="never kept in one store"), custodian.open() as store:
        store.commit(records=[a_record(), a_record(id="S-2", synthetic=False)], outcome="")
    custodian.keep([])
    with pytest.raises(CustodyError, match="never kept in one store"):
        custodian.keep([a_record(synthetic=False)])


def test_a_store_that_is_closed_takes_nothing(custodian):
    custodian.keep([a_record()])
    with custodian.open() as store:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        store.commit(records=[], outcome="")


def test_a_second_command_is_refused_while_the_first_is_at_work(custodian):
    custodian.keep([a_record()])
    told = []

    def look():
        try:
            with custodian.open(wait_s=0.0):
                told.append("opened")
        except CustodyError as error:
            told.append(str(error))

    with custodian.open():
        second = threading.Thread(target=look)
        second.start()
        second.join()
    assert "is in use by another command" in told[0]


def test_a_second_command_waits_for_the_first(custodian):
    custodian.keep([a_record()])
    with custodian.open():
        second = threading.Thread(target=custodian.keep, args=([a_record(id="S-2")],))
        second.start()
    second.join()
    assert custodian.ids() == ["S-2"]


def test_after_rekey_the_new_key_opens_the_store_and_the_old_one_does_not(custodian, tmp_path):
    custodian.keep([a_record()])
    new = write_new_key(tmp_path / "new.key")
    with custodian.open("rekey") as store:
        store.rekey(new)
    with pytest.raises(CustodyError, match="not opened by this key"), custodian.open():
        pass
    with custodian.open(key=new) as store:
        assert [record.id for record in store.records] == ["QZ-7741"]
