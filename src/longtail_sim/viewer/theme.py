"""Colours.  Hues that carry a meaning follow the Okabe-Ito palette; a test sees them as colour-blind people do."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]

ORANGE: Colour = (230, 159, 0)
SKY: Colour = (86, 180, 233)
GREEN: Colour = (0, 158, 115)
YELLOW: Colour = (240, 228, 66)
BLUE: Colour = (0, 114, 178)
VERMILLION: Colour = (213, 94, 0)
PURPLE: Colour = (204, 121, 167)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour that is ``share`` of the way from ``first`` to ``second``."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@dataclass(frozen=True)
class Theme:
    """All colours of one appearance of the window."""

    name: str
    # map
    land: Colour
    pavement: Colour
    kerb: Colour
    lot: Colour
    buildings: tuple[Colour, ...]
    park: Colour
    window_light: Colour | None
    asphalt: Colour
    junction: Colour
    marking: Colour
    centre_line: Colour
    crosswalk: Colour
    stop_line: Colour
    street_name: Colour
    street_halo: Colour
    outage: Colour  # what the ground is multiplied by where the power is out
    outage_line: Colour
    # signals
    red: Colour
    yellow: Colour
    green: Colour
    dark_head: Colour
    dark_edge: Colour
    # vehicles
    people: tuple[Colour, ...]
    walkers: tuple[Colour, ...]
    fleet: Colour
    awaiting: Colour
    takeover: Colour
    minimal_risk: Colour
    person_driving: Colour
    outline: Colour
    glass: Colour
    brake: Colour
    indicator: Colour
    # what does not go on
    queue: Colour
    box: Colour
    gridlock: Colour
    # panels
    page: Colour
    panel: Colour
    line: Colour
    text: Colour
    text_soft: Colour
    text_faint: Colour
    run: Colour
    twin: Colour
    fork: Colour
    select: Colour
    warning: Colour
    spans: tuple[Colour, ...]


DARK = Theme(
    name="dark",
    land=(17, 21, 28),
    pavement=(48, 54, 65),
    kerb=(88, 97, 112),
    lot=(27, 31, 39),
    buildings=((33, 38, 47), (37, 43, 53), (42, 48, 59)),
    park=(31, 46, 41),
    window_light=(255, 214, 140),
    asphalt=(70, 77, 90),
    junction=(73, 80, 93),
    marking=(176, 184, 196),
    centre_line=(214, 170, 60),
    crosswalk=(148, 156, 168),
    stop_line=(206, 212, 220),
    street_name=(170, 180, 196),
    street_halo=(24, 29, 37),
    outage=(100, 106, 132),
    outage_line=ORANGE,
    red=(255, 84, 62),
    yellow=(255, 205, 64),
    green=(52, 214, 150),
    dark_head=(12, 14, 19),
    dark_edge=(196, 202, 212),
    walkers=((246, 214, 178), (222, 190, 240), (178, 226, 214), (240, 196, 196)),
    people=((198, 206, 218), (178, 194, 215), (214, 218, 224), (166, 181, 204)),
    fleet=(0, 196, 144),
    awaiting=(250, 164, 0),
    takeover=(255, 246, 150),
    minimal_risk=(232, 80, 24),
    person_driving=(202, 78, 164),
    outline=(14, 17, 23),
    glass=(32, 40, 54),
    brake=(255, 58, 48),
    indicator=(255, 190, 40),
    queue=(206, 62, 40),
    box=(250, 214, 60),
    gridlock=(255, 70, 190),
    page=(13, 16, 22),
    panel=(22, 27, 35),
    line=(44, 51, 63),
    text=(232, 237, 244),
    text_soft=(160, 171, 188),
    text_faint=(116, 127, 145),
    run=(255, 176, 0),
    twin=(72, 162, 236),
    fork=(250, 184, 226),
    select=(255, 255, 255),
    warning=(255, 120, 72),
    spans=((72, 56, 39), (28, 105, 157), (22, 119, 89), (111, 58, 93), (148, 69, 15)),
)

LIGHT = Theme(
    name="light",
    land=(226, 229, 233),
    pavement=(236, 238, 241),
    kerb=(190, 196, 204),
    lot=(243, 244, 246),
    buildings=((225, 228, 232), (231, 233, 237), (218, 222, 228)),
    park=(211, 229, 214),
    window_light=None,
    asphalt=(168, 174, 183),
    junction=(162, 168, 178),
    marking=(250, 251, 252),
    centre_line=(226, 164, 10),
    crosswalk=(244, 246, 248),
    stop_line=(255, 255, 255),
    street_name=(70, 78, 92),
    street_halo=(240, 242, 245),
    outage=(128, 134, 156),
    outage_line=(176, 84, 0),
    red=(206, 40, 24),
    yellow=(214, 148, 0),
    green=(0, 132, 88),
    dark_head=(28, 32, 40),
    dark_edge=(252, 252, 252),
    walkers=((150, 84, 30), (104, 62, 140), (20, 104, 88), (150, 50, 60)),
    people=((252, 252, 253), (230, 237, 247), (243, 245, 249), (221, 231, 246)),
    fleet=GREEN,
    awaiting=(240, 158, 0),
    takeover=(255, 242, 120),
    minimal_risk=(204, 84, 0),
    person_driving=(176, 70, 140),
    outline=(52, 60, 74),
    glass=(78, 90, 110),
    brake=(214, 22, 22),
    indicator=(240, 130, 0),
    queue=(214, 84, 56),
    box=(236, 178, 0),
    gridlock=(196, 0, 130),
    page=(236, 238, 241),
    panel=(252, 252, 253),
    line=(210, 215, 222),
    text=(26, 32, 42),
    text_soft=(84, 94, 110),
    text_faint=(108, 118, 134),
    run=(178, 84, 0),
    twin=BLUE,
    fork=(150, 56, 112),
    select=(10, 12, 16),
    warning=(190, 60, 0),
    spans=((239, 198, 111), (160, 206, 236), (140, 209, 178), (180, 143, 167), (192, 147, 110)),
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
