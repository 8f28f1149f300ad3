"""Uploads: the files of a study that stewards send in, looked at before anybody opens them."""

from api.uploads.opening import opened
from api.uploads.routes import router

__all__ = ["opened", "router"]
