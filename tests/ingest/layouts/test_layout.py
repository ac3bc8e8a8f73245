import pytest

from graph.errors import LayoutError
from ingest.layouts.layout import parse_layout

GOOD = '[file]\ndate_format = "%d-%m-%Y"\n[columns]\nrecord_id = "Nr"\n[values.sex]\nvr = "V"\n[constants]\nregime = "AVG"\n'


def test_a_layout_is_read_as_it_is_written() -> None:
    layout = parse_layout(GOOD, name="x")
    assert (layout.kind, layout.columns, layout.values) == ("encounters", {"record_id": "Nr"}, {"sex": {"vr": "V"}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[file]\nkind = 3", "kind"),
        ('[file]\nkind = "people"', "kind"),
        ('[file]\ndelimiter = ";;"', "delimiter"),
        ("[file]\ndelimiter = 1", "delimiter"),
        ('[file]\nencoding = "klingon"', "encoding"),
        ('[file]\nencoding = "hex"', "encoding"),
        ('[file]\ndate_format = "dd-mm"', "date_format"),
        ('[file]\ndate_format = "%d-%m"', "date_format"),
        ("[file]\nheader_row = true", "header_row"),
        ("[file]\nheader_row = 0", "header_row"),
        ('[file]\ncolour = "red"', "colour"),
        ('file = "x"', "file"),
        ("columns = [1]", "columns"),
        ("[columns]\nrecord_id = 1", "record_id"),
        ('[columns]\nrecord_id = " "', "record_id"),
        ('[columns]\nrecord_id = "Nr"\nalias = "Nr"', "'Nr'"),
        ('[columns]\nshoe_size = "x"', "shoe_size"),
        ("[constants]\nregime = 3", "regime"),
        ("[values.sex]\nvr = 3", "vr"),
        ("[values]\nsex = 3", "sex"),
        ("not toml", "not a layout"),
    ],
)
def test_a_wrong_layout_is_refused_in_a_line_that_names_the_key(text: str, said: str) -> None:
    with pytest.raises(LayoutError) as error:
        parse_layout(text, name="x.toml")
    assert said in str(error.value)
    assert "x.toml" in str(error.value)
    assert "\n" not in str(error.value)
