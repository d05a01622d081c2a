"""One act on many accounts: select, preview, confirm, report, and undo where the act allows it."""
