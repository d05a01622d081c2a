"""The settings of one's own accounts: « L’utilisateur […] peut lui-même définir son compte par défaut » (p. 11)."""
