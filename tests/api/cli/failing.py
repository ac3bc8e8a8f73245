"""A command that fails in every way there is."""

from graph.errors import GraphUnreachable, UsageError


def fail(how: str) -> int:
    """Fail."""
    match how:
        case "value":
            message = "Jansen"
            raise ValueError(message)
        case "recursion":
            return fail_forever()
        case "ours":
            message = "the graph does not answer"
            raise GraphUnreachable(message)
        case "usage":
            message = "the call itself is wrong"
            raise UsageError(message)
        case "interrupt":
            raise KeyboardInterrupt
        case "disk":
            raise OSError(28, "No space left on device", "Jansen.csv")
        case _:
            return 1


def fail_forever() -> int:
    """Recurse without end."""
    return fail_forever() + 1
