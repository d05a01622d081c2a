"""The six digits as an image: dark on light in both themes, bent and crossed so that a program must work to read it.

The same secret always draws the same: asking again gives nothing to compare. The page shows it smaller, so that it is
sharp on fine screens.
"""

import io
import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFont
from PIL.Image import Resampling, Transform

WIDTH, HEIGHT = 480, 160
# Ink and paper of the portal's own colours; every pair is at 10:1 or more.
_INKS = ((18, 37, 43), (6, 63, 74), (60, 20, 60), (74, 24, 20), (20, 60, 36))
_PAPERS = ((245, 248, 248), (250, 246, 238), (240, 245, 250))
_MARGIN = 24
_SIZES = (94, 112)  # pixels
_WEIGHTS = (1, 3)  # pixels added around the outline: the thinnest digit is bolder than any line that crosses it
_TURN = 14  # degrees, one way or the other: a 6 stays a 6
_SHEAR = 0.12
_CELL = 16  # pixels between two points of the grid that bends the sheet


def png(text: str, noise: bytes) -> bytes:
    """The image, as a PNG file of 480 × 160 pixels."""
    chance = Random(noise)  # noqa: S311 - the secret is the seed: the same image each time, guessed by nobody
    sheet = Image.new("L", (WIDTH, HEIGHT))  # how much ink there is: 0 none, 255 full
    step = (WIDTH - 2 * _MARGIN) / len(text)
    for place, digit in enumerate(text):
        tile = _tile(digit, chance)
        x = _MARGIN + step * (place + 0.5) + chance.uniform(-4, 4) - tile.width / 2
        y = (HEIGHT - tile.height) / 2 + chance.uniform(-10, 10)
        layer = Image.new("L", sheet.size)
        layer.paste(tile, (int(x), int(y)))
        sheet = ImageChops.lighter(sheet, layer)
    _cross(sheet, chance)
    return _inked(_bent(sheet, chance), chance)


def _tile(digit: str, chance: Random) -> Image.Image:
    """One digit, of its own size and weight, turned and leaning."""
    size = chance.randint(*_SIZES)
    tile = Image.new("L", (2 * size, 2 * size))
    ImageDraw.Draw(tile).text(
        (size, size),
        digit,
        fill=255,
        font=ImageFont.load_default(size),
        anchor="mm",
        stroke_width=chance.randint(*_WEIGHTS),
    )
    lean = chance.uniform(-_SHEAR, _SHEAR)
    tile = tile.transform(tile.size, Transform.AFFINE, (1, lean, -lean * size, 0, 1, 0), Resampling.BICUBIC)
    tile = tile.rotate(chance.uniform(-_TURN, _TURN), Resampling.BICUBIC)
    return tile.crop(tile.getbbox())


def _cross(sheet: Image.Image, chance: Random) -> None:
    """Waves through the digits, of their own ink, and specks."""
    pen = ImageDraw.Draw(sheet)
    for _ in range(3):
        middle, height = chance.uniform(0.35, 0.65) * HEIGHT, chance.uniform(0.1, 0.3) * HEIGHT
        length, start = chance.uniform(0.4, 0.9) * WIDTH, chance.uniform(0, math.tau)
        wave = [(x, middle + height * math.sin(start + x / length * math.tau)) for x in range(0, WIDTH + 1, 4)]
        pen.line(wave, fill=255, width=chance.randint(2, 3))
    for _ in range(40):
        x, y, r = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.uniform(1, 2.5)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=255)


def _bent(sheet: Image.Image, chance: Random) -> Image.Image:
    """The sheet as if drawn on cloth: each point of a grid is moved by two waves."""
    across, down = math.tau / chance.uniform(90, 150), math.tau / chance.uniform(60, 110)
    first, second = chance.uniform(0, math.tau), chance.uniform(0, math.tau)

    def moved(x: int, y: int) -> tuple[float, float]:
        return x + 5 * math.sin(y * down + first), y + 7 * math.sin(x * across + second)

    mesh = []
    for x in range(0, WIDTH, _CELL):
        for y in range(0, HEIGHT, _CELL):
            right, below = x + _CELL, y + _CELL
            corners = moved(x, y), moved(x, below), moved(right, below), moved(right, y)
            mesh.append(((x, y, right, below), tuple(value for corner in corners for value in corner)))
    return sheet.transform(sheet.size, Transform.MESH, mesh, Resampling.BICUBIC)


def _inked(sheet: Image.Image, chance: Random) -> bytes:
    """The file: from paper to ink in 256 shades."""
    ink, paper = chance.choice(_INKS), chance.choice(_PAPERS)
    shades = [round(p + (i - p) * level / 255) for level in range(256) for i, p in zip(ink, paper, strict=True)]
    sheet.putpalette(shades)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()
