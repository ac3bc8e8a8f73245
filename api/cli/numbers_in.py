"""Lists of numbers as they are typed."""


def numbers_in(text: str) -> list[int]:
    """Numbers of a list such as ``1,2,5-8``.

    Raises
    ------
    UsageError
        When it is no such list.

    Examples
    --------
    >>> numbers_in("1,2,5-8")
    [1, 2, 5, 6, 7, 8]
    """
    from graph.errors import UsageError  # noqa: PLC0415

    numbers: list[int] = []
    try:
        for piece in filter(None, text.split(",")):
            low, _, high = piece.partition("-")
            numbers += range(int(low), int(high or low) + 1)
    except ValueError:
        message = f"{text}: numbers, separated by commas; 1-20 is a range"
        raise UsageError(message) from None
    return numbers
