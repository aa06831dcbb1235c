"""The API is as it describes itself."""

from django.test import Client

from fingerpost.doors.api.shapes import Claim, FaultReply, Reply, Source, Step
from fingerpost.doors.asking import capabilities


def asked(client: Client) -> dict:
    body = {"question": "How much is the Child Grant?", "nation": "england"}
    return client.post("/api/v1/ask", body, content_type="application/json").json()


def names_of(shape: type) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def test_description_is_openapi_3_1_with_a_route_for_each_capability(client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for command in capabilities():
        assert f"/api/v1/{command}" in described["paths"]
    assert {"/api/v1/runs/{reference}", "/api/v1/health"} <= set(described["paths"])


def test_reply_holds_exactly_what_is_described(client: Client) -> None:
    reply = asked(client)
    Reply.model_validate(reply)
    assert set(reply) == names_of(Reply)
    assert set(reply["claims"][0]) == names_of(Claim) - {"reckoned"}  # which only a claim that rests on a rule has
    assert set(reply["claims"][0]["source"]) == names_of(Source)
    assert all(names_of(Step) <= set(step) for step in reply["steps"])


def test_faults_have_the_shape_that_is_described(client: Client) -> None:
    for reply in (
        client.post("/api/v1/ask", {}, content_type="application/json"),
        client.get("/api/v1/runs/FP-00000-00000"),
        client.get("/api/nowhere"),
        client.post("/api/v1/ask", "{", content_type="application/json"),
    ):
        assert reply.status_code in {400, 404, 422}
        FaultReply.model_validate(reply.json())


def test_a_follow_up_is_understood_from_the_conversation_it_comes_with(client: Client) -> None:
    body = {
        "question": "And how do I claim it?",
        "conversation": [{"question": "How much is the Child Grant?", "answer": "Child Grant"}],
    }
    reply = client.post("/api/v1/ask", body, content_type="application/json").json()
    assert reply["claims"][0]["source"]["title"] == "Child Grant"


def test_health_says_that_questions_can_be_answered(client: Client) -> None:
    reply = client.get("/api/v1/health")
    assert (reply.status_code, reply.json()["status"]) == (200, "ok")


def test_documentation_needs_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "POST /api/v1/ask" in page
    assert "<script>" not in page
    assert "cdn" not in page.lower()
