"""Files made to hurt whoever reads them, each in a line or a few; and one that only looks so.

Made cheaply: none takes more than a few MB of disk, whatever it claims to be.
"""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

HEADER = (
    "source_id", "record_id", "reporter_type", "observed_on", "municipality", "status", "legal_basis", "purpose",
    "regime", "given_name",
)  # fmt: skip
ROW = ("team", "{n}", "municipality", "2024-03-17", "GM0599", "PossibleVictimOfTrafficking", "basis", "purpose", "AVG",
       "Zlatka")  # fmt: skip

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Make = Callable[[Path], None]


def text_row(number: int, *, width: int = len(HEADER)) -> str:
    """Row of a sheet in XML: a good record."""
    cells = [cell.format(n=f"R{number}") for cell in ROW[:width]]
    inside = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number + 1}">{inside}</row>'


def sheet(rows: str = "", *, head: str = "", before: str = "") -> str:
    """Sheet in XML with the canonical header and rows."""
    header = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER)
    top = head or f'<row r="1">{header}</row>'
    return f'{_XML}{before}<worksheet xmlns="{_MAIN}"><sheetData>{top}{rows}</sheetData></worksheet>'


def write_workbook(path: Path, sheet_xml: str | bytes, *, strings: str | None = None, **more: str | bytes) -> None:
    """Write a workbook of one sheet; ``more`` are further parts by name, ``__`` for a slash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'{_XML}<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml", strings)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml)


def _bomb(path: Path) -> None:
    filler = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 1_500_000
    write_workbook(path, sheet().encode().replace(b"</sheetData>", filler + b"</sheetData>"))


def _lying_bomb(path: Path) -> None:
    """Write a bomb whose archive says that its sheet is 1 kB long."""
    _bomb(path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    said, lie = struct.pack("<L", size), struct.pack("<L", 1_000)
    path.write_bytes(content.replace(said, lie))


def _blank_bomb(path: Path) -> None:
    """Write a sheet that is one long run of blanks, packed as tightly as deflate can."""
    write_workbook(path, sheet().encode() + b" " * 100_000_000)


_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)
) + "]>"  # fmt: skip


def _laughs_in_the_sheet(path: Path) -> None:
    xml = sheet(text_row(1).replace("Zlatka", "&a9;"), before=_LAUGHS)
    write_workbook(path, xml)


def _laughs_in_the_strings(path: Path) -> None:
    strings = f'{_XML}{_LAUGHS}<sst xmlns="{_MAIN}"><si><t>&a9;</t></si></sst>'
    write_workbook(path, sheet(text_row(1)), strings=strings)


def _one_string_everywhere(path: Path) -> None:
    """Write a sheet of which each cell is the same string of 900 kB."""
    strings = f'{_XML}<sst xmlns="{_MAIN}"><si><t>{"x" * 900_000}</t></si></sst>'
    row = "<row>" + '<c t="s"><v>0</v></c>' * len(HEADER) + "</row>"
    write_workbook(path, sheet(row * 20_000), strings=strings)


def _wide_workbook(path: Path) -> None:
    cells = "".join(f'<c t="inlineStr"><is><t>k{i}</t></is></c>' for i in range(1_000_000))
    write_workbook(path, sheet(head=f'<row r="1">{cells}</row>'))


def _endless_attribute(path: Path) -> None:
    write_workbook(path, sheet(f'<row r="2" x="{"y" * 40_000_000}"/>'))


def _truncated_workbook(path: Path) -> None:
    write_workbook(path, sheet("".join(text_row(i) for i in range(1, 3_000))))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _broken_sheet(path: Path) -> None:
    """Write a workbook whose archive is whole and whose sheet ends in the middle, after thousands of good rows."""
    xml = sheet("".join(text_row(i) for i in range(1, 5_000)))
    write_workbook(path, xml[: len(xml) - 100])


def _wide_csv(path: Path) -> None:
    path.write_text(",".join(f"k{i}" for i in range(1_000_000)) + "\n", encoding="utf-8")


def _wide_json(path: Path) -> None:
    rows = (json.dumps({f"k{i}": "x" for i in range(j * 1_000, j * 1_000 + 1_000)}) for j in range(1_000))
    path.write_text("\n".join(rows), encoding="utf-8")


def _wide_parquet(path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    names = [f"k{i}" for i in range(60_000)]
    pq.write_table(pa.table([pa.array(["x"])] * len(names), names=names), path)


def _deep_json(path: Path) -> None:
    path.write_text('{"a":' * 1_000_000 + "1" + "}" * 1_000_000 + "\n", encoding="utf-8")


def _sparse_line(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write((",".join(HEADER) + "\n").encode())
        stream.truncate(5_000_000_000)


def _sparse_json(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(b'{"source_id": "')
        stream.truncate(5_000_000_000)


def _open_quotes(path: Path) -> None:
    line = b'x"y,"z\n'
    path.write_bytes((",".join(HEADER) + "\n").encode() + line * 500_000)


def _binary(path: Path) -> None:
    path.write_bytes(b"\x7fELF" + bytes(range(256)) * 40_000)


def _parquet_table(rows: int) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    columns = {name: [cell.format(n=f"R{i}") for i in range(rows)] for name, cell in zip(HEADER, ROW, strict=True)}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def _truncated_parquet(path: Path) -> None:
    content = _parquet_table(5_000)
    path.write_bytes(content[: len(content) // 2])


def _corrupt_parquet(path: Path) -> None:
    """Write a Parquet file whose footer is whole and whose pages are overwritten from the middle on."""
    content = bytearray(_parquet_table(20_000))
    footer = int.from_bytes(content[-8:-4], "little") + 8
    begin = len(content) // 2
    content[begin:-footer] = b"\xff" * (len(content) - footer - begin)
    path.write_bytes(content)


def _claiming_parquet(path: Path) -> None:
    """Write ten million rows in a few kB: one value, said once."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    one = pa.DictionaryArray.from_arrays(pa.array(bytes(1_000_000), pa.uint8()).cast(pa.int32()), pa.array(["team"]))
    schema = pa.schema([(name, one.type) for name in HEADER])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for _ in range(10):
            writer.write_table(pa.table([one] * len(HEADER), schema=schema))


