"""Reading and checking a สปส.1-10 filing. Pure: no Django, no clock, no database.

``reader.open_filing`` is the way in. Checks come in levels: file, line, record, law, totals (those that
need the register are in ``services``). Severities are explained in docs/contributions/filing.md.
"""
