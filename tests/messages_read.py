"""Messages as data: those of each file of data/languages, with their places, choices and plain texts."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

FOLDER = Path(__file__).resolve().parents[1] / "data" / "languages"
PLURALS = {"zero", "one", "two", "few", "many", "other"}
COUNTS = (0, 1, 2, 3, 11, 100, 1_000_000)


@dataclass
class Told(Visitor):
    """What stands in a message or one of its attributes.

    ``places``: the variables that are shown; ``choices``: the keys of each choice by the variable that chooses.
    """

    places: set = field(default_factory=set)
    choices: dict = field(default_factory=dict)
    referred: set = field(default_factory=set)
    texts: list = field(default_factory=list)

    def visit_VariableReference(self, node):  # noqa: N802 - as the parser calls it
        self.places.add(node.id.name)

    def visit_MessageReference(self, node):  # noqa: N802 - as the parser calls it
        self.referred.add(node.id.name)

    def visit_TextElement(self, node):  # noqa: N802 - as the parser calls it
        self.texts.append(node.value)

    def visit_SelectExpression(self, node):  # noqa: N802 - as the parser calls it
        if isinstance(node.selector, ast.VariableReference):
            keys = {each.key.name if isinstance(each.key, ast.Identifier) else each.key.value for each in node.variants}
            self.choices.setdefault(node.selector.id.name, set()).update(keys)
            for each in node.variants:
                self.visit(each.value)
        else:
            self.generic_visit(node)

    @property
    def text(self):
        return " ".join(part.strip() for part in self.texts).strip()

    @property
    def plurals(self):
        """The plural choices: variable and categories."""
        return {name: keys for name, keys in self.choices.items() if keys <= PLURALS | {str(n) for n in COUNTS}}


@cache
def files(language):
    return sorted(path.name for path in (FOLDER / language).glob("*.ftl"))


@cache
def messages(language, name):
    """Of one file: each message and attribute (``id`` and ``id.attribute``) in its order."""
    resource = FluentParser().parse((FOLDER / language / name).read_text("utf-8"))
    found = {}
    for entry in resource.body:
        assert not isinstance(entry, ast.Junk | ast.Term), f"{language}/{name}: {entry}"
        if isinstance(entry, ast.Message):
            patterns = [(entry.id.name, entry.value)] if entry.value else []
            patterns += [(f"{entry.id.name}.{each.id.name}", each.value) for each in entry.attributes]
            for key, pattern in patterns:
                assert key not in found, f"{language}/{name} says {key} twice"
                found[key] = Told()
                found[key].visit(pattern)
    return found


@cache
def page_messages_read(language):
    """Of the map's pages: all files but what the API alone says."""
    return {
        key: told for name in files(language) if name != "api.ftl" for key, told in messages(language, name).items()
    }


def samples(language, key):
    """Values for a message with which it, and those it refers to, make each choice that they have."""
    read = page_messages_read(language)
    waiting, places, choices = [key], set(), {}
    while waiting:
        told = read[waiting.pop()]
        places |= told.places | {*told.choices}
        choices |= told.choices
        waiting += told.referred
    of = {}
    for name in sorted(places):
        keys = choices.get(name)
        if keys is None:
            of[name] = ["\u202a<b>\u0e94 x\u202c"]
        elif keys <= PLURALS | {str(n) for n in COUNTS}:
            of[name] = list(COUNTS)
        else:
            of[name] = [*sorted(keys), "something else"]
    longest = max(map(len, of.values()), default=1)
    return [{name: each[at % len(each)] for name, each in of.items()} for at in range(longest)]


@cache
def categories(language):
    """The plural categories of a language, all but those for millions in French, Spanish and Portuguese."""
    return ({"other"} | set(Locale(language).plural_form.tags)) - (
        {"many"} if language in {"fr", "es", "pt"} else set()
    )
