"""How much of somebody's file is read: the one who asks sets the limits, and each breach is a sentence."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a file may be.

    Attributes:
        size: Of the file as it comes, in bytes.
        lines: That have something in them, the header aside.
        columns: That have something in them, on any line.
        cell: Of one cell, in characters.
        unpacked: Of a workbook once unzipped, in bytes.
        text: Of what is read of a workbook, which is kept in memory, in bytes.
        seconds: Of processor that a workbook may cost; it may take twice as long on a busy machine.
        memory: That reading a workbook may take, in bytes.
    """

    size: int
    lines: int
    columns: int
    cell: int
    unpacked: int = 200 * MEBIBYTE
    text: int = 32 * MEBIBYTE
    seconds: int = 30
    memory: int = 512 * MEBIBYTE
