"""How exactly a place is known, how far two are apart, and numbers that may be absent."""


def larger(column: str) -> str:
    """SQL: the larger value of a column, NULL where one record has none (``greatest`` would take the other's)."""
    return f"((l.{column} + r.{column} + abs(l.{column} - r.{column})) / 2)"


def smaller(column: str) -> str:
    """SQL: the smaller value of a column, NULL where one record has none."""
    return f"((l.{column} + r.{column} - abs(l.{column} - r.{column})) / 2)"


KM = (
    "(12742 * asin(0.999999999 * sqrt(pow(sin(radians(r.lat - l.lat) / 2), 2)"
    " + cos(radians(l.lat)) * cos(radians(r.lat)) * pow(sin(radians(r.lon - l.lon) / 2), 2))))"
)
"""SQL: great-circle distance (haversine, mean Earth radius 6371 km); NULL where one is not on the map. The factor
keeps two points on opposite sides of the Earth within what asin takes.
"""

RANK = {"exact": 1, "near": 2, "town": 2, "district": 3, "province": 4, "country": 5}
"""How exactly a place is known, by its precision; from 3 on it is an area."""
RANK_OF_KIND = {
    "point": 1, "building": 1, "street": 1, "quarter": 2, "town": 2, "district": 3, "province": 4, "country": 5
}  # fmt: skip
RADIUS_KM = {1: 1.0, 2: 25.0, 3: 50.0, 4: 150.0, 5: 800.0}
"""How far from the point given the true place may be, by rank."""
