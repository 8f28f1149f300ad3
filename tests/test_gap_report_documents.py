"""The documents of a gap report: each says the same figures, in the same bytes, and runs nothing that it is told."""

import csv
import dataclasses
import io
import json
import math
import re
import sqlite3
import zlib
from html.parser import HTMLParser

import geopandas as gpd
import pandas as pd
import pytest
from release_on_disk import write_tier
from reports_read import report_of, tables_in
from workbook_reader import Workbook

from maps import paper as papers
from maps.gap_reports import (
    PdfSizeError,
    page_style_hash,
    pdf,
    read_tables,
    report_csv,
    report_gpkg,
    report_html,
    report_pdf,
    report_xlsx,
)
from maps.need import value_in_words

HOSTILE = '=1+1<script>alert("x")</script>'


@pytest.fixture(scope="module")
def report(sample_release):
    return report_of(tables_in(sample_release / "public"), "A-2")


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """The report of a release without optional tables, in which areas are called what nobody is called."""
    names = (HOSTILE, "@SUM(A1)")
    folder = write_tier(tmp_path_factory.mktemp("hostile") / "public", area_names=names, study="-2+3 Valley")
    return report_of(read_tables(folder), "a1")


@pytest.fixture(scope="module")
def paper(short):
    return report_pdf(short)


class Texts(HTMLParser):
    """The texts of a page, its elements and its attributes."""

    def __init__(self, html):
        super().__init__()
        self.texts, self.tags, self.attributes = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *attribute) for attribute in attrs]

    def handle_data(self, data):
        self.texts.append(data.replace("\N{NO-BREAK SPACE}", " "))


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def test_the_table_has_every_figure_with_all_its_digits(report):
    told = {(row["group"], row["figure"]): row for row in rows_of(report_csv(report)) if row["part"] == "figures"}
    assert len(told) == len(report.figures)
    for figure in report.figures:
        row = told[figure.group, figure.measure]
        for name in ("value", "low", "high", "denominator"):
            said, value = row[name], getattr(figure, name)
            assert (said == "" and math.isnan(value)) or float(said) == value
        assert (row["unit"], row["as_of"], row["note"]) == (figure.unit, figure.as_of, figure.note)


def test_the_table_has_every_cell_of_every_part(report):
    rows = rows_of(report_csv(report))
    for part in report.parts:
        told = [row for row in rows if row["part"] == part.key and row["figure"] not in {"status", "sentence"}]
        columns = [column for column in part.columns if column.name != part.name_column]
        assert len(told) == len(part.rows) * len(columns)
    assert {row["text"] for row in rows if row["figure"] == "Warning"} == set(report.disclaimers)


