"""What a gestionnaire changes in a request: its fields, its establishments; two who change it at once are both told."""
