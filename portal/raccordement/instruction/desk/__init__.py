"""The page on which a request is judged: everything known of it, messages, notes, and every act that is possible."""
