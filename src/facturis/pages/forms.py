"""How forms are shown: each field with its label, help and errors tied to it, and a summary of errors on top."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders ``{{ form }}``, without the form tag, from the templates of the pages."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
