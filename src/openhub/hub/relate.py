"""Relations: each target exists and fits, none goes round in a circle, each is known from both ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openhub.kinds.base import RELATIONS, RelationRule
from openhub.model import Back, Entry, Held, Ref, Relation
from openhub.problems import Problem, did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Known:
    """What a reference may name, and which ids were renamed to which."""

    refs: frozenset[Ref]
    renamed: Mapping[Ref, Ref]


def check(
    entries: Mapping[Ref, Entry], held: Mapping[Ref, Held], hidden: frozenset[Ref]
) -> Iterator[Problem]:
    """Find every reference that leads nowhere, to the wrong kind, or round in a circle."""
    known = Known(frozenset(entries) | frozenset(held) | hidden, _renamed(entries.values()))
    for entry in entries.values():
        for relation in entry.relations:
            yield from _check_one(entry, relation, held, known)
    yield from _cycles(entries)


def _renamed(entries: Iterable[Entry]) -> Mapping[Ref, Ref]:
    """Give the ids that entries seem to have had, each with the only entry whose old address ends in it."""
    found: dict[Ref, set[Ref]] = defaultdict(set)
    for entry in entries:
        for alias in entry.data.aliases:
            found[Ref(entry.kind, _last_part(alias))].add(entry.ref)
    return {former: next(iter(refs)) for former, refs in found.items() if len(refs) == 1}


def _last_part(alias: str) -> str:
    path = alias.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].removesuffix("index.html").rstrip("/")
    return path.rsplit("/", 1)[-1].removesuffix(".html")


def _check_one(entry: Entry, relation: Relation, held: Mapping[Ref, Held], known: Known) -> Iterator[Problem]:
    target = relation.target
    if relation.soft:
        yield from _near_name(relation, known.refs)
    elif target in held:
        state = "has expired" if held[target].why == "expired" else "is not published yet"
        shown = "pages do not name it" if relation.name in RELATIONS else "its name stands without a link"
        message = f"{relation.name}: '{target}' {state}, so {shown}"
        yield Problem(code="ref-held", message=message, span=relation.span)
    elif target not in known.refs:
        yield Problem(code="ref-unknown", message=_unknown(relation, known), span=relation.span)
    elif (rule := RELATIONS.get(relation.name)) and (wrong := _misfit(entry, target, rule)):
        yield Problem(code="ref-kind", message=f"{relation.name}: {wrong}", span=relation.span)


def _near_name(relation: Relation, known: frozenset[Ref]) -> Iterator[Problem]:
    people = sorted(ref.id for ref in known if ref.kind == "person")
    name = relation.target.id
    if name not in people and " " not in name and (match := nearest(name, people)):
        message = f"{relation.name}: nobody has the id '{name}'; did you mean '{match}'?"
        yield Problem(code="person-near-miss", message=message, span=relation.span)


def _unknown(relation: Relation, known: Known) -> str:
    target = relation.target
    if target in known.renamed:
        return f"{relation.name}: '{target}' has a new id, by its aliases; write '{known.renamed[target]}'"
    same = sorted(str(ref) for ref in known.refs if ref.kind == target.kind)
    elsewhere = sorted(str(ref) for ref in known.refs if ref.id == target.id)
    hint = did_you_mean(str(target), same) or (f"; did you mean '{elsewhere[0]}'?" if elsewhere else "")
    return f"{relation.name}: there is no '{target}'{hint or '; write it, or take the reference away'}"


def _misfit(entry: Entry, target: Ref, rule: RelationRule) -> str:
    if target == entry.ref:
        return "points at the entry itself"
    if rule.sources is not None and entry.kind not in rule.sources:
        return f"{_any(frozenset({entry.kind}))} cannot say this; only {_any(rule.sources)} can"
    if rule.targets is not None and target.kind not in rule.targets:
        return f"expected {_any(rule.targets)}, got the {target.kind} '{target.id}'"
    if rule.same_kind and target.kind != entry.kind:
        return f"expected another {entry.kind}, got the {target.kind} '{target.id}'"
    return ""


def _any(kinds: frozenset[str]) -> str:
    return " or ".join(f"a {kind}" if kind[0] not in "aeiou" else f"an {kind}" for kind in sorted(kinds))


def _cycles(entries: Mapping[Ref, Entry]) -> Iterator[Problem]:
    for name in (*(name for name, rule in RELATIONS.items() if rule.acyclic), "duplicate_of"):
        steps = {
            ref: tuple(relation for relation in entry.relations if relation.name == name)
            for ref, entry in entries.items()
        }
        yield from _circles(name, {ref: found for ref, found in steps.items() if found})


def _circles(name: str, steps: Mapping[Ref, tuple[Relation, ...]]) -> Iterator[Problem]:
    done: set[Ref] = set()
    for start in steps:
        way: list[Ref] = []
        stack: list[tuple[Ref, Iterator[Relation]]] = []
        if start not in done:
            stack, way = [(start, iter(steps[start]))], [start]
        while stack:
            ref, rest = stack[-1]
            relation = next(rest, None)
            if relation is None:
                done.add(ref)
                stack.pop()
                way.pop()
            elif relation.target == ref and name in RELATIONS:
                continue  # told as a misfit already
            elif relation.target in way:
                circle = way[way.index(relation.target) :]
                yield _circle(name, circle, steps)
            elif relation.target in steps and relation.target not in done:
                stack.append((relation.target, iter(steps[relation.target])))
                way.append(relation.target)


def _circle(name: str, circle: Sequence[Ref], steps: Mapping[Ref, tuple[Relation, ...]]) -> Problem:
    """Tell the whole circle, each step with its place; it is told at the place of the last one."""
    ahead = zip(circle, (*circle[1:], circle[0]), strict=True)
    taken = [next(step for step in steps[ref] if step.target == target) for ref, target in ahead]
    told = " → ".join(f"{ref} ({step.span})" for ref, step in zip(circle, taken, strict=True))
    message = f"{name}: goes round in a circle, {told} → {circle[0]}; take one of these references away"
    return Problem(code="ref-cycle", message=message, span=taken[-1].span)


def backs(entries: Mapping[Ref, Entry]) -> Mapping[Ref, tuple[Back, ...]]:
    """Turn every relation round: who declares what to whom."""
    found: dict[Ref, list[Back]] = defaultdict(list)
    for entry in entries.values():
        for relation in entry.relations:
            back = Back(relation.name, entry.ref)
            if relation.target in entries and back not in found[relation.target]:
                found[relation.target].append(back)
    return {ref: tuple(listed) for ref, listed in found.items()}
