"""Boundaries into a home: from a file or from PDOK, checked, cleaned, kept, and as borders in the graph."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from api.boundaries.fetching import download, layer_address
from api.boundaries.kept import Kept, Origin, keep, load_kept
from api.boundaries.reading import Read, read_boundaries
from api.home import Home
from api.jobs.opened import only_writer, opened_graph
from graph.displacement.areas import MIN_SHARED_PERSONS, Role
from graph.errors import UsageError
from graph.geography import Borders, Neighbourhood, load_municipalities
from graph.geography.adjacency import borders_of
from graph.geography.coverage import Checked, clean_coverage
from graph.model import Displacement
from graph.store.borders import read_borders, write_borders
from graph.store.findings import read_findings

CBS = "Bron: CBS/Kadaster, CBS Gebiedsindelingen {vintage}"

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the person importing a file states about it, where the file doesn't say; None: nothing."""

    source: str | None = None
    vintage: str | None = None
    attribution: str | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """Boundaries that were taken in, and what was found about them."""

    origin: Origin
    read: Read
    checked: Checked
    borders: Borders


@dataclass(frozen=True, slots=True)
class GeoStatus:
    """Boundaries that a home keeps, and borders that its graph holds."""

    kept: Kept | None
    in_graph: Borders | None


def import_file(home: Home, path: Path, stated: Stated, *, now: datetime) -> Imported:
    """Take boundaries from a file.

    Raises
    ------
    BoundariesError
        When the file can't be used; what was there before stays.
    """
    read = read_boundaries(path, layer=stated.layer)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    vintage = stated.vintage or read.vintage or UNKNOWN
    of_cbs = CBS.format(vintage=vintage) if read.is_cbs else UNKNOWN
    origin = Origin(
        stated.source or path.name, vintage, digest, stated.attribution or of_cbs, now.isoformat(timespec="seconds")
    )
    return _taken(home, read, origin)


def fetch(
    home: Home,
    *,
    vintage: int,
    now: datetime,
    address: str | None = None,
    get: Callable[[str], bytes] = download,
) -> Imported:
    """Take the boundaries of a year from PDOK.

    Parameters
    ----------
    home
        The installation.
    vintage
        Year of the division.
    now
        When (UTC).
    address
        Another address than PDOK's layer of that year; ``get`` decides whether it may be asked.
    get
        Downloads an address.

    Raises
    ------
    BoundariesError
        When it can't be fetched or used; what was there before stays.
    """
    asked = address or layer_address(vintage)
    content = get(asked)
    with tempfile.NamedTemporaryFile(dir=home.folder(home.cache), suffix=".geojson") as spool:
        spool.write(content)
        spool.flush()
        read = read_boundaries(Path(spool.name))
    said = read.vintage or str(vintage)
    attribution = CBS.format(vintage=said)
    origin = Origin(asked, said, hashlib.sha256(content).hexdigest(), attribution, now.isoformat(timespec="seconds"))
    return _taken(home, read, origin)


def status(home: Home) -> GeoStatus:
    """What a home and its graph hold."""
    kept = load_kept(home.boundaries)
    with opened_graph(home) as db:
        return GeoStatus(kept, read_borders(db))


def _taken(home: Home, read: Read, origin: Origin) -> Imported:
    coverage, checked = clean_coverage(read.polygons, load_municipalities())
    borders = borders_of(coverage, about=origin.about)
    with only_writer(home), opened_graph(home) as db:
        write_borders(db, borders)
        keep(home.folder(home.boundaries), origin, coverage, borders)
    return Imported(origin, read, checked, borders)


def neighbourhood_of(home: Home) -> Neighbourhood:
    """Who is next door, as the analyses of a home know it."""
    with opened_graph(home) as db:
        return Neighbourhood(load_municipalities().with_borders(read_borders(db)))


def resolved(municipalities: Iterable[str], today: date) -> tuple[str, ...]:
    """Codes of municipalities that were named by code or name.

    Raises
    ------
    UsageError
        For one that isn't known today.
    """
    table = load_municipalities()
    codes = []
    for text in municipalities:
        found = table.resolve(text, today, today)
        if found.code is None:
            message = f"{found.problem}: give a CBS code such as GM0502, or an official name"
            raise UsageError(message)
        codes.append(found.code)
    return tuple(codes)


def compared(home: Home, intervention: str) -> list[tuple[str, str, str, str]]:
    """Municipalities that the last analysis compared for a measure: role, code, name and reason of each.

    Raises
    ------
    UsageError
        For a measure that no analysis evaluated.
    """
    with opened_graph(home) as db:
        found = next((d for d in read_findings(db, Displacement) if d.intervention_id == intervention), None)
        table = load_municipalities().with_borders(read_borders(db))
    if found is None:
        message = f"no analysis has evaluated {intervention}: check the id, run `waterbed analyse`"
        raise UsageError(message)
    round_them = Neighbourhood(table)
    next_door = set(round_them.rings(found.treated).first)
    told = [("treated", code, "the measure was taken there") for code in found.treated]
    for code in found.ring:
        is_near = code in next_door
        why = round_them.why(code, found.treated) if is_near else f"shared at least {MIN_SHARED_PERSONS} persons before"
        told.append((Role.RING_1.value if is_near else Role.FUNCTIONAL.value, code, why))
    told += [(Role.CONTROL.value, code, round_them.why(code, found.treated)) for code in found.controls]
    return [(role, code, table.name(code), why) for role, code, why in told]
