"""The sound: a valid file of a bearable length, in which the recordings of the right digits are heard in order."""

import io
import itertools
import os
import subprocess
import sys
import time
import wave
from random import Random

import pytest

from portal.captcha import rules, speech

NOISE = bytes(range(32))
SECRETS = [bytes([n]) * 32 for n in range(12)]


def _samples(sound):
    with wave.open(io.BytesIO(sound)) as opened:
        assert (opened.getnchannels(), opened.getsampwidth(), opened.getframerate()) == (1, 1, speech.RATE)
        return opened.readframes(opened.getnframes())


def _likeness(heard, recording):
    """How much two pieces of the same length are alike: 1 the same, 0 nothing in common."""
    one = [sample - speech.SILENCE for sample in heard]
    other = [sample - speech.SILENCE for sample in recording]
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / (sum(a * a for a in one) * sum(b * b for b in other)) ** 0.5


def test_there_are_three_voices_for_each_digit_and_for_nothing_else():
    assert {digit: len(recordings) for digit, recordings in speech.voices().items()} == dict.fromkeys(rules.ALPHABET, 3)


@pytest.mark.parametrize("digit", rules.ALPHABET)
def test_a_recording_lasts_a_fifth_of_a_second_to_a_second_without_silence_around(digit):
    for recording in speech.voices()[digit]:
        assert 0.2 * speech.RATE < len(recording) < speech.RATE
        for end in (recording[: speech.RATE // 20], recording[-speech.RATE // 20 :]):
            assert max(abs(sample - speech.SILENCE) for sample in end) > 2


def test_the_voices_weigh_no_more_than_they_may():
    assert sum(len(recording) for found in speech.voices().values() for recording in found) < 130_000


@pytest.mark.parametrize("noise", SECRETS)
def test_it_lasts_six_to_eleven_seconds(noise):
    assert 6 < len(_samples(speech.wav(rules.text(noise), noise))) / speech.RATE < 11


@pytest.mark.parametrize("noise", SECRETS)
def test_the_digits_are_played_in_order_without_overlap(noise):
    text = rules.text(noise)
    notes = list(speech.score(text, Random(noise)))  # noqa: S311 - as in the code
    assert "".join(note.digit for note in notes) == text
    for note, following in itertools.pairwise(notes):
        assert following.start >= note.start + len(note.samples()) + 0.6 * speech.RATE


@pytest.mark.parametrize("noise", SECRETS)
def test_each_digit_is_heard_where_it_is_played_and_is_taken_for_no_other(noise):
    text = rules.text(noise)
    heard = _samples(speech.wav(text, noise))
    for note in speech.score(text, Random(noise)):  # noqa: S311 - as in the code
        length = len(note.samples())
        piece = heard[note.start : note.start + length]
        alike = {
            (digit, voice): _likeness(piece, (speech._said(recording, note.speed, 1) + bytes([128]) * length)[:length])
            for digit, recordings in speech.voices().items()
            for voice, recording in enumerate(recordings)
        }
        assert max(alike, key=alike.get) == (note.digit, note.voice)
        assert alike[note.digit, note.voice] > 0.9


@pytest.mark.parametrize("noise", SECRETS)
def test_what_is_between_the_digits_is_much_softer_than_they_are(noise):
    text = rules.text(noise)
    heard = _samples(speech.wav(text, noise))
    notes = list(speech.score(text, Random(noise)))  # noqa: S311 - as in the code
    said = _loudness(b"".join(heard[n.start : n.start + len(n.samples())] for n in notes))
    silent = b"".join(heard[a.start + len(a.samples()) : b.start] for a, b in itertools.pairwise(notes))
    assert said > 4 * _loudness(silent)  # 12 dB


def _loudness(samples):
    return (sum((sample - speech.SILENCE) ** 2 for sample in samples) / len(samples)) ** 0.5


def test_the_same_secret_says_the_same_in_another_process():
    program = (
        "import hashlib; from portal.captcha import speech;"
        "print(hashlib.sha256(speech.wav('023456', bytes(range(32)))).hexdigest())"
    )
    found = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout  # noqa: S603 - the program above
        for _ in range(2)
    }
    assert len(found) == 1


def test_the_same_digits_under_another_secret_sound_otherwise():
    assert len({speech.wav("023456", noise) for noise in SECRETS}) == len(SECRETS)


def test_a_sound_costs_no_more_than_100_ms_and_the_same_again_nothing():
    spent = []
    for _ in range(10):
        noise = os.urandom(32)
        start = time.process_time()
        speech.wav("023456", noise)
        spent.append(time.process_time() - start)
    assert sorted(spent)[5] < 0.1
    start = time.process_time()
    speech.wav("023456", noise)
    assert time.process_time() - start < 0.005
