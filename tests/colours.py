"""Contrast as WCAG 2.2 defines it, and the distance of colours as people with a colour-vision deficiency see it."""

from __future__ import annotations

import math
from typing import NamedTuple

# Machado, Oliveira and Fernandes 2009, severity 1.0.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
Vector = tuple[float, float, float]


class Lab(NamedTuple):
    light: float
    a: float
    b: float


def linear(colour: str) -> Vector:
    """`#RRGGBB` without its gamma."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _bare(red), _bare(green), _bare(blue)


def _bare(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def distance(one: str, other: str, deficiency: str) -> float:
    """CIEDE2000."""
    return _ciede2000(_lab(one, deficiency), _lab(other, deficiency))


def _times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _lab(colour: str, deficiency: str) -> Lab:
    seen = _times(DEFICIENCIES[deficiency], linear(colour))
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in seen)
    x, y, z = (_bend(value / white) for value, white in zip(_times(TO_XYZ, (red, green, blue)), WHITE, strict=True))
    return Lab(116 * y - 16, 500 * (x - y), 200 * (y - z))


def _bend(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _ciede2000(one: Lab, other: Lab) -> float:
    mean_chroma = (math.hypot(one.a, one.b) + math.hypot(other.a, other.b)) / 2
    stretch = 1 + 0.5 * (1 - math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    chroma1, chroma2 = math.hypot(one.a * stretch, one.b), math.hypot(other.a * stretch, other.b)
    hue1 = math.degrees(math.atan2(one.b, one.a * stretch)) % 360
    hue2 = math.degrees(math.atan2(other.b, other.a * stretch)) % 360
    turn = _turn(hue1, hue2) if chroma1 * chroma2 else 0.0
    light = (one.light + other.light) / 2
    chroma = (chroma1 + chroma2) / 2
    hue = _mean_hue(hue1, hue2) if chroma1 * chroma2 else hue1 + hue2
    weight = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    d_light = (other.light - one.light) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    d_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    d_hue = 2 * math.sqrt(chroma1 * chroma2) * math.sin(math.radians(turn) / 2) / (1 + 0.015 * chroma * weight)
    bend = 60 * math.exp(-(((hue - 275) / 25) ** 2))
    twist = -math.sin(math.radians(bend)) * 2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    return math.sqrt(d_light**2 + d_chroma**2 + d_hue**2 + twist * d_chroma * d_hue)


def _turn(hue1: float, hue2: float) -> float:
    return (hue2 - hue1 + 180) % 360 - 180


def _mean_hue(hue1: float, hue2: float) -> float:
    if abs(hue1 - hue2) <= 180:
        return (hue1 + hue2) / 2
    return (hue1 + hue2 + (360 if hue1 + hue2 < 360 else -360)) / 2
