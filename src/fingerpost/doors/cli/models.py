"""`fingerpost models list` and `check`; `compare` stands in models_compare.py"""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.language_models import LanguageModelUnavailable, Prompt, Usage, WhyNoModel
from fingerpost.doors.cli.console import err, out, say_json
from fingerpost.doors.cli.faults import FAULT, plainly
from fingerpost.doors.cli.models_compare import compare
from fingerpost.doors.cli.ready import get_ready
from fingerpost.doors.installation import ModelState, installation

if TYPE_CHECKING:
    from fingerpost.contract.language_models import LanguageModel

app = typer.Typer(help="Look at the language models, try one, and compare two.", no_args_is_help=True)
app.command("compare")(compare)

Name = Annotated[str, typer.Argument(help="The model's name in fingerpost.toml, such as claude.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]

NONE = "There is no language model: answers are quotes. To add one, see docs/how-to/add-a-language-model.md"
INSTRUCTIONS = "Write one line and nothing else: the word ready."
MOST_TOKENS = 200  # some models think before they write
LONGEST_SHOWN = 200
TO_DO = {
    WhyNoModel.OVER_BUDGET: "Today's budget is spent. It begins anew at midnight. See: fingerpost models list",
    WhyNoModel.RESTING: "It rests after faults. Try again in a minute.",
    WhyNoModel.UNREACHABLE: "Check 'base_url', and that this machine may reach it.",
    WhyNoModel.BUSY: "Its supplier takes no more calls now. Try again later, or ask it for more.",
    WhyNoModel.FAILED: "Its supplier has a fault. Try again later.",
    WhyNoModel.SLOW: "It took longer than 'first_line' allows. Try again, or choose a faster model.",
    WhyNoModel.REFUSED: "Check the key, and the name under 'model'.",
    WhyNoModel.WRONG_MODEL: "Write under 'model' the name that the server gives, or add that to 'aliases'.",
    WhyNoModel.TOO_LARGE: "It has room for too little, or writes too much. Check 'context_tokens' and 'most_tokens'.",
    WhyNoModel.UNREADABLE: "Check 'provider' and 'base_url': what answers there speaks another protocol.",
}


@app.command("list")
@plainly
def list_models(as_json: AsJson = False) -> None:
    """Show every language model: who uses it, what it took today, and what is wrong with it.

    Figures of today are those of every process. How it is doing in the server that runs stands on the oversight pages.

    Example: fingerpost models list
    """
    get_ready()
    off = _switched_off()
    models = installation().build_language_models()
    states = models.list_states() if models else ()
    if as_json:
        say_json({"models": [_values(each, is_off=each.name in off) for each in states]})
    elif states:
        out().print(_table(states, off))
    else:
        out().print(NONE, markup=False)


@app.command("check")
@plainly
def check(name: Name, as_json: AsJson = False) -> None:
    """Send one tiny prompt, and say what came. It counts towards the budget of the day.

    Exit codes: 0 it wrote, 1 it did not, 2 there is no model of that name.

    Example: fingerpost models check claude
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.pipeline.models import may_write  # noqa: PLC0415 - tables can be imported only now

    models = installation().build_language_models()
    model = models.named(name) if models else None
    if model is None:
        known = ", ".join(each.name for each in models.list_states()) if models else "none"
        raise InvalidRequest({"name": f"There is no language model '{name}'. There is: {known}."})
    line, usage, fault = _ask(may_write(model, body=settings.CONFIGURATION.body))
    if as_json:
        say_json(_answer(name, line, usage, fault))
    elif fault is None:
        out().print(_told(name, line, usage), markup=False)
    else:
        detail = f" ({fault.detail})" if fault.detail else ""
        to_do = TO_DO.get(fault.why, f"Run: fingerpost switch start {name}")
        err().print(f"{name} wrote nothing: {fault.why.value}{detail}. {to_do}", style="bold red", markup=False)
    if fault is not None:
        raise typer.Exit(FAULT)


def _ask(model: "LanguageModel") -> tuple[str, Usage, LanguageModelUnavailable | None]:
    """Its first line, what it took, and why none came."""
    digest = hashlib.sha256(INSTRUCTIONS.encode()).hexdigest()
    parts = (("question", "Are you there?"),)
    prompt = Prompt(name="check", digest=digest, instructions=INSTRUCTIONS, parts=parts, most_tokens=MOST_TOKENS)
    try:
        writing = model.write(prompt)
    except LanguageModelUnavailable as fault:
        return "", Usage(), fault
    try:
        lines = list(writing)
    except LanguageModelUnavailable as fault:
        return "", writing.usage, fault
    if not lines:
        return "", writing.usage, LanguageModelUnavailable(WhyNoModel.UNREADABLE, detail="it wrote no line")
    return lines[0][:LONGEST_SHOWN], writing.usage, None


def _told(name: str, line: str, usage: Usage) -> str:
    model = f" It calls itself {usage.model}." if usage.model else ""
    took = f"{usage.tokens_in:,} tokens in and {usage.tokens_out:,} out"
    cost = f", £{usage.micropounds / 1_000_000:.6f}" if usage.micropounds else ""
    return (
        f"{name} wrote: {line}\nThe first line came after {usage.first_line_ms:,.0f} ms.{model} It took {took}{cost}."
    )


def _answer(name: str, line: str, usage: Usage, fault: LanguageModelUnavailable | None) -> dict[str, Any]:
    return {
        "name": name,
        "wrote": line if fault is None else None,
        "why_not": fault.why.value if fault else None,
        "detail": fault.detail if fault else "",
        "model": usage.model,
        "tokens_in": usage.tokens_in,
        "tokens_out": usage.tokens_out,
        "micropounds": usage.micropounds,
        "attempts": usage.attempts,
        "first_line_ms": usage.first_line_ms if usage.first_line_ms >= 0 else None,
        "whole_ms": usage.whole_ms,
    }


def _switched_off() -> frozenset[str]:
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.record.switches.reading import find_stopped  # noqa: PLC0415 - tables can be imported only now

    stopped = find_stopped(settings.CONFIGURATION.body)
    return frozenset(name for kind, name in stopped if kind == "model")


def _values(of: ModelState, *, is_off: bool) -> dict[str, Any]:
    spent = of.spent
    return {
        "name": of.name,
        "provider": of.provider,
        "model": of.model,
        "digest": of.digest,
        "goes_to": of.goes_to or "this machine",
        "used_by": list(of.used_by),
        "switched_off": is_off,
        "serves_since": of.serves_since.isoformat() if of.serves_since else None,
        "ends_on": of.ends_on.isoformat() if of.ends_on else None,
        "tokens_a_day": of.tokens_a_day or None,
        "micropounds_a_day": of.micropounds_a_day or None,
        "today": {
            "calls": spent.calls,
            "faults": spent.faults,
            "last_fault": spent.last_fault or None,
            "last_fault_at": spent.last_fault_at.isoformat(timespec="seconds") if spent.last_fault_at else None,
            "tokens": spent.tokens,
            "tokens_reserved": spent.tokens_reserved,
            "micropounds": spent.micropounds,
            "micropounds_reserved": spent.micropounds_reserved,
        }
        if spent
        else None,
        "faults": list(of.faults),
        "doubts": list(of.doubts),
    }


def _table(states: Sequence[ModelState], off: frozenset[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("model", "used by", "state", "today"):
        table.add_column(heading, overflow="fold")
    for each in states:
        state = "OFF" if each.name in off else "cannot write" if each.faults else "on"
        told = "".join(f"\n{escape(sentence)}" for sentence in (*each.faults, *each.doubts))
        name = f"[bold]{escape(each.name)}[/]\n{escape(each.model)}\n{escape(each.goes_to or 'this machine')}"
        table.add_row(name, ", ".join(each.used_by) or "nothing", state + told, _today(each))
    return table


def _today(of: ModelState) -> str:
    if of.spent is None:
        return "could not be read"
    bound = f" of {of.tokens_a_day:,}" if of.tokens_a_day else ", no bound"
    lines = [f"{of.spent.calls:,} calls, {of.spent.faults:,} faults", f"{of.spent.tokens:,} tokens{bound}"]
    if of.has_prices:
        most = f" of £{of.micropounds_a_day / 1_000_000:,.2f}" if of.micropounds_a_day else ", no bound"
        lines.append(f"£{of.spent.micropounds / 1_000_000:,.2f}{most}")
    if of.spent.tokens_reserved:
        lines.append(f"{of.spent.tokens_reserved:,} tokens set aside")
    return "\n".join(lines)
