"""The screens of the structures: the tree, the settings, the administrators, who is enrolled (source 002 p. 3-7)."""
