"""The pages of the API for people: the landing page, collections, features, releases and operations."""

from maps.landing.drawing import PAGE_POLICY, draw_page, stylesheet
from maps.landing.outlines import Outline, outline

__all__ = ["PAGE_POLICY", "Outline", "draw_page", "outline", "stylesheet"]
