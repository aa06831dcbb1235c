// The page of a case: its keys, and who else has it open. Everything here is there without it too.

import { shortcuts } from './shortcuts.mjs'

const EVERY = 20_000 // milliseconds

// A key leads to what carries it. A link is followed; a button or a field is only given the focus, so that no single key
// by itself ever changes a case.
function lead (key) {
  const found = document.querySelector(`[data-fp-key="${key}"]`)
  if (!found) return false
  if (found.matches('a')) found.click()
  else found.focus()
}

const keys = [...document.querySelectorAll('[data-fp-key]')].map((each) => each.dataset.fpKey)
const queue = document.querySelector('[data-fp-key="u"]')
shortcuts({
  ...Object.fromEntries(keys.map((key) => [key, () => lead(key)])),
  'g q': () => queue?.click()
})

const place = document.querySelector('[data-fp-present]')

async function ask () {
  if (document.hidden) return
  try {
    const reply = await window.fetch(place.dataset.fpPresent, { headers: { Accept: 'application/json' }, redirect: 'error' })
    if (!reply.ok) return
    const { words, version } = await reply.json()
    const changed = version > Number(place.dataset.fpVersion) ? place.dataset.fpChanged : ''
    const told = [words, changed].filter(Boolean).join(' ')
    if (place.textContent !== told) place.textContent = told
    place.hidden = !told
  } catch {
    // No network, or signed out: what was said last stays, and the page says the rest when it is loaded again.
  }
}

if (place) window.setInterval(ask, EVERY)
