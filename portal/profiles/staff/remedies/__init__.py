"""What a référent can do for somebody who cannot sign in: a link to their address, or an initial password."""
