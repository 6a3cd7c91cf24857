"""Files of many people: our own Excel template, and the 240-character registration record."""
