"""The tables of a card. Each is read from the table of the same name in `card.toml`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who a person may turn to. At least one of e-mail, phone and url is given."""

    team: str
    email: str = ""
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Risk:
    name: str
    description: str
    mitigation: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """When a person must look. `below` is a confidence from 0 to 1: an outcome less sure than that is not delivered.

    `always` sends every outcome to a person. `why` says how the figure was chosen.
    """

    always: bool = False
    below: float = 0.0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """How long an answer to a challenge may take, in working days, and what may be challenged, a line each."""

    days: int = 0
    what: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThirdParty:
    """A company or body that had a part in it."""

    name: str
    companies_house_number: str
    role: str
    procurement: str
    data_access: str


@dataclass(frozen=True, kw_only=True)
class Model:
    """One model. `engine` is the name under `needs` whose weights it is: the record shows their digest."""

    name: str
    version: str
    task: str
    input: str
    output: str
    architecture: str
    performance: str
    datasets: str
    engine: str = ""


@dataclass(frozen=True, kw_only=True)
class Transparency:
    """The named fields of the Algorithmic Transparency Recording Standard that the rest of the card does not hold.

    Every field of text must be given. `third_party_involvement` is "yes" or "no", and says so of `third_parties`.
    """

    standard: str = "v3.0"
    website_url: str = ""
    organisation: str = ""
    team: str = ""
    senior_responsible_owner: str = ""
    third_party_involvement: str = ""
    detailed_description: str = ""
    benefits: str = ""
    previous_process: str = ""
    alternatives_considered: str = ""
    integration: str = ""
    human_review: str = ""
    frequency_and_scale_of_usage: str = ""
    required_training: str = ""
    appeals_and_review: str = ""
    system_architecture: str = ""
    system_level_input: str = ""
    system_level_output: str = ""
    maintenance: str = ""
    development_data_description: str = ""
    development_data_modality: str = ""
    development_data_quantities: str = ""
    development_data_sensitive_attributes: str = ""
    development_data_completeness: str = ""
    development_data_cleaning: str = ""
    development_data_collection: str = ""
    development_data_access_and_storage: str = ""
    development_data_sharing_agreements: str = ""
    operational_data_sources: str = ""
    operational_data_sensitive_attributes: str = ""
    operational_data_processing_methods: str = ""
    operational_data_access_and_storage: str = ""
    operational_data_sharing_agreements: str = ""
    third_parties: tuple[ThirdParty, ...] = ()
    models: tuple[Model, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finder:
    """How a public list files it: slugs from the lists of the finder. See `transparency/finder.toml`."""

    organisation: str = ""
    organisation_type: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    capability: tuple[str, ...] = ()
    task: str = ""
    region: tuple[str, ...] = ()
    other_tags: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Something done about what an assessment found. `status` is "planned" or "in place"; a planned one has a day."""

    words: str
    owner: str
    status: str
    evidence: str = ""
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One impact assessment. `kind` is "data protection", "equality" or "algorithmic"."""

    kind: str
    name: str
    date: date
    summary: str
    link: str = ""
    measures: tuple[Measure, ...] = ()
