"""Reply templates: texts that instructeurs keep, with variables that each request fills in."""
