"""The public request: an address is confirmed, a draft is filled in and kept, then sent; the account comes with it."""
