"""Pair the rows of a table with its columns, one to one, so that the sum of the chosen cells is highest."""

from __future__ import annotations

from collections.abc import Sequence


def assignment(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Choose one column a row so that the total worth is highest.

    By shortest augmenting paths (Jonker and Volgenant 1987); takes cubic time in the number of rows.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        return [(i, j) for j, i in assignment(list(zip(*worth, strict=True)))]
    width = len(worth[0]) + 1
    row_price, column_price, holder = [0.0] * (len(worth) + 1), [0.0] * width, [0] * width
    for row in range(1, len(worth) + 1):
        path = _augment(row, worth, row_price, column_price, holder)
        column = path[0]
        while column:
            previous = path[column]
            holder[column], column = holder[previous], previous
    return [(holder[column] - 1, column - 1) for column in range(1, width) if holder[column]]


def _augment(
    row: int,
    worth: Sequence[Sequence[float]],
    row_price: list[float],
    column_price: list[float],
    holder: list[int],
) -> list[int]:
    """Find the shortest path from `row` to a free column; return the way back, with the column found under 0."""
    width = len(column_price)
    slack, back, done = [float("inf")] * width, [0] * width, [False] * width
    holder[0], column = row, 0
    while True:
        done[column] = True
        current, nearest, step = holder[column], 0, float("inf")
        for j in range(1, width):
            if done[j]:
                continue
            reduced = -worth[current - 1][j - 1] - row_price[current] - column_price[j]
            if reduced < slack[j]:
                slack[j], back[j] = reduced, column
            if slack[j] < step:
                step, nearest = slack[j], j
        for j in range(width):
            if done[j]:
                row_price[holder[j]] += step
                column_price[j] -= step
            else:
                slack[j] -= step
        column = nearest
        if not holder[column]:
            back[0] = column
            return back
