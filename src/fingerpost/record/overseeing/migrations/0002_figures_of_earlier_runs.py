"""Figures of the runs that closed before there were figures, from their leaves."""

import json

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

AT_ONCE = 1000


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    entries, figures = apps.get_model("record", "Entry"), apps.get_model("overseeing", "RunFigures")
    columns = ("body", "reference", "at", "capability", "leaf")
    rows = []
    for body, reference, at, capability, text in entries.objects.filter(event="closed").values_list(*columns).iterator():
        leaf = json.loads(text)
        rows.append(
            figures(
                body=body,
                reference=reference,
                at=at,
                day=timezone.localdate(at),
                capability=capability,
                door=leaf["door"],
                outcome=leaf["outcome"]["kind"],
                reason=leaf["outcome"]["reason"],
                route=leaf["route"],
                unpassed=_unpassed(leaf["steps"]),
            )
        )
        if len(rows) == AT_ONCE:
            figures.objects.bulk_create(rows)
            rows.clear()
    figures.objects.bulk_create(rows)


def _unpassed(steps: list[dict[str, str]]) -> str:
    said = [f"{step['name'].replace(' ', '-')}={step['verdict']}" for step in steps if step["verdict"] != "pass"]
    return f" {' '.join(said)} " if said else ""


class Migration(migrations.Migration):
    dependencies = [("overseeing", "0001_initial"), ("record", "0003_noted_events")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
