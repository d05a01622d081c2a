"""The public pages: welcome, help, sign-in assistant, accessibility, legal notice, personal data."""
