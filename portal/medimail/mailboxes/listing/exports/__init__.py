"""« Exporter la liste d’utilisateurs » (source 002 p. 15): the accounts in the 36 columns of the loadusers file."""
