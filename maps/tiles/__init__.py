"""Tiles of a release: written when it is published, drawn when they are asked for."""
