"""The README's commands and examples hold."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from accessibility.study_file import StudyFile, Table, known_keys
from api import cli
from custody.cli import app as custody_app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REQUIRED_TABLES = {"study", "grid", "land", "centres", "population"}


def blocks(language):
    """The fenced blocks of the README in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def commands(program):
    """The lines of the README's console blocks that call a program, as words after its name."""
    lines = [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines() if line[:2] == "$ "]
    return [shlex.split(line)[1:] for line in lines if shlex.split(line)[0] == program]


PROGRAMS = {"nearcare": cli.app, "nearcare-custody": custody_app}


@pytest.fixture(params=PROGRAMS)
def program(request):
    """A program's name, and its commands by name."""
    return request.param, get_command(PROGRAMS[request.param]).commands


def test_the_two_commands_come_first():
    assert commands("make") == [["demo"], ["test"]]
    assert blocks("console")[0] == "$ make demo\n$ make test\n"


def test_every_make_command_is_a_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target, *_ in commands("make"):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


def test_every_command_of_the_program_is_told_and_no_other(program):
    name, known = program
    assert {words[0] for words in commands(name)} == set(known)


def test_every_option_told_is_one_that_the_command_has(program):
    for name, *words in commands(program[0]):
        told = {option for word in words for option in re.findall(r"--[a-z-]+", word)}
        command = program[1][name]
        command = getattr(command, "commands", {}).get(words[0] if words else "", command)
        has = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert told <= has, name


def test_every_help_ends_with_an_example(program):
    for name, command in program[1].items():
        last = (command.epilog or command.help).strip().splitlines()[-1]
        assert f"{program[0]} {name}" in last, name


def test_the_first_study_has_what_is_required_and_no_more():
    assert set(tomllib.loads(blocks("toml")[0])) == REQUIRED_TABLES


def test_the_studies_together_are_one_file():
    study = StudyFile.model_validate(tomllib.loads("\n".join(blocks("toml"))))
    assert study.population.units == "people_per_cell"


def test_every_key_of_a_study_is_in_the_readme():
    for table, field in StudyFile.model_fields.items():
        assert f"`[{table}]`" in README or f"`[[{table}]]`" in README
        kinds = (field.annotation, *getattr(field.annotation, "__args__", ()))
        model = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Table))
        missing = [key for key in model.model_fields if f"`{key}`" not in README]
        assert not missing, f"[{table}] {missing}"


@pytest.mark.parametrize("path", [["hazards", "columns"], ["hazards", "rules"], ["hazards", "turning_point_columns"]])
def test_every_key_of_a_table_in_hazards_is_in_its_row(path):
    [row] = re.findall(rf"^\| `\[+{'.'.join(path)}\]+` \|.*$", README, flags=re.MULTILINE)
    keys = known_keys(StudyFile, path)
    assert keys
    assert [key for key in keys if f"`{key}`" not in row] == []


def test_python_in_the_readme_runs(tmp_path, monkeypatch, sample_release):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases/sample").symlink_to(sample_release)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102 our own text


def test_it_says_what_no_map_may_leave_out():
    text = README.lower()
    assert "no recorded hazard does not mean safe" in text
    assert "not for navigation" in text
