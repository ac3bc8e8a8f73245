"""Worlds by name."""

from dataclasses import replace

from ingest.simulation.world import World

NO_DECOYS = World(
    movers=0.0,
    commuters=0.0,
    tourers=0.0,
    seasonal=0.0,
    care_transfers=0.0,
    siblings=0.0,
    namesakes_per_1000=0.0,
    raids_per_1000=0.0,
    salon_chains_per_1000=0.0,
    reissued_phones_per_1000=0.0,
    crowded_phones_per_1000=0.0,
)

WORLDS = {
    "region": World(),
    "met-more": World(met_per_person=3.2),
    "sparse": World(rotated=1 / 200),
    "rare": World(rotated=1 / 2_000),
    "calm": World(rotated=0.0, relocations_per_1000=0.0, closure=False),
    "no-decoys": NO_DECOYS,
    "quiet": replace(NO_DECOYS, rotated=0.0, relocations_per_1000=0.0, closure=False),
    "thin": World(met_per_rotated=(2.0, 6.0)),
    "varied": World(group_sizes=(2, 3, 4, 5, 6), laps=(1.0, 4.0), met_per_rotated=(2.0, 9.0), shared_identifier=0.5),
    "clean": World(missing=0.2, garbled=0.1),
}
"""Worlds by name."""

ABOUT = {
    "region": "one person in 20 rotated, every decoy",
    "met-more": "as region, residents met more: of all who are met twice or more the median is 4, not 3",
    "sparse": "one in 200 rotated",
    "rare": "one in 2,000 rotated",
    "calm": "nothing planted, every decoy",
    "no-decoys": "planted as in region, no decoy",
    "quiet": "nothing planted, no decoy",
    "thin": "as region, those rotated met four times each",
    "varied": "groups from hardly to often met, from one round to four",
    "clean": "region with hardly any noise",
}
"""What each world is, in a few words."""
