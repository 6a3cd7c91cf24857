"""Taking papers in, and issuing them."""
