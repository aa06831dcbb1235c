"""`verify`: does a receipt prove what it says, by the public keys of this service? Nothing of it is kept."""

from typing import Any

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.installation import installation
from fingerpost.doors.mcp.callers import Caller
from fingerpost.doors.mcp.shapes import Result
from fingerpost.record.receipts.verifier import NotGenuine, Unreadable, as_values, describe

MOST_LETTERS = 256 * 1024  # of a receipt: one with ten turns of conversation has about 40,000

TAKES: dict[str, Any] = {
    "type": "object",
    "properties": {
        "receipt": {
            "type": "string",
            "title": "Receipt",
            "description": "The text of the file that ends in .tlog-proof, every line of it.",
            "minLength": 1,
            "maxLength": MOST_LETTERS,
        }
    },
    "required": ["receipt"],
    "additionalProperties": False,
}


def check_receipt(arguments: dict[str, Any], caller: Caller) -> Result:
    """What it proves. One that cannot be read is a fault of what was sent. Raises InvalidRequest, StoreUnavailable."""
    text = arguments.get("receipt")
    if set(arguments) != {"receipt"} or not isinstance(text, str) or not text:
        raise InvalidRequest({"receipt": "Send the text of the receipt under receipt, and nothing else"})
    try:
        proof = installation().build_receipts().check(text)
    except Unreadable as error:
        raise InvalidRequest({"receipt": str(error)}) from error
    except UnicodeEncodeError as error:  # half of a pair of surrogates, which JSON can carry and UTF-8 cannot
        raise InvalidRequest({"receipt": "The receipt is not text that can be read as UTF-8"}) from error
    except NotGenuine as error:
        said = f"NOT GENUINE. {error}"
        return Result(values={"genuine": False, "message": said, "proof": None}, words=said)
    said = describe(proof)
    return Result(values={"genuine": True, "message": said, "proof": as_values(proof)}, words=said)
