"""Proving an address before anything is known of it: a code is mailed, and typed in the browser that asked."""
