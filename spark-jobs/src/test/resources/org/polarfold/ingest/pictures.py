"""Draws the pictures of this folder (NumPy and Pillow): segment s of a standard display has the value s / 5."""

import numpy as np
from PIL import Image

SIZE, CENTRE, RADIUS, HIGH = 120, (54.0, 60.0), 50.0, 3.6


def segments():
    y, x = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    right, up = x - CENTRE[0], CENTRE[1] - y
    ring = np.hypot(right, up) / RADIUS * 30
    angle = np.degrees(np.arctan2(up, right)) % 360
    six = ((angle - 60) % 360 // 60).astype(int)
    four = ((angle - 45) % 360 // 90).astype(int)
    number = np.where(ring < 6, 17, np.where(ring < 14, 13 + four, np.where(ring < 22, 7 + six, 1 + six)))
    return np.where(ring < 30, number, 0)


def shares():
    """Of the scale; the bar from low (bottom) to high (top) at columns 110 to 115, rows 10 to 109."""
    share = segments() / 5 / HIGH
    share[10:110, 110:116] = ((99.5 - np.arange(100)) / 100)[:, None]
    return share


def jet(share):
    grid = np.linspace(0, 1, 256)
    ramp = lambda x, y: np.interp(grid, x, y)
    table = np.stack([ramp([0, .35, .66, .89, 1], [0, 0, 1, 1, .5]),
                      ramp([0, .125, .375, .64, .91, 1], [0, 0, 1, 1, 0, 0]),
                      ramp([0, .11, .34, .65, 1], [.5, 1, 1, 0, 0])], axis=1)
    return np.round(255 * table[np.clip((share * 256).astype(int), 0, 255)]).astype("u1")


if __name__ == "__main__":
    share = shares()
    outside = (segments() == 0) & (share == 0)
    colour = jet(share)
    colour[outside] = 0
    rgb = Image.fromarray(colour)
    rgb.save("jet-rgb.png", optimize=True)
    rgb.quantize(256).save("jet-palette.png", optimize=True)
    rgb.save("jet-progressive.jpg", quality=90, progressive=True, subsampling=0)
    rgb.convert("CMYK").save("jet-cmyk.jpg", quality=90)
    alpha = np.where(outside, 0, 255).astype("u1")
    Image.fromarray(np.dstack([colour, alpha])).save("jet-rgba.png", optimize=True)
    grey = np.round(255 * share).astype("u1")
    Image.fromarray(np.dstack([grey, alpha]), "LA").save("grey-alpha.png", optimize=True)
    Image.fromarray(np.round(65535 * share).astype("u2")).save("grey-16-bit.png", optimize=True)
