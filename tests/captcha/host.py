"""A form open to everybody that asks for the captcha, as a room of the portal would write one."""

from flask import Blueprint, Flask, Response, current_app

from portal.captcha import service
from portal.captcha.forms import CaptchaField, Trap
from portal.captcha.rules import Right
from portal.db import transaction
from portal.web import guards, hx
from portal.web.fields import Text
from portal.web.forms import Form, required

PATH = "/essai"
PAGE = """
{% extends "layouts/page.html" %}
{% from "captcha/_captcha.html" import captcha, trap %}
{% from "components/forms.html" import post_form, field, button with context %}
{% block title %}Essai{% endblock title %}
{% block heading %}{{ "Déposé" if done else "Essai" }}{% endblock heading %}
{% block content %}
  {% if done %}
    <p>{{ done }}</p>
  {% else %}
    {% call post_form(form, action="/essai") %}
      {{ field(form.nom) }}
      {{ trap(form.site_internet) }}
      {{ captcha(form.captcha) }}
      <div class="actions">{{ button("Déposer") }}</div>
    {% endcall %}
  {% endif %}
{% endblock content %}
"""


class HostForm(Form):
    """A name, and what protects it."""

    nom = Text("Nom", validators=[required("Saisissez votre nom.")])
    site_internet = Trap()
    captcha = CaptchaField()


blueprint = Blueprint("essai", __name__)


@blueprint.get(PATH)
@guards.public
def form() -> Response:
    """The empty form."""
    return _page(HostForm(formdata=None))


def _page(form: HostForm, done: str = "") -> Response:
    body = current_app.jinja_env.from_string(PAGE).render(form=form, done=done, **_common())
    return Response(body, status=hx.UNPROCESSABLE if form.errors else 200)


def _common() -> dict[str, object]:
    context: dict[str, object] = {}
    current_app.update_template_context(context)
    return context


@blueprint.post(PATH)
@guards.public
def submit() -> Response:
    """Deposit the name."""
    form = HostForm()
    if form.captcha.renewal_asked or not form.validate_on_submit():
        return _page(form)
    with transaction() as session:
        outcome = service.answer(session, form.captcha.token, form.captcha.data or "")
    if not isinstance(outcome, Right):
        form.captcha.refuse(outcome)
        return _page(form)
    return _page(form, done=str(form.nom.data))


def settle(app: Flask) -> Flask:
    """Put the form in an application."""
    app.register_blueprint(blueprint)
    return app
