"""What is done about a sign, in plain words: by them the service that acts on it is found among a body's own.

A sign of which whoever mends the thing also averts the danger, such as a missing cover, has none.
"""

from collections.abc import Mapping
from types import MappingProxyType

ACTS_FOR: Mapping[str, str] = MappingProxyType(
    {
        "child-at-risk": "I am worried about a child who may be hurt, hungry or left alone.",
        "adult-at-risk": "I am worried that an adult is being hurt, robbed or neglected.",
        "self-neglect": "I am worried about an adult who is not eating or looking after themselves.",
        "homeless-tonight": "I have nowhere to stay tonight.",
    }
)