def test_the_workbook_has_every_figure(report, tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(report_xlsx(report))
    book = Workbook(path)
    assert book.names[:4] == ["About", "Figures", "Areas", "Regions"]
    cells = book.cells("Figures")
    for line, figure in enumerate(report.figures, start=1):
        assert cells[line, 0] == figure.measure
        said, value = cells.get((line, 3)), figure.value
        if math.isfinite(value):
            assert said == pytest.approx(value, rel=1e-14)  # the format keeps 16 digits
        else:
            assert said == ("no way" if math.isinf(value) else None)
        assert cells[line, 8] == pytest.approx(figure.denominator, rel=1e-14)
    assert set(report.disclaimers) <= set(book.cells("About").values())


def test_the_map_layers_have_the_rows_of_areas_and_regions(report, tmp_path):
    path = tmp_path / "report.gpkg"
    path.write_bytes(report_gpkg(report))
    for name in ("areas", "regions"):
        part, layer = report.part(name), gpd.read_file(path, layer=name)
        assert len(layer) == len(part.rows) > 0
        assert layer.crs == "EPSG:4326"
        assert layer.geometry.is_valid.all()
        for column in part.columns:
            told = [None if pd.isna(value) else value for value in layer[column.name]]
            assert told == [None if row[column.name] != row[column.name] else row[column.name] for row in part.rows]
    figures = gpd.read_file(path, layer="figures")
    assert len(figures) == len(report.figures)
    with sqlite3.connect(path) as package:
        said = package.execute("SELECT description FROM gpkg_contents").fetchall()
        metadata = package.execute("SELECT metadata FROM gpkg_metadata").fetchall()
    package.close()
    assert all("No recorded hazard does not mean safe." in text for (text,) in said)
    assert all("Not for navigation." in text for (text,) in metadata)


def test_those_outside_all_areas_have_no_place_on_a_map(sample_release, tmp_path):
    path = tmp_path / "report.gpkg"
    path.write_bytes(report_gpkg(report_of(tables_in(sample_release / "public"), "outside")))
    assert len(gpd.read_file(path, layer="areas")) == 0
    assert len(gpd.read_file(path, layer="figures")) > 0


def test_the_page_has_every_figure_of_everyone_and_every_region(report):
    page = Texts(report_html(report))
    said = set(page.texts)
    for figure in report.figures:
        if figure.group == "everyone":
            assert figure.label in said
            assert (figure.note or value_in_words(figure.value, figure.unit)) in said
    for row in report.part("regions").rows:
        assert {row["region_name"], row["reasons_sentence"], row["change_sentence"]} <= said
    assert all(part.title in said for part in report.parts)
    assert all(source.source in said for source in report.sources if source.source)
    assert " ".join(report.disclaimers) in said


def test_the_page_needs_nothing_from_outside_and_holds_no_script(report):
    page = Texts(report_html(report))
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert [value for _, name, value in page.attributes if name in {"href", "src"}] == ["#summary"]
    assert not [value for value in page.attributes if value[1] == "style"]
    assert ("html", "lang", "en") in page.attributes
    assert page.tags.count("h1") == page.tags.count("main") == 1


def test_the_policy_names_the_style_sheet_of_the_page(report):
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    [style] = re.findall(r"<style>(.*?)</style>", report_html(report), flags=re.DOTALL)
    assert page_style_hash() == "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def test_a_hostile_name_stays_a_text_in_every_document(short, tmp_path):
    page = Texts(report_html(short))
    assert "script" not in page.tags
    assert any(HOSTILE in text for text in page.texts)
    for row in rows_of(report_csv(short)):
        assert not any(row[name].startswith(("=", "+", "-", "@", "\t")) for name in ("item", "text", "figure", "note"))
    path = tmp_path / "report.xlsx"
    path.write_bytes(report_xlsx(short))
    book = Workbook(path)
    assert not any(b"<f>" in part for name, part in book.parts.items() if name.startswith("xl/worksheets"))
    texts = [text for name in book.names for text in book.cells(name).values() if isinstance(text, str)]
    assert "'" + HOSTILE in texts
    assert not any(text.startswith(("=", "+", "-", "@", "\t")) for text in texts)
    layers = tmp_path / "report.gpkg"
    layers.write_bytes(report_gpkg(short))
    assert HOSTILE in set(gpd.read_file(layers, layer="areas")["area_name"])


def test_the_same_report_is_the_same_bytes(report):
    for draw in (report_html, report_csv, report_xlsx):
        assert draw(report) == draw(report), draw


def test_the_same_map_layers_are_the_same_bytes(short):
    assert report_gpkg(short) == report_gpkg(short)


def test_a_pdf_is_tagged_for_screen_readers_and_has_its_title_and_language(short, paper):
    assert paper.startswith(b"%PDF-1.7")
    streams = b"\n".join(inflated(paper))
    assert b"pdfuaid" in paper + streams
    assert b"/Marked true" in paper + streams
    assert b"/Lang (en)" in paper + streams
    assert b"/StructTreeRoot" in paper + streams
    title = short.title.replace("(", r"\(").replace(")", r"\)")
    assert f"/Title ({title})".encode() in paper + streams
    assert not re.search(rb"/(CreationDate|URI|JavaScript|OpenAction|EmbeddedFile)\b", paper + streams)


def test_the_same_pdf_is_drawn_twice_in_the_same_bytes(short, paper):
    assert report_pdf(short) == paper


def test_a_pdf_fetches_nothing():
    fetcher = papers._fetcher()  # noqa: SLF001 - what stands between a page and the network
    for address in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x"):
        with pytest.raises(BaseException, match="needs nothing from outside"):
            fetcher.fetch(address)


def test_a_report_that_is_too_long_for_a_pdf_says_what_to_ask_for(short, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_BYTES", 1000)
    with pytest.raises(PdfSizeError, match="ask for one area"):
        report_pdf(short)


def test_a_machine_without_pango_is_told_which_packages_to_install(short, monkeypatch):
    def missing():
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(papers, "_import", missing)
    with pytest.raises(papers.PdfLibraryError, match=r"libpangoft2-1\.0-0"):
        report_pdf(short)
    assert report_html(short)


def test_a_part_with_too_many_rows_says_where_all_are(short):
    areas = short.part("areas")
    many = dataclasses.replace(areas, rows=areas.rows * 201, shapes=areas.shapes * 201)
    html = report_html(dataclasses.replace(short, parts=(many, *short.parts[1:])))
    assert "The first 200 of 201" in html


def test_no_document_holds_a_number_that_is_none(short):
    assert not re.search(r">\s*(nan|inf|None)\s*<", report_html(short))
    json.dumps([row["text"] for row in rows_of(report_csv(short))], allow_nan=False)


def inflated(content):
    for match in re.finditer(rb"stream\r?\n", content):
        try:
            yield zlib.decompressobj().decompress(content[match.end() :])
        except zlib.error:
            continue
