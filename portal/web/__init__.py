"""What every page shares: htmx, forms, errors, headers, guards. No rule of any room lives here."""
