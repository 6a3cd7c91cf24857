"""From which size on a filing is worked in slices by workers, and how large a slice is."""

SMALL_LINES = 500
SLICE = 100_000
