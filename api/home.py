"""Where one installation keeps what it must keep: keys, graph, vault, audit log, policy."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from graph.errors import WaterbedError


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one installation. Paths only: nothing is made until :meth:`folder` is asked for it."""

    root: Path

    @property
    def keys(self) -> Path:
        """File of keys, readable by its owner alone."""
        return self.root / "keys.json"

    @property
    def sender_keys(self) -> Path:
        """File of a sender's own pair of keys, which the region's key is wrapped for."""
        return self.root / "sender.json"

    @property
    def graph(self) -> Path:
        """Folder of the embedded engine: databases, password, state, log."""
        return self.root / "graph"

    @property
    def vault(self) -> Path:
        """Folder of encrypted linkage tokens."""
        return self.root / "vault"

    @property
    def model(self) -> Path:
        """Folder of the linkage model that was trained here; the shipped one links where there is none."""
        return self.root / "model"

    @property
    def references(self) -> Path:
        """Folder of the sources' own record numbers, encrypted."""
        return self.root / "references"

    @property
    def audit(self) -> Path:
        """Folder of the audit log and its checkpoint."""
        return self.root / "audit"

    @property
    def rejections(self) -> Path:
        """Ledger of rejected rows, JSON Lines."""
        return self.root / "rejections.jsonl"

    @property
    def policy(self) -> Path:
        """Policy file, TOML; the installation is open where there is none."""
        return self.root / "policy.toml"

    @property
    def access(self) -> Path:
        """File that says how logins come in, TOML; nobody can log in where there is none, but in a demo."""
        return self.root / "access.toml"

    @property
    def signals(self) -> Path:
        """File that says how signals are taken, TOML."""
        return self.root / "signals.toml"

    @property
    def feeds(self) -> Path:
        """File of the services that leave files here, TOML."""
        return self.root / "feeds.toml"

    @property
    def basic_level(self) -> Path:
        """Own list of what municipalities should have in place, TOML; the shipped one where there is none."""
        return self.root / "basic-level.toml"

    @property
    def profiles(self) -> Path:
        """What municipalities have in place, JSON Lines."""
        return self.root / "profiles.jsonl"

    @property
    def intake(self) -> Path:
        """Folder of what came in by itself and waits for the next ingest, sealed."""
        return self.root / "intake"

    @property
    def alert_plan(self) -> Path:
        """Plan of alerts, TOML; where there is none, nothing is sent."""
        return self.root / "alerts.toml"

    @property
    def alert_keys(self) -> Path:
        """File of the keys that alerts are signed with, readable by its owner alone."""
        return self.root / "alert-keys.json"

    @property
    def layouts(self) -> Path:
        """Folder of layouts of the registers that send files."""
        return self.root / "layouts"

    @property
    def cache(self) -> Path:
        """Folder of what can be made again."""
        return self.root / "cache"

    @property
    def written(self) -> Path:
        """File that is touched by each command that wrote: whoever keeps what was read looks at its time."""
        return self.cache / "written"

    def written_at(self) -> int:
        """Time that a command last wrote, in nanoseconds; 0 where none did."""
        try:
            return self.written.stat().st_mtime_ns
        except OSError:
            return 0

    @property
    def boundaries(self) -> Path:
        """Folder of the municipalities' boundaries, which can be fetched or imported again."""
        return self.cache / "boundaries"

    def folder(self, path: Path) -> Path:
        """Return a folder of this home, made for its owner alone where it isn't there.

        Raises
        ------
        WaterbedError
            When it can't be made.
        """
        try:
            for part in (self.root, path):
                part.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            message = f"the home {self.root} can't be used ({error.strerror}): choose another with --home"
            raise WaterbedError(message) from None
        return path


def default_home() -> Home:
    """Home in the user's data directory, as the system names it."""
    return Home(Path(platformdirs.user_data_dir("waterbed", appauthor=False)))
