"""The six digits said in French: the voices of data/voix, each at its own pace, over a murmur that says nothing.

The same secret always says the same: players that fetch a sound by pieces (Safari) need pieces of one sound. The
voices are made by `make voices`; 8 bits unsigned, one channel, so that a sample is a byte and 128 is silence.
"""

import io
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import add
from random import Random

RATE = 11_025
SILENCE = 128
_LEAD = 0.5  # seconds, before the first digit and after the last
_GAPS = (0.6, 1.0)  # seconds between two digits: time to type the one just heard
_SPEEDS = (0.92, 1.08)
_GAINS = (0.8, 1.0)
# The murmur, voices played backwards, at least 15 dB under the digits, and a hiss under that. Louder, it would stop
# ears before it stopped programs.
_MURMUR_GAINS = (0.06, 0.14)
_HISS = 2
# Three samples added, brought back between 0 and 255.
_CLIPPED = bytes(min(max(total - 2 * SILENCE, 0), 255) for total in range(3 * 255 + 1))

Voices = Mapping[str, Sequence[bytes]]


@dataclass(frozen=True)
class Note:
    """One digit as it is said: which recording, from which sample on, how fast, how loud."""

    digit: str
    voice: int
    start: int
    speed: float
    gain: float

    def samples(self) -> bytes:
        """What is heard of it."""
        return _said(voices()[self.digit][self.voice], self.speed, self.gain)


@cache
def voices() -> Voices:
    """The recordings of each digit, read once."""
    folder = files("portal.captcha").joinpath("data/voix")
    return {
        digit.name: [_samples(found.read_bytes()) for found in sorted(digit.iterdir(), key=lambda file: file.name)]
        for digit in folder.iterdir()
    }


def _samples(recording: bytes) -> bytes:
    with wave.open(io.BytesIO(recording)) as opened:
        return bytes(opened.readframes(opened.getnframes()))


# A player fetches the same sound two or three times over: the last ones are kept, 100 kB each.
@lru_cache(maxsize=16)
def wav(text: str, noise: bytes) -> bytes:
    """The sound, as a WAV file of 7 to 11 seconds."""
    chance = Random(noise)  # noqa: S311 - the secret is the seed: the same sound each time, guessed by nobody
    notes = list(score(text, chance))
    last = notes[-1]
    length = last.start + len(last.samples()) + int(_LEAD * RATE)
    said = bytearray([SILENCE]) * length
    for note in notes:
        heard = note.samples()
        said[note.start : note.start + len(heard)] = heard
    layers = map(add, map(add, said, _murmur(length, chance)), _hiss(length, chance))
    return _file(bytes(map(_CLIPPED.__getitem__, layers)))


def score(text: str, chance: Random) -> Iterator[Note]:
    """Who says each digit, when and how."""
    start = int(_LEAD * RATE)
    for digit in text:
        voice = chance.randrange(len(voices()[digit]))
        note = Note(digit, voice, start, chance.uniform(*_SPEEDS), chance.uniform(*_GAINS))
        yield note
        start += len(note.samples()) + int(chance.uniform(*_GAPS) * RATE)


def _said(recording: bytes, speed: float, gain: float) -> bytes:
    """A recording, faster or slower, louder or softer."""
    louder = bytes(int(SILENCE + (level - SILENCE) * gain) for level in range(256))
    return bytes(recording[int(at * speed)] for at in range(int(len(recording) / speed))).translate(louder)


def _murmur(length: int, chance: Random) -> bytes:
    """Recordings played backwards one after the other, softly."""
    heard = b""
    while len(heard) < length:
        recording = chance.choice(voices()[chance.choice(sorted(voices()))])
        heard += _said(recording[::-1], chance.uniform(*_SPEEDS), chance.uniform(*_MURMUR_GAINS))
    return heard[:length]


def _hiss(length: int, chance: Random) -> bytes:
    soft = bytes(SILENCE - _HISS + value % (2 * _HISS + 1) for value in range(256))
    return chance.randbytes(length).translate(soft)


def _file(samples: bytes) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(samples)
    return written.getvalue()
