"""Many filings, and many payments, at once: the statements of the single path over a whole chunk."""
