"""Zip containers, opened without trusting what they say about themselves. Runs in the locked worker."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from ingest.sandbox import Unreadable

MOST_ENTRIES = 20_000
MOST_RATIO = 2_000  # a table of blanks packs 1,000 to 1; deflate's own limit is 1,032, bombs overlap entries
END = struct.Struct("<4s4H2LH")


class Archive:
    """Entries of a zip file by name, together never more than ``most`` bytes unpacked.

    Raises:
        Unreadable: "broken", "encrypted" or "bomb".
    """

    def __init__(self, data: bytes, most: int) -> None:
        if entries(data) > MOST_ENTRIES:
            raise Unreadable("bomb")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
            raise Unreadable("broken") from None
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable("encrypted")
        said = sum(info.file_size for info in infos)
        if said > most or said > MOST_RATIO * max(len(data), 1):
            raise Unreadable("bomb")
        self._left = most

    @property
    def names(self) -> list[str]:
        """Names of the entries, folders left out."""
        return [info.filename for info in self.infos]

    @property
    def infos(self) -> list[zipfile.ZipInfo]:
        """What the archive says of its entries, folders left out."""
        return [info for info in self._zip.infolist() if not info.is_dir()]

    def read(self, name: str) -> bytes:
        """The content of one entry; b"" where there is none of that name."""
        content = bytearray()
        try:
            with self._zip.open(name) as entry:
                while len(content) <= self._left and (piece := entry.read(1 << 20)):
                    content += piece
        except KeyError:
            return b""
        except (zipfile.BadZipFile, OSError, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            raise Unreadable("broken") from None
        if len(content) > self._left:
            raise Unreadable("bomb")
        self._left -= len(content)
        return bytes(content)


def entries(data: bytes) -> int:
    """How many entries the directory at the end of a zip file announces, told without unpacking it."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - 65_600))
    if at < 0 or len(data) - at < END.size:
        return 0
    _, _, _, _, count, size, _, _ = END.unpack_from(data, at)
    return max(int(count), int(size) // 4_000)  # a directory of huge names, or a count that wraps around
