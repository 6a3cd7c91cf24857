"""Pages: employer, member, office. The services decide; a page asks and shows."""
