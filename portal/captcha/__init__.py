"""The captcha: six digits to copy from an image or from a voice; never the only thing that a form relies on."""
