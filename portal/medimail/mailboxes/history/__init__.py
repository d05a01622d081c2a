"""What was done to an account, by whom and what it changed: for its administrators and its holder (promise 22)."""
