from pathlib import Path

from ingest.rejections import Ledger, RejectedRow, read_rejections
from ingest.report import Rejection

ONE, OTHER = Rejection(3, "status", "needed cell empty"), Rejection(9, "", "too few cells")


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "home" / "rejections.jsonl"
    for _ in range(3):
        Ledger(path, "a.csv").add([ONE, ONE])
    Ledger(path, "a.csv").add([ONE, OTHER])
    assert list(read_rejections(path)) == [
        RejectedRow("a.csv", 3, "status", "needed cell empty"),
        RejectedRow("a.csv", 9, "", "too few cells"),
    ]


def test_names_with_line_breaks_and_odd_bytes_stay_one_line(tmp_path: Path) -> None:
    path = tmp_path / "rejections.jsonl"
    names = ["a\u2028b.csv", "c\nd.csv", "e\udcff.csv"]
    for name in names:
        Ledger(path, name).add([ONE])
    assert [r.file for r in read_rejections(path)] == names


def test_a_torn_last_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "rejections.jsonl"
    Ledger(path, "a.csv").add([ONE])
    with path.open("a") as stream:
        stream.write('["b.csv", 1, "st')
    Ledger(path, "c.csv").add([OTHER])
    assert [r.file for r in read_rejections(path)] == ["a.csv", "c.csv"]


def test_nothing_rejected_is_an_empty_ledger(tmp_path: Path) -> None:
    assert list(read_rejections(tmp_path / "none.jsonl")) == []
