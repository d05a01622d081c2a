"""What an administrator does to one account (source 002 p. 10): validate, reject, relaunch, bring back, move, reset."""
