"""Files of tables over time: compressed piece by piece, to the bit, and readable up to the last whole piece."""

from longtail_sim.recording.chunk_file import VERSION, ChunkFile, ChunkWriter, open_chunks
from longtail_sim.recording.tables import Fixed, Keyed, Table, pack, unpack

__all__ = [
    "VERSION",
    "ChunkFile",
    "ChunkWriter",
    "Fixed",
    "Keyed",
    "Table",
    "open_chunks",
    "pack",
    "unpack",
]
