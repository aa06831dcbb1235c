// The page of a conversation: where answers go, one under another, and the parts that the server sent along for it.
import { trustedHtml } from './trusted.mjs'

const parts = new Map([...document.querySelectorAll('template[data-fp-part]')].map((each) => [each.dataset.fpPart, each]))

export const hasParts = parts.size > 0

// An answer that another one follows: its forms go, its heading is no longer that of the page, and its parts are no
// landmarks, for the next answer has parts of the same names.
export function retire (turn) {
  turn.querySelectorAll('[data-fp-latest], [data-fp-told]').forEach((each) => each.remove())
  turn.querySelectorAll('[data-fp-heading]').forEach((each) => each.removeAttribute('data-fp-heading'))
  turn.querySelectorAll('section').forEach((each) => ['aria-labelledby', 'aria-label'].forEach((name) => each.removeAttribute(name)))
  const heading = turn.querySelector('h1')
  if (heading) {
    const lower = document.createElement('h2')
    lower.className = heading.className
    lower.id = heading.id
    lower.append(...heading.childNodes)
    heading.replaceWith(lower)
  }
}

// Where answers go, one under another. A page that has none yet becomes the page of a conversation.
export function threadOfPage () {
  const thread = document.querySelector('[data-fp-thread]')
  if (thread) {
    return thread
  }
  document.querySelector('[data-fp-stage]').replaceChildren(copyOf('frame'))
  return document.querySelector('[data-fp-thread]')
}

export function problemsOfPage () {
  const place = document.querySelector('[data-fp-problems]')
  if (place) {
    return place
  }
  const made = document.createElement('div')
  made.dataset.fpProblems = ''
  document.querySelector('h1').before(made)
  return made
}

export function bringTo (heading) {
  heading.focus({ preventScroll: true })
  heading.scrollIntoView({ block: 'start' })
}

export function copyOf (part) {
  return parts.get(part).content.cloneNode(true).firstElementChild
}

export function fragment (html) {
  const made = document.createElement('template')
  made.innerHTML = trustedHtml(html)
  return made.content
}

export function item (words) {
  const made = document.createElement('li')
  made.textContent = words
  return made
}
