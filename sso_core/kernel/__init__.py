"""Pure building blocks of the domain: identifiers, dates, money, findings, worked amounts, flows.

Nothing here imports Django, reads a clock or touches a database.
"""
