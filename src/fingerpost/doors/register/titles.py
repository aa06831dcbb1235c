"""The titles of the standard's fields and sections, so that a Welsh page can say them in Welsh.

They come from data (`contract/transparency`). A test holds this list to it.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

TITLES = (
    _("Summary"),
    _("Owner and responsibility"),
    _("Description and rationale"),
    _("Deployment context"),
    _("Tool specification"),
    _("Risks, mitigations and impact assessments"),
    _("Name"),
    _("Description"),
    _("Website URL"),
    _("Contact email"),
    _("Organisation or department"),
    _("Team"),
    _("Senior responsible owner"),
    _("Third party involvement"),
    _("Third party"),
    _("Companies House number"),
    _("Third party role"),
    _("Procurement procedure type"),
    _("Third party data access terms"),
    _("Detailed description"),
    _("Benefits"),
    _("Previous process"),
    _("Alternatives considered"),
    _("Integration into broader operational process"),
    _("Human review"),
    _("Frequency and scale of usage"),
    _("Required training"),
    _("Appeals and review"),
    _("System architecture"),
    _("System-level input"),
    _("System-level output"),
    _("Maintenance"),
    _("Models"),
    _("Model name"),
    _("Model version"),
    _("Model task"),
    _("Model input"),
    _("Model output"),
    _("Model architecture"),
    _("Model performance"),
    _("Datasets and their purposes"),
    _("Development data description"),
    _("Data modality"),
    _("Data quantities"),
    _("Sensitive attributes"),
    _("Data completeness and representativeness"),
    _("Data cleaning"),
    _("Data collection"),
    _("Data access and storage"),
    _("Data sharing agreements"),
    _("Data sources"),
    _("Data processing methods"),
    _("Impact assessment name"),
    _("Impact assessment description"),
    _("Impact assessment date"),
    _("Impact assessment link"),
    _("Impact assessments"),
    _("Risk name"),
    _("Risk description"),
    _("Risk mitigation"),
)
"""Every title, in English."""


def title_words(title: str) -> str:
    """A title in the language of the page; as it is where it has no translation."""
    return gettext(title) if title else ""
