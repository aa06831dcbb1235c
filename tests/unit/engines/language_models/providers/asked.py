"""What the tests of the providers ask, and of whom."""

from tests.doubles import Double

from fingerpost.contract.language_models import Prompt
from fingerpost.engines.language_models.anthropic_api import AnthropicProvider
from fingerpost.engines.language_models.calling import CallFault, Provider
from fingerpost.engines.language_models.lines import split_lines
from fingerpost.engines.language_models.openai_compatible import OpenAICompatibleProvider

WIRES = ("anthropic", "openai")
KEY = "sk-canary-5d1f0c-never-shown"
TOLD = "CANARY-INSTRUCTIONS-77: answer in lines of JSON."
LINES = (
    "You must pay £25 a year for a garden bin.",
    "You cannot pay by cheque if you live in Wales.",
    "The bin is emptied every 2 weeks.",
)
GIVEN = Prompt(
    name="answer.md",
    digest="0" * 64,
    instructions=TOLD,
    parts=(("question", "How much is a garden bin? CANARY-QUESTION-78"), ("passage p1", "\n".join(LINES))),
    most_tokens=300,
)


def provider_for(double: Double, *, key: str = KEY, model: str = "some-model-1", **more: object) -> Provider:
    kind = AnthropicProvider if double.wire.name == "anthropic" else OpenAICompatibleProvider
    return kind(name="chosen", model=model, key=key, base_url=double.base_url, **more)  # type: ignore[arg-type]


def ask(provider: Provider, prompt: Prompt = GIVEN, *, timeout: float = 5.0) -> tuple[list[str], CallFault | None]:
    """The lines that came, and the fault that ended them."""
    lines: list[str] = []
    try:
        for line in split_lines(provider.open(prompt, timeout=timeout)):
            lines.append(line)
    except CallFault as fault:
        return lines, fault
    return lines, None
