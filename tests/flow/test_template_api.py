"""Templates by the API: the versions' Word files, and one tried on sample data by ordered work."""

from __future__ import annotations

from pathlib import Path

from service.flow.jobs import run_job
from service.flow.wiring import Workshop
from tests.api import Api
from tests.conftest import ROOT
from tests.flow.plain_converter import PlainConverter
from tests.service import open_town

TEMPLATE = ROOT / "templates" / "dialogsammanfattning" / "mall.docx"


def test_a_template_is_tried(tmp_path: Path, converter: PlainConverter) -> None:
    """Word, PDF and a picture of each page, for those who keep templates; what is no template is refused at once."""
    with open_town(tmp_path) as town:
        api, path = Api(town), "/mallar/dialogsammanfattning"
        ordered = api.send("kansli", "ny.docx", TEMPLATE.read_bytes(), f"{path}/prova")
        assert ordered.status_code == 202, ordered.text
        job = ordered.get_json()["id"]
        assert api.rung == [job]
        run_job(town.service, Workshop(town.service.settings, converter, lambda *_: None, tmp_path), job, "a")
        done = api.get(f"/jobb/{job}", "admin").get_json()
        assert done["status"] == "klar", done["fel"]
        kinds = [one["namn"].rpartition(".")[2] for one in done["filer"]]
        assert {"docx", "pdf", "png"} == set(kinds)
        picture = next(one["namn"] for one in done["filer"] if one["namn"].endswith(".png"))
        assert api.get(f"/jobb/{job}/filer/{picture}", "kansli").mimetype == "image/png"
        for who in ("registrator", "vn.handlaggare", "lasare"):
            assert api.get(f"/jobb/{job}", who).status_code == 404
        assert api.send("kansli", "ny.docx", b"PK", f"{path}/prova").status_code == 422


def test_a_version_is_fetched(tmp_path: Path) -> None:
    """The very file that fills documents."""
    with open_town(tmp_path) as town:
        api, path = Api(town), "/mallar/dialogsammanfattning"
        version = api.get(path, "lasare").get_json()["poster"][0]["version"]
        assert api.get(f"{path}/versioner/{version}", "lasare").data == TEMPLATE.read_bytes()
        assert api.get(f"{path}/versioner/99", "lasare").status_code == 404
