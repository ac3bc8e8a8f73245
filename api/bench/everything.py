"""Every table of the page of benchmarks, by part, with the settings it is measured with."""

from collections.abc import Callable, Sequence

from api.bench.table import Table

Measure = Callable[[], Sequence[Table]]


def accuracy() -> Sequence[Table]:
    """Own linkage on regions with everything planted, and on calm ones."""
    from api.bench.accuracy import accuracy as run  # noqa: PLC0415 - heavy, as all of these

    return [
        *run(seeds=range(1, 7), encounters=20_000),
        *run(seeds=range(1, 4), encounters=20_000, world="calm"),
    ]


def linkage() -> Sequence[Table]:
    """Linkage against the truth and against plain values."""
    from api.bench.linkage.accuracy import accuracy as run  # noqa: PLC0415

    return run(seeds=(1, 2), rows=20_000)


def scale() -> Sequence[Table]:
    """Linkage of a million rows, and of some added to many."""
    from api.bench.linkage.scale import scale as run  # noqa: PLC0415

    return [run(rows=1_000_000, stored=300_000, added=1_000, seed=1)]


def leakage() -> Sequence[Table]:
    """Attacks on tokens."""
    from api.bench.leakage import leakage as run  # noqa: PLC0415

    return [run(seed=1, rows=20_000)]


def ingest() -> Sequence[Table]:
    """Ingest by stage."""
    from api.bench.ingest import ingest as run  # noqa: PLC0415

    return [run(seed=1, encounters=100_000)]


def latency() -> Sequence[Table]:
    """From an encounter to its alert, and to its receipt."""
    from api.bench.latency import latency as run  # noqa: PLC0415

    return run(seed=1, encounters=100_000, uploads=10)


def service() -> Sequence[Table]:
    """The service under load, and its log."""
    from api.bench.service.run import service as run  # noqa: PLC0415

    return run(seed=1, encounters=100_000, clients=50, seconds=30, pause_s=1)


def crash() -> Sequence[Table]:
    """Kills, and what is there afterwards."""
    from api.bench.crash import crash as run  # noqa: PLC0415

    return [run(seed=5, encounters=3_000, of_ingest=20, of_engine=10)]


def hostile() -> Sequence[Table]:
    """Files made to hurt."""
    from api.bench.hostile import hostile as run  # noqa: PLC0415

    return [run()]


def web() -> Sequence[Table]:
    """How soon the browser app's pages stand."""
    from api.bench.web import web as run  # noqa: PLC0415

    return [run(flows=500, nodes=2_000, rounds=5, seed=1)]


def rotation() -> Sequence[Table]:
    """What rotation finds and invents, its p-values, speed and growth."""
    from api.bench.rotation.run import Settings  # noqa: PLC0415
    from api.bench.rotation.run import rotation as run  # noqa: PLC0415

    return run(Settings())


def relocation() -> Sequence[Table]:
    """Relocations beside a plain method."""
    from api.bench.relocation import relocation as run  # noqa: PLC0415

    return [run(seeds=range(1, 7), encounters=20_000, world="region")]


def next_town() -> Sequence[Table]:
    """Where groups go next, told out of time."""
    from api.bench.next_town import next_town as run  # noqa: PLC0415

    return [run(seeds=range(1, 4), encounters=20_000, world="region")]


def displacement() -> Sequence[Table]:
    """The evaluation of measures against worlds whose truth is known."""
    from api.bench.displacement.tables import displacement as run  # noqa: PLC0415

    return list(run(seed=1, simulations=500, effort_simulations=2_000, measures=200, workers=2))


PARTS: dict[str, Measure] = {
    measure.__name__: measure
    for measure in (
        accuracy,
        rotation,
        relocation,
        next_town,
        linkage,
        scale,
        leakage,
        ingest,
        latency,
        service,
        web,
        crash,
        hostile,
        displacement,
    )
}
