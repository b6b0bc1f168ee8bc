"""Excel 4 macro sheets."""

from __future__ import annotations

from analyzers.lib import macrosheet
from analyzers.lib.opc import Package
from analyzers.model.unit import Limits
from tests.samples.office import package, sheet, workbook


def test_formulas_and_values_are_listed_with_their_cells() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B2"><v>x &amp; y</v></c><c r="C3"/>'
    data = package({"xl/macrosheets/sheet1.xml": f"<sheetData>{cells}</sheetData>"})
    with Package(data, Limits()) as opened:
        (found,) = macrosheet.of_package(opened)
    assert found.code.splitlines()[1:] == ["A1: =1+1", "B2: x & y"]


def test_binary_sheets_give_their_strings() -> None:
    content = bytes(8) + "cmd.exe /c".encode("utf-16-le")
    with Package(package({"xl/macrosheets/sheet1.bin": content}), Limits()) as opened:
        (found,) = macrosheet.of_package(opened)
    assert "cmd.exe /c" in found.code


def test_a_book_without_macro_sheet_has_none() -> None:
    assert not list(macrosheet.of_binary(workbook(sheet("Sheet1", 0, 0))))
    assert not list(macrosheet.of_binary(b"no workbook"))
    with Package(package({}), Limits()) as opened:
        assert not list(macrosheet.of_package(opened))
