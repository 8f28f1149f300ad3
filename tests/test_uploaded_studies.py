"""An uploaded study, from its first file to the release that is served: one walk through all rooms."""

import pytest
from fastapi.testclient import TestClient
from small_study import SmallStudy

from api.app import make_app
from api.callers import Tier, new_key
from api.settings import Settings

pytestmark = pytest.mark.verify


def test_a_study_that_is_sent_file_by_file_is_checked_run_and_served(tmp_path):
    (tmp_path / "served").mkdir()
    (tmp_path / "mine").mkdir()
    study = SmallStudy(tmp_path / "mine")
    study.write()
    study.file.rename(study.folder / "study.toml")
    settings = Settings(releases=tmp_path / "served", state=tmp_path / "state", steward_units_per_minute=10_000)
    with TestClient(make_app(settings)) as server:
        _, secret = new_key(server.app.state.database, name="a", tier=Tier.STEWARD)
        headers = {"Authorization": f"Bearer {secret}"}
        upload = server.post("/uploads", headers=headers).headers["location"]
        for path in study.folder.iterdir():
            sent = server.put(f"{upload}/files/{path.name}", content=path.read_bytes(), headers=headers)
            assert sent.status_code == 201, sent.text
        checked = server.post(f"{upload}/check", headers=headers).json()
        assert checked["is_sound"], checked
        asked = {"inputs": {"upload": upload.rpartition("/")[2], "release": "mine"}}
        job = server.post("/processes/run-study/execution", json=asked, headers=headers).headers["location"]
        assert server.delete(upload, headers=headers).status_code == 409
        server.get(f"{job}/events", headers=headers)  # until its end
        assert server.get(job, headers=headers).json()["status"] == "successful"
        assert [each["id"] for each in server.get("/releases").json()["releases"]] == ["mine"]
        assert server.get("/releases/mine/tiles").status_code == 200
        assert server.delete(upload, headers=headers).status_code == 204
