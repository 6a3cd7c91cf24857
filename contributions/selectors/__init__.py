"""Reading contributions: filings and bills, and the member's account."""
