"""How the server is put to work: the image, the service and the proxy name what exists and agree with the settings."""

import ast
import configparser
import importlib.util
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from api.app import make_app
from api.settings import PREFIX, Settings

MIB = 2**20


@pytest.fixture(scope="module")
def deploy(root):
    return root / "deploy"


@pytest.fixture(scope="module")
def steps(deploy):
    """The instructions of the Containerfile, each on one line."""
    text = re.sub(r"^#.*\n", "", (deploy / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def service(deploy):
    parser = configparser.RawConfigParser(strict=False, delimiters="=", interpolation=None)
    parser.optionxform = str
    parser.read_string((deploy / "nearcare.service").read_text(encoding="utf-8"))
    return dict(parser["Service"])


@pytest.fixture(scope="module")
def proxy(deploy):
    return re.sub(r"#.*", "", (deploy / "nginx.conf").read_text(encoding="utf-8"))


def settings_named(text):
    return set(re.findall(rf"\b{PREFIX}([A-Z_]+)", text))


@pytest.mark.parametrize("name", ["Containerfile", "nearcare.service", "nearcare.env", "nginx.conf"])
def test_every_setting_that_is_named_is_one(deploy, name):
    known = {field.upper() for field in Settings.model_fields}
    assert settings_named((deploy / name).read_text(encoding="utf-8")) <= known


def test_the_settings_of_the_service_can_be_used(deploy, monkeypatch):
    for line in (deploy / "nearcare.env").read_text(encoding="utf-8").splitlines():
        if line.startswith((PREFIX, f"#{PREFIX}")):
            name, _, value = line.removeprefix("#").partition("=")
            monkeypatch.setenv(name, value)
    assert Settings().trusted_proxies == ("127.0.0.1", "::1")


def test_the_image_copies_what_exists(steps, root):
    copied = [shlex.split(step)[1:-1] for step in steps if step.startswith("COPY") and "--from" not in step]
    sources = [source for each in copied for source in each]
    assert {"geo", "accessibility", "maps", "api", "data", "requirements.txt"} <= set(sources)
    assert not [source for source in sources if not (root / source).exists()]


def test_the_image_runs_modules_and_programs_that_exist(steps, root):
    ran = " ".join(step for step in steps if step.startswith("RUN"))
    modules = re.findall(r"python3? -m ([\w.]+)", ran)
    assert "maps.assets" in modules
    assert all(importlib.util.find_spec(module) for module in modules)
    assert all((root / script).is_file() for script in re.findall(r"python (\S+\.py)", ran))


def test_the_image_is_run_by_nobody_special_on_a_root_that_is_read_only(steps, deploy):
    assert [step for step in steps if step.startswith("USER")] == ["USER nearcare"]
    assert steps.index("USER nearcare") < steps.index('CMD ["serve"]')
    assert "--read-only" in (deploy / "Containerfile").read_text(encoding="utf-8")
    assert 'VOLUME ["/srv/releases", "/var/lib/nearcare"]' in steps


def test_the_image_names_no_address_but_its_base(steps):
    [*bases] = [step for step in steps if step.startswith("FROM")]
    assert {base.split()[1] for base in bases} == {"debian:${DEBIAN}-slim"}
    assert set(re.findall(r"\w+://[^\s'\"]+", " ".join(steps))) == {"http://127.0.0.1:8000/health/live"}


def test_the_image_has_no_way_to_the_custodians_store(steps):
    ran = " ".join(steps)
    assert "drop_unneeded.py --also pyrage" in ran
    assert re.search(r"rm -r \S*/nearcare-custody \S*/site-packages/custody", ran)


def test_the_image_asks_for_its_health_where_there_is_an_answer(steps, tmp_path):
    [line] = [step for step in steps if step.startswith("HEALTHCHECK")]
    command = ast.literal_eval(line.partition("CMD ")[2])
    compile(command[2], "healthcheck", "exec")
    [path] = re.findall(r"127\.0\.0\.1:8000(/[^']+)'", command[2])
    assert path in make_app(Settings(releases=tmp_path, state=tmp_path)).openapi()["paths"]


def test_tools_go_and_what_the_server_runs_on_stays(deploy):
    listed = [sys.executable, str(deploy / "drop_unneeded.py"), "--also", "pyrage", "--list"]
    gone = set(subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split())
    assert {"pytest", "ruff", "mypy", "hypothesis", "pyrage"} <= gone
    assert not gone & {"nearcare", "numpy", "pandas", "shapely", "pydantic-core", "starlette", "typer", "pip"}


def test_an_extra_that_is_asked_for_is_needed(deploy):
    spec = importlib.util.spec_from_file_location("drop_unneeded", deploy / "drop_unneeded.py")
    dropping = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dropping)
    needs = {
        "door": ["Wall[paint]>=1", 'roof; python_version < "3"'],
        "wall": ['colour; extra == "paint"', 'bell; extra == "sound"', "door"],
    }
    assert dropping.needed("door", needs=lambda name: needs.get(name, [])) == {"door", "wall", "colour"}


def test_the_service_may_touch_its_own_state_and_the_releases_alone(service):
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectHome"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert service["BindPaths"] == "/srv/nearcare/releases"
    assert "/srv:ro" in service["TemporaryFileSystem"].split()
    assert "nearcare-custody" in service["InaccessiblePaths"]
    assert set(service["RestrictAddressFamilies"].split()) == {"AF_INET", "AF_INET6", "AF_UNIX"}


def test_the_service_waits_for_the_server_to_stop_by_itself(service):
    assert int(service["TimeoutStopSec"]) > Settings.model_fields["stop_within_s"].default + 15


ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze, of Debian's systemd")
def test_systemd_finds_no_fault_in_the_service_and_little_exposed(deploy, tmp_path):
    text = (deploy / "nearcare.service").read_text(encoding="utf-8")
    unit = tmp_path / "nearcare.service"
    unit.write_text(text.replace("ExecStart=/opt/nearcare/bin/nearcare", f"ExecStart={sys.executable}"))
    verified = subprocess.run([ANALYZE, "verify", str(unit)], capture_output=True, text=True, check=False)
    told = [line for line in verified.stderr.splitlines() if "nearcare.service" in line]
    assert told == []
    scored = [ANALYZE, "security", "--offline=yes", "--threshold=25", "--no-pager", str(unit)]
    found = subprocess.run(scored, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-300:] + found.stderr


def test_the_proxys_braces_close_and_its_lines_end(proxy):
    assert proxy.count("{") == proxy.count("}")
    lines = [line.strip() for line in proxy.splitlines() if line.strip()]
    assert not [line for line in lines if not line.endswith(("{", "}", ";"))]


def test_the_proxy_takes_what_the_server_takes(proxy):
    sizes = [int(size) * MIB for size in re.findall(r"client_max_body_size (\d+)m;", proxy)]
    fields = Settings.model_fields
    assert sizes == [fields["largest_body_bytes"].default, fields["largest_upload_bytes"].default]


def test_the_proxy_takes_addresses_as_long_as_the_server_does(proxy):
    [kib] = re.findall(r"large_client_header_buffers \d+ (\d+)k;", proxy)
    assert int(kib) * 1024 == Settings.model_fields["largest_headers_bytes"].default


def test_the_proxy_keeps_nothing_that_a_key_was_shown_for(proxy):
    for directive in ("proxy_cache_bypass", "proxy_no_cache"):
        [told] = re.findall(rf"{directive} ([^;]+);", proxy)
        assert {"$http_authorization", "$http_x_api_key", "$http_cookie"} <= set(told.split())


def test_the_proxy_believes_no_address_that_a_client_tells(proxy):
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy
    assert "$proxy_add_x_forwarded_for" not in proxy


def test_the_proxy_logs_no_places(proxy):
    assert len(re.findall(r"access_log off;", proxy)) == len(re.findall(r"^server \{", proxy, flags=re.MULTILINE))
