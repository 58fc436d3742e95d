"""How exactly a place is known, and how far two are apart."""

KM = (
    "(12742 * asin(least(1, sqrt(pow(sin(radians(r.lat - l.lat) / 2), 2)"
    " + cos(radians(l.lat)) * cos(radians(r.lat)) * pow(sin(radians(r.lon - l.lon) / 2), 2)))))"
)
"""SQL: great-circle distance (haversine, mean Earth radius 6371 km); NULL where one is not on the map."""

RANK = {"exact": 1, "near": 2, "town": 2, "district": 3, "province": 4, "country": 5}
"""How exactly a place is known, by its precision; from 3 on it is an area."""
RANK_OF_KIND = {
    "point": 1, "building": 1, "street": 1, "quarter": 2, "town": 2, "district": 3, "province": 4, "country": 5
}  # fmt: skip
RADIUS_KM = {1: 1.0, 2: 25.0, 3: 50.0, 4: 150.0, 5: 800.0}
"""How far from the point given the true place may be, by rank."""
