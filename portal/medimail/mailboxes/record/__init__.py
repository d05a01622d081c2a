"""What every room of mailboxes stands on: the tables, the grid of fields, the states and the way they are moved."""
