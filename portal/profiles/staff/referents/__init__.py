"""Who manages an establishment: add somebody, take it back."""
