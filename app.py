"""The WSGI entry: `gunicorn app:app` serves the portal with the settings of the environment."""

from portal import create_app

app = create_app()