def _swelling_parquet(path: Path) -> None:
    """Write one row whose cell unpacks to hundreds of megabytes."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    cells = [pa.array([cell.format(n="R1")]) for cell in ROW[:-1]]
    large = pa.array(["x" * 300_000_000], pa.large_string())
    pq.write_table(pa.table([*cells, large], names=list(HEADER)), path, compression="zstd", use_dictionary=False)


HOSTILE: dict[str, Make] = {
    "bomb.xlsx": _bomb,
    "bomb-that-lies.xlsx": _lying_bomb,
    "blank-bomb.xlsx": _blank_bomb,
    "laughs-in-sheet.xlsx": _laughs_in_the_sheet,
    "laughs-in-strings.xlsx": _laughs_in_the_strings,
    "one-string-everywhere.xlsx": _one_string_everywhere,
    "wide.xlsx": _wide_workbook,
    "endless-attribute.xlsx": _endless_attribute,
    "truncated.xlsx": _truncated_workbook,
    "broken-sheet.xlsx": _broken_sheet,
    "wide.csv": _wide_csv,
    "wide.jsonl": _wide_json,
    "wide.parquet": _wide_parquet,
    "deep.jsonl": _deep_json,
    "line-of-5-GB.csv": _sparse_line,
    "line-of-5-GB.jsonl": _sparse_json,
    "open-quotes.csv": _open_quotes,
    "binary.csv": _binary,
    "truncated.parquet": _truncated_parquet,
    "corrupt.parquet": _corrupt_parquet,
    "claims-rows.parquet": _claiming_parquet,
    "swelling.parquet": _swelling_parquet,
}
"""Files that are to be refused as a whole, by name."""


def far_cell(path: Path) -> None:
    """Write a workbook of three good rows with one mark in its very last cell: legal, and stored."""
    rows = "".join(text_row(i) for i in (1, 2, 3))
    write_workbook(path, sheet(rows + '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'))
