"""The CSV files that are measured on: made by `tally-bench generate`, the same bytes on every machine."""
import dataclasses
import os

import servers

TALLY_BENCH = os.path.join(servers.ROOT, ".build", "release", "tally-bench")
SEED = 1
PIECE_BYTES = 1 << 20


@dataclasses.dataclass(frozen=True)
class DataFile:
    """A file of some rows, and where it is kept from one run to the next."""
    kind: str
    rows: int

    @property
    def path(self):
        return os.path.join(servers.SCRATCH, f"{self.kind}-{self.rows}-{SEED}.csv")

    @property
    def byte_count(self):
        return os.path.getsize(self.path)

    @property
    def size(self):
        """The size for people: "150 MB"."""
        megabytes = self.byte_count / 1e6
        return f"{megabytes / 1e3:.1f} GB" if megabytes >= 1000 else f"{megabytes:.3g} MB"

    def prepare(self):
        """Makes the file unless it is there, and reads it once, so that it lies in the page cache."""
        if not os.path.exists(self.path):
            draft = self.path + ".draft"
            servers.run([TALLY_BENCH, "generate", self.kind, "--rows", str(self.rows), "--seed", str(SEED), "--output", draft])
            os.rename(draft, self.path)
        with open(self.path, "rb") as file:
            while file.read(PIECE_BYTES):
                pass

    def remove(self):
        if os.path.exists(self.path):
            os.remove(self.path)


def build_generator():
    servers.run(["swift", "build", "-c", "release", "--product", "tally-bench"], cwd=servers.ROOT)
