"""The server of the protocol: the official SDK in front, and behind it what `tools` and `resources` give.

It keeps nothing between two calls. Who calls is asked anew each time.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from typing import Any, TypeVar

from django.conf import settings
from mcp import types
from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.installation import installation
from fingerpost.doors.mcp.callers import Caller
from fingerpost.doors.mcp.resources import TEMPLATES, UnknownResource, list_resources, read_resource
from fingerpost.doors.mcp.shapes import Result
from fingerpost.doors.mcp.threads import apart
from fingerpost.doors.mcp.tools import Tool, UnknownTool, call_tool, tools, tools_for

logger = logging.getLogger(__name__)

Context = ServerRequestContext[Any, Any]
FindCaller = Callable[[Context], Caller]
"""Who calls. Run in a thread, so it may ask the database. Raises NotAllowed and StoreUnavailable."""

T = TypeVar("T")

UNFORESEEN = "Something went wrong on our side. It has been noted. Try again in a minute."
INSTRUCTIONS = (
    "Answers about public services of {body}, quoted from published guidance. Show signposts first, word for word. "
    "Show the source of each claim, and do not add to what it says. Where something is asked for, ask the person. "
    "Where there is no answer, say so and give the contact. Leave out names and numbers of people."
)


def build_server(find_caller: FindCaller) -> "Server[Any]":
    """A server for either transport. `find_caller` says who sent a request."""
    asking = _Asking(find_caller)
    server: Server[Any] = Server(
        "fingerpost",
        version=version("fingerpost"),
        title=installation().read_profile().service_name,
        instructions=INSTRUCTIONS.format(body=settings.CONFIGURATION.body_name),
        get_tool_input_schema=_schema_of,  # else the SDK lists every tool before each call
        on_list_tools=asking.list_tools,
        on_call_tool=asking.call_tool,
        on_list_resources=asking.list_resources,
        on_list_resource_templates=asking.list_templates,
        on_read_resource=asking.read_resource,
    )
    server.middleware.clear()  # no span of a call goes to anybody, whatever else is installed here
    return server


def _schema_of(name: str) -> Mapping[str, Any] | None:
    found = tools().get(name)
    return found.takes if found else None


class _Asking:
    """The requests of the protocol, each as one call in a thread."""

    def __init__(self, find_caller: FindCaller) -> None:
        self._find_caller = find_caller

    async def list_tools(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        found = await self._apart(context, tools_for)
        return types.ListToolsResult(tools=[_as_offered(each) for each in found])

    async def call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        arguments = params.arguments or {}
        result = await self._apart(context, lambda caller: call_tool(params.name, arguments, caller=caller))
        return _as_result(result)

    async def list_resources(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        cursor = params.cursor if params else None
        found, following = await self._apart(context, lambda caller: list_resources(cursor, caller=caller))
        listed = [
            types.Resource(uri=each.uri, name=each.uri, title=each.title, description=each.about, mime_type=each.kind)
            for each in found
        ]
        return types.ListResourcesResult(resources=listed, next_cursor=following)

    async def list_templates(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        templates = [
            types.ResourceTemplate(uri_template=uri, name=name, description=about, mime_type=kind)
            for uri, name, about, kind in TEMPLATES
        ]
        return types.ListResourceTemplatesResult(resource_templates=templates)

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        read = await self._apart(context, lambda caller: read_resource(str(params.uri), caller=caller))
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=read.uri, mime_type=read.kind, text=read.text)]
        )

    async def _apart(self, context: Context, do: Callable[[Caller], T]) -> T:
        return await apart(partial(_told, lambda: do(self._find_caller(context))))


def _told(do: Callable[[], T]) -> T:
    """Faults as the protocol has them, each with a sentence that anyone may read and nothing else."""
    try:
        return do()
    except (UnknownTool, UnknownResource) as error:
        raise MCPError(types.INVALID_PARAMS, error.public) from error
    except FingerpostError as error:
        logger.warning("%s: %s", type(error).__name__, error.detail or error.public)
        raise MCPError(types.INTERNAL_ERROR, error.public) from error
    except Exception as error:
        logger.exception("A call over MCP failed.")
        raise MCPError(types.INTERNAL_ERROR, UNFORESEEN) from error


def _as_offered(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(read_only_hint=tool.reads_only, destructive_hint=False, open_world_hint=False)
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=dict(tool.takes),
        output_schema=dict(tool.gives),
        annotations=hints,
    )


def _as_result(result: Result) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=result.words)],
        structured_content=dict(result.values),
        is_error=result.is_fault,
    )
