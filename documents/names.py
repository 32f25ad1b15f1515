"""Names in a template against the schema of its values: `nominee.nmae` is found when the template is loaded.

Walks Jinja's syntax tree with a small scope: top-level names come from the schema, loop and `set` names from what
they run over. What cannot be followed (the result of a filter that reshapes) counts as known.
"""

from collections.abc import Mapping

from jinja2 import nodes

from .errors import TemplateFault

_UNKNOWN: Mapping = {}
_TAKEN = frozenset({"self", "loop", "caller", "varargs", "kwargs"})
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "previtem", "nextitem"})
_SAME_LIST = frozenset({"selectattr", "rejectattr", "sort", "list", "select", "reject", "unique"})
_ITEM = frozenset({"first", "last", "max", "min"})
_METHODS = frozenset(
    {"split", "startswith", "endswith", "strip", "upper", "lower", "items", "get", "replace"}
)


def check(environment, sources: Mapping[str, str], name: str, schema: Mapping) -> None:
    """Raise TemplateFault with file, line and name where a template asks for what the schema does not have."""
    taken = sorted(_TAKEN & schema["properties"].keys())
    if taken:
        raise TemplateFault(name, f"Jinja has a meaning of its own for the name {taken[0]!r}")
    _Walk(environment, sources, schema).file(name, dict(schema["properties"]))


class _Walk:
    def __init__(self, environment, sources, schema) -> None:
        self.environment = environment
        self.sources = sources
        self.schema = schema
        self.name = ""

    def file(self, name: str, scope: dict) -> None:
        outer, self.name = self.name, name
        self.body(self.environment.parse(self.sources[name], name).body, scope)
        self.name = outer

    def body(self, parts, scope: dict) -> None:
        for part in parts:
            self.visit(part, scope)

    def visit(self, node, scope: dict) -> None:
        step = getattr(self, "on_" + type(node).__name__.lower(), None)
        if step:
            step(node, scope)
        elif isinstance(node, nodes.Expr):
            self.kind(node, scope)
        else:
            self.body(node.iter_child_nodes(), scope)

    def on_for(self, node, scope: dict) -> None:
        items = self.kind(node.iter, scope)
        inner = dict(scope)
        inner["loop"] = {"properties": dict.fromkeys(LOOP, _UNKNOWN)}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = self.resolve(items.get("items", _UNKNOWN))
        else:
            inner.update({name.name: _UNKNOWN for name in node.target.find_all(nodes.Name)})
        if node.test:
            self.kind(node.test, inner)
        self.body(node.body, inner)
        self.body(node.else_, scope)

    def on_assign(self, node, scope: dict) -> None:
        found = self.kind(node.node, scope)
        for name in (
            [node.target] if isinstance(node.target, nodes.Name) else node.target.find_all(nodes.Name)
        ):
            scope[name.name] = found if node.target is name else _UNKNOWN

    def on_with(self, node, scope: dict) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            inner[target.name] = self.kind(value, scope)
        self.body(node.body, inner)

    def on_include(self, node, scope: dict) -> None:
        self.file(node.template.value, {name: kind for name, kind in scope.items() if name != "loop"})

    def on_macro(self, node, scope: dict) -> None:
        self.fault(node, "macros are not allowed")

    def kind(self, node, scope: dict) -> Mapping:
        """The schema of an expression; visits all of its parts."""
        step = getattr(self, "kind_" + type(node).__name__.lower(), None)
        if step:
            return step(node, scope)
        for child in node.iter_child_nodes():
            self.kind(child, scope)
        return _UNKNOWN

    def kind_name(self, node, scope: dict) -> Mapping:
        if node.name not in scope:
            self.fault(node, f"unknown name {node.name!r}")
        return self.resolve(scope[node.name])

    def kind_getattr(self, node, scope: dict) -> Mapping:
        owner = self.kind(node.node, scope)
        fields = owner.get("properties")
        if fields is None or node.attr in _METHODS:
            return _UNKNOWN
        if node.attr not in fields:
            self.fault(node, f"{_written(node.node)} has no field {node.attr!r}")
        return self.resolve(fields[node.attr])

    def kind_getitem(self, node, scope: dict) -> Mapping:
        owner = self.kind(node.node, scope)
        self.kind(node.arg, scope)
        return self.resolve(owner.get("items", _UNKNOWN))

    def kind_filter(self, node, scope: dict) -> Mapping:
        inner = self.kind(node.node, scope) if node.node is not None else _UNKNOWN
        for argument in (*node.args, *(pair.value for pair in node.kwargs)):
            self.kind(argument, scope)
        if node.name not in self.environment.filters:
            self.fault(node, f"unknown filter {node.name!r}")
        if node.name in _SAME_LIST:
            return inner
        return self.resolve(inner.get("items", _UNKNOWN)) if node.name in _ITEM else _UNKNOWN

    def kind_condexpr(self, node, scope: dict) -> Mapping:
        self.kind(node.test, scope)
        first = self.kind(node.expr1, scope)
        second = self.kind(node.expr2, scope) if node.expr2 is not None else _UNKNOWN
        return first or second

    def kind_add(self, node, scope: dict) -> Mapping:
        first, second = self.kind(node.left, scope), self.kind(node.right, scope)
        return first or second

    def resolve(self, schema) -> Mapping:
        """Follow the one `$ref` or the object among `anyOf` that a schema may be."""
        if not isinstance(schema, Mapping):
            return _UNKNOWN
        if "anyOf" in schema:
            found = [self.resolve(option) for option in schema["anyOf"]]
            return next(
                (option for option in found if option.get("properties") or option.get("items")), _UNKNOWN
            )
        return schema

    def fault(self, node, reason: str) -> None:
        raise TemplateFault(f"{self.name}, line {node.lineno}", reason)


def _written(node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_written(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "it"
