"""One profile: its page, and the form that creates or modifies it by the rules of the file."""
