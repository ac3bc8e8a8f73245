"""Borders as edges between municipalities: replaced as a whole when boundaries are imported.

They are facts about the map, not about people: the digest leaves them out.
"""

from graph.geography import Border, Borders
from graph.store.database import Database


def write_borders(db: Database, borders: Borders) -> None:
    """Replace all borders, in one transaction; municipalities that aren't there yet are made."""
    codes = sorted({code for border in borders for code in (border.a, border.b)})
    rows = [{"a": b.a, "b": b.b, "shared_m": b.shared_m, "water_m": b.water_m} for b in borders]
    db.write_all(
        [
            ("borders_delete", {}),
            ("merge_municipality", {"rows": [{"code": code, "properties": {}} for code in codes]}),
            ("borders_create", {"rows": rows, "about": borders.about}),
        ]
    )


def read_borders(db: Database) -> Borders | None:
    """All borders; None where no boundaries were imported."""
    rows = db.read("borders_read")
    if not rows:
        return None
    return Borders((Border(r["a"], r["b"], r["shared_m"], r["water_m"]) for r in rows), about=rows[0]["about"])
