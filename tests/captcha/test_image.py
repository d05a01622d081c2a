"""The image: drawn from its secret alone, never twice alike for two captchas, dark enough on light."""

import io
import os
import time

import pytest
from PIL import Image

from portal.captcha import drawing, rules

NOISE = bytes(range(32))


def _open(image):
    return Image.open(io.BytesIO(image))


def _luminance(colour):
    channels = (c / 255 for c in colour)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_it_is_a_png_of_twice_the_size_on_the_page():
    image = _open(drawing.png("023456", NOISE))
    assert (image.format, image.size) == ("PNG", (480, 160))


def test_the_same_secret_draws_the_same_image():
    assert drawing.png("023456", NOISE) == drawing.png("023456", NOISE)


def test_the_same_digits_under_another_secret_are_drawn_otherwise():
    images = {drawing.png("023456", bytes([n]) * 32) for n in range(10)}
    assert len(images) == 10


def test_other_digits_under_the_same_secret_are_drawn_otherwise():
    assert drawing.png("023456", NOISE) != drawing.png("023457", NOISE)


@pytest.mark.parametrize("ink", drawing._INKS)
@pytest.mark.parametrize("paper", drawing._PAPERS)
def test_ink_and_paper_are_ten_to_one_apart(ink, paper):
    assert (_luminance(paper) + 0.05) / (_luminance(ink) + 0.05) >= 10


@pytest.mark.parametrize("digit", rules.ALPHABET)
def test_every_digit_leaves_its_ink_inside_the_image(digit):
    for number in range(20):
        image = _open(drawing.png(digit * 6, bytes([number]) * 32)).convert("L")
        dark = image.point(lambda level: 255 * (level < 128))
        share = sum(dark.histogram()[255:]) / (image.width * image.height)
        assert 0.1 < share < 0.45
        # Digits stand clear of the top and bottom edges, where only a wave or a speck may pass.
        for edge in (dark.crop((0, 0, 480, 4)), dark.crop((0, 156, 480, 160))):
            assert sum(edge.histogram()[255:]) < 160


def test_an_image_is_drawn_well_within_60_ms():
    drawing.png("023456", NOISE)
    spent = []
    for _ in range(10):
        noise = os.urandom(32)
        start = time.process_time()
        drawing.png(rules.text(noise), noise)
        spent.append(time.process_time() - start)
    assert sorted(spent)[5] < 0.06
