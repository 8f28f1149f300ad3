"""The web map: its page for each release, its figures, the still picture, and the files that the page asks for."""

from fastapi import APIRouter

from api.web_map import picture, reach, routes

__all__ = ["router"]

router = APIRouter()
for _room in (reach, picture, routes):
    router.include_router(_room.router)
