"""The language model behind the small words: py3langid, loaded once, on first use."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Languages spoken by many who use public services in the United Kingdom, as far as the model knows them.
LANGUAGES = (
    "en", "cy", "gd", "ga", "pl", "ro", "pa", "ur", "bn", "ar", "so", "pt", "es", "fr", "gu", "ta", "tr", "zh", "fa",
    "lt", "lv", "it", "hi", "uk", "ru", "bg", "de", "nl", "hu", "cs", "sk", "sq", "el", "vi", "ku", "ps", "ne", "mr",
)  # fmt: skip


@cache
def load_model() -> LanguageIdentifier:
    """The model, narrowed to `LANGUAGES`."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def guess_language(text: str, *, among: tuple[str, ...] = ()) -> tuple[str, float]:
    """The likeliest language and how sure the model is, from 0 to 1. `among` narrows the choice."""
    if not among:
        language, confidence = load_model().classify(text)
        return str(language), float(confidence)
    ranked: dict[str, float] = dict(load_model().rank(text))
    total = sum(ranked.get(each, 0.0) for each in among)
    best = max(among, key=lambda each: ranked.get(each, 0.0))
    return best, ranked.get(best, 0.0) / total if total else 0.0
