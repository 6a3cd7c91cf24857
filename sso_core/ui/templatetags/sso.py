"""Formatting for templates. No rule of law lives here."""

from django import template

register = template.Library()
