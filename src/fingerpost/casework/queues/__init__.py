"""Queues: which cases an officer sees, in which order, and how much there is for whom."""

from fingerpost.casework.queues.counting import count_by, workload
from fingerpost.casework.queues.filters import Filter, Order
from fingerpost.casework.queues.listing import Page, Row, list_cases, list_codes
from fingerpost.casework.queues.views import View, list_views, remove_view, save_view

__all__ = [
    "Filter",
    "Order",
    "Page",
    "Row",
    "View",
    "count_by",
    "list_cases",
    "list_codes",
    "list_views",
    "remove_view",
    "save_view",
    "workload",
]
