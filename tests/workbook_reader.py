"""Reads a workbook back with nothing but the standard library: its sheets, cells, and what is set about them."""

import re
import zipfile
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROWS_OF_HEAD = 5


class Workbook:
    """A workbook on disk."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.book = ET.fromstring(self.parts["xl/workbook.xml"])  # noqa: S314 - a file of our own
        self.names = [sheet.get("name") for sheet in self.book.iter(f"{MAIN}sheet")]
        styles = ET.fromstring(self.parts["xl/styles.xml"])  # noqa: S314 - a file of our own
        codes = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{MAIN}numFmt")}
        codes |= {"2": "0.00", "3": "#,##0", "4": "#,##0.00"}
        texts = ET.fromstring(self.parts["xl/sharedStrings.xml"])  # noqa: S314 - a file of our own
        self.texts = ["".join(each.itertext()) for each in texts.iter(f"{MAIN}si")]
        self.formats = [codes.get(each.get("numFmtId")) for each in styles.find(f"{MAIN}cellXfs")]

    def xml(self, name):
        """A sheet as XML."""
        return ET.fromstring(self.parts[f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"])  # noqa: S314 - a file of our own

    def cells(self, name):
        """The values of a sheet by (row, column), from 0: texts, and numbers as floats."""
        found = {}
        for cell in self.xml(name).iter(f"{MAIN}c"):
            text = "".join(cell.itertext())
            if text:
                found[place_of(cell.get("r"))] = self.texts[int(text)] if cell.get("t") == "s" else float(text)
        return found

    def format_of(self, name, place):
        """The number format of a cell."""
        [cell] = [each for each in self.xml(name).iter(f"{MAIN}c") if place_of(each.get("r")) == place]
        return self.formats[int(cell.get("s", 0))]

    def table(self, name):
        """The rows under the headings of a sheet, as dicts; an empty cell is not there."""
        cells = self.cells(name)
        headings = {column: text for (row, column), text in cells.items() if row == ROWS_OF_HEAD - 1}
        rows = {}
        for (row, column), value in cells.items():
            if row >= ROWS_OF_HEAD:
                rows.setdefault(row, {})[headings[column]] = value
        return [rows[row] for row in sorted(rows)]


def place_of(reference):
    """Row and column of a reference such as B3, from 0."""
    letters, digits = re.fullmatch(r"([A-Z]+)([0-9]+)", reference).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1
