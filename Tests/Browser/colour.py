"""How far colours are apart for those who see them otherwise."""

import math

#: What becomes of light (linear red, green, blue) for those who lack a kind of cone entirely:
#: Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision
#: Deficiency, 2009, severity 1.0.
SIMULATIONS = {
    "protanopia": [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)],
    "deuteranopia": [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)],
    "tritanopia": [(1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)],
}


def linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def seen(colour: tuple[int, int, int], simulation: str | None = None) -> tuple[float, float, float]:
    """A colour as CIE L*a*b*, as somebody sees it."""
    light = [linear(channel) for channel in colour]
    if simulation:
        light = [min(1, max(0, sum(part * value for part, value in zip(row, light)))) for row in SIMULATIONS[simulation]]
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: tuple, other: tuple) -> float:
    """ΔE of CIE 1976 between two colours as L*a*b*."""
    return math.dist(one, other)
