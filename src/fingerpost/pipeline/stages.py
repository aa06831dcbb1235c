"""The road, as a list. Each stage takes a run and returns a new one; the strictest verdict decides where it goes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fingerpost.contract.capability import Capability
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run
from fingerpost.pipeline.capability import run_capability
from fingerpost.pipeline.check import check_outcome
from fingerpost.pipeline.explain import explain_outcome
from fingerpost.pipeline.guard import guard_request
from fingerpost.pipeline.route import choose_route
from fingerpost.pipeline.switch import check_switch

Stage = Callable[[Run, Capability, Engines], Run]

STAGES: Mapping[str, Stage] = MappingProxyType(
    {
        "switch": check_switch,
        "guard": guard_request,
        "capability": run_capability,
        "check": check_outcome,
        "explain": explain_outcome,
        "route": choose_route,
    }
)
