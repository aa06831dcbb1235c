"""The page that a browser shows without a network. Nothing is stored for it but the script that carries it.

That script is a service worker: decision 34 says why it makes no request of its own, keeps nothing, and answers only a
page that could not be opened.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fingerpost.doors.alone import offline_page

WORKER = "/offline.mjs"
NEVER = (
    "/api/",
    "/staff/",
    "/oversight/",
    "/embed/",
)  # below any language: none of these is shown another page in its place

_SCRIPT = """\
// Shows a page that says so when another could not be opened. Keeps nothing, and asks for nothing itself.
const PAGES = %(pages)s
const NEVER = %(never)s

self.addEventListener('install', () => self.skipWaiting())

// The browser asks for each page itself, as if there were no worker (navigation preload), with its own headers.
self.addEventListener('activate', (event) => event.waitUntil(self.registration.navigationPreload?.enable()))

self.addEventListener('fetch', (event) => {
  const asked = event.request
  const path = new URL(asked.url).pathname
  if (asked.mode === 'navigate' && asked.method === 'GET' && self.registration.navigationPreload) {
    // What was asked for already is taken, or the browser would ask twice: an address may be good once.
    const page = event.preloadResponse.then((early) => early || fetch(asked))
    event.respondWith(NEVER.some((part) => path.includes(part)) ? page : page.catch(() => offline(path)))
  }
})

function offline (path) {
  const [, first] = path.split('/')
  const { html, policy } = PAGES[first] || PAGES[%(usual)s]
  return new Response(html, {
    status: 503,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store'
    }
  })
}
"""

_GONE = """\
// The page for want of a network was switched off: a browser that still has this script lets go of it.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.registration.unregister()))
"""


def offline_worker() -> str:
    """The address of the script that a page registers; "" where the operator has switched it off."""
    return WORKER if settings.CONFIGURATION.offline_page else ""


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script. It changes when the page does, and browsers look for that whenever a page of ours is opened."""
    script = _script() if settings.CONFIGURATION.offline_page else _GONE
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _script() -> str:
    pages = {}
    for language, _name in settings.LANGUAGES:
        page = offline_page(language)
        pages[language] = {"html": page.html, "policy": f"{page.policy}; frame-ancestors 'none'"}
    usual = settings.LANGUAGE_CODE
    return _SCRIPT % {"pages": json.dumps(pages), "never": json.dumps(NEVER), "usual": json.dumps(usual)}
