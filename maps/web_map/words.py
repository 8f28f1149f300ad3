"""What the page of the web map says before a script runs: the same messages that the scripts read."""

from __future__ import annotations

from functools import cache
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from geo.errors import InputError
from maps.web_map.files import static_file

_ISOLATES: Final = True  # names of any script stand in texts of any direction


class PageWords:
    """The messages of one language."""

    def __init__(self, language: str) -> None:
        file = static_file(f"words/{language}.ftl")
        if file is None:
            raise InputError(f"The web map does not speak {language!r}")
        self.language = language
        self._bundle = FluentBundle([language, "en"], use_isolating=_ISOLATES)
        self._bundle.add_resource(FluentResource(file.content.decode("utf-8")))

    def say(self, message: str, **values: object) -> str:
        """The text of a message with its places filled. Raises InputError for one that is not there or lacks one."""
        name, _, attribute = message.partition(".")
        if not self._bundle.has_message(name):
            raise InputError(f"No message is called {message!r}; see data/languages/{self.language}")
        found = self._bundle.get_message(name)
        pattern = found.attributes.get(attribute) if attribute else found.value
        if pattern is None:
            raise InputError(f"The message {message!r} has no text; see data/languages/{self.language}")
        text, faults = self._bundle.format_pattern(pattern, values)
        if faults:
            raise InputError(f"The message {message!r} cannot be said: {faults[0]}")
        return str(text)

    def has(self, message: str) -> bool:
        """Whether there is a message of that name."""
        return bool(self._bundle.has_message(message))


@cache
def page_words(language: str) -> PageWords:
    """The messages of one language, read once."""
    return PageWords(language)
