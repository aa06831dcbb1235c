"""Expressions of rules: a small part of Python's grammar, read into a tree. Nothing here is ever executed."""

import ast
from dataclasses import dataclass
from decimal import Decimal

from fingerpost.rules.reading.documents import LARGEST_DIGITS

LONGEST = 2_000  # characters of one expression
DEEPEST = 20  # levels of one expression
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


@dataclass(frozen=True, slots=True)
class Node:
    """One part of an expression. `kind` is one of number, text, name, call, and, or, not, compare, arithmetic, if, in;
    `value` is the number, the text, the name, or the sign."""

    kind: str
    value: object = None
    parts: tuple["Node", ...] = ()


class InvalidExpression(ValueError):
    """The expression is not one of ours; the message says which part."""


def parse(text: str) -> Node:
    """The tree of an expression. Raises InvalidExpression."""
    if len(text) > LONGEST:
        raise InvalidExpression(f"the expression is longer than {LONGEST} characters: name its parts")
    try:
        node = _node(ast.parse(f"({text.strip()}\n)", mode="eval").body, text)
        levels = depth(node)
    except InvalidExpression:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise InvalidExpression(f"cannot read {text.strip()[:200]!r}") from fault
    if levels > DEEPEST:
        raise InvalidExpression(f"the expression is more than {DEEPEST} levels deep: name its parts")
    return node


def depth(node: Node) -> int:
    """How many levels of parts within parts."""
    return 1 + max((depth(part) for part in node.parts), default=0)


def _node(tree: ast.expr, text: str) -> Node:  # noqa: PLR0911 - one return for each kind reads best
    match tree:
        case ast.BoolOp():
            kind = "and" if isinstance(tree.op, ast.And) else "or"
            return Node(kind, parts=tuple(_node(part, text) for part in tree.values))
        case ast.UnaryOp(op=ast.Not()):
            return Node("not", parts=(_node(tree.operand, text),))
        case ast.UnaryOp(op=ast.USub()):
            return Node("arithmetic", "-", (Node("number", Decimal(0)), _node(tree.operand, text)))
        case ast.BinOp() if type(tree.op) in _OPERATORS:
            return Node("arithmetic", _OPERATORS[type(tree.op)], (_node(tree.left, text), _node(tree.right, text)))
        case ast.Compare():
            return _comparison(tree, text)
        case ast.IfExp():
            return Node("if", parts=tuple(_node(part, text) for part in (tree.test, tree.body, tree.orelse)))
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            return Node("call", name, tuple(_node(part, text) for part in tree.args))
        case ast.Name():
            return Node("name", tree.id)
        case ast.Attribute(value=ast.Name(id=name)):
            return Node("name", f"{name}.{tree.attr}")
        case ast.Constant(value=str()):
            return Node("text", tree.value)
        case ast.Constant(value=int() | float()) if not isinstance(tree.value, bool):
            return Node("number", _number(ast.get_source_segment(f"({text.strip()}\n)", tree) or ""))
    raise InvalidExpression(f"cannot use {ast.unparse(tree)!r} in a rule")


def _number(text: str) -> Decimal:
    """A number as it was written, exactly."""
    try:
        number = Decimal(text.replace("_", ""))
    except ArithmeticError as fault:
        raise InvalidExpression(f"cannot read the number {text!r}") from fault
    if number.adjusted() >= LARGEST_DIGITS:
        raise InvalidExpression(f"the number {text!r} is larger than any sum")
    return number


def _comparison(tree: ast.Compare, text: str) -> Node:
    """`a < b < c` is `a < b and b < c`."""
    sides = [tree.left, *tree.comparators]
    links: list[Node] = []
    for sign, left, right in zip(tree.ops, sides, sides[1:], strict=False):
        if isinstance(sign, ast.In | ast.NotIn):
            links.append(_membership(left, right, text, is_not=isinstance(sign, ast.NotIn)))
        elif type(sign) in _COMPARISONS:
            links.append(Node("compare", _COMPARISONS[type(sign)], (_node(left, text), _node(right, text))))
        else:
            raise InvalidExpression(f"cannot use {ast.unparse(tree)!r} in a rule")
    return links[0] if len(links) == 1 else Node("and", parts=tuple(links))


def _membership(left: ast.expr, right: ast.expr, text: str, *, is_not: bool) -> Node:
    if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
        raise InvalidExpression('write `x in ("a", "b")`')
    node = Node("in", parts=(_node(left, text), *(_node(each, text) for each in right.elts)))
    return Node("not", parts=(node,)) if is_not else node
