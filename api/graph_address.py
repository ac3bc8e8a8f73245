"""Where the graph of a home is: the Neo4j that the environment names, or the home's own embedded engine."""

from collections.abc import Mapping
from pathlib import Path

from graph.embedded import Address, ensure_running


def named_address(environ: Mapping[str, str]) -> Address | None:
    """Address of the Neo4j that ``WATERBED_GRAPH_URI`` (with ``_USER``, ``_PASSWORD``, ``_DATABASE``) names, if any."""
    uri = environ.get("WATERBED_GRAPH_URI", "").strip()
    if not uri:
        return None
    return Address(
        uri,
        environ.get("WATERBED_GRAPH_USER", ""),
        environ.get("WATERBED_GRAPH_PASSWORD", ""),
        environ.get("WATERBED_GRAPH_DATABASE") or None,
    )


def graph_address(directory: Path, environ: Mapping[str, str]) -> Address:
    """Return the address of a home's graph, its embedded engine started where no Neo4j is named.

    Parameters
    ----------
    directory
        Folder of the home's embedded engine.
    environ
        Environment of the command.
    """
    return named_address(environ) or ensure_running(directory)
