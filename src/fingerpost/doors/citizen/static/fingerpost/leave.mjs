// Clear and leave: the page is gone at once, before anything is sent, and Back does not bring it up again.
import { hiddenField } from './forms.mjs'

const PATIENCE = 5000 // milliseconds within which Escape must be pressed three times
const form = document.querySelector('[data-fp-leave]')
let leaving = false
let presses = []

if (form) {
  form.addEventListener('submit', (event) => {
    if (leaving) return // it is sent plainly
    event.preventDefault()
    leave()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') {
      presses = []
      tell('')
    } else if (!event.repeat) {
      press()
    }
  })
}

function press () {
  const now = Date.now()
  presses = [...presses.filter((each) => now - each < PATIENCE), now]
  if (presses.length >= 3) {
    leave()
  } else {
    tell(presses.length === 1 ? form.dataset.fpTwice : form.dataset.fpOnce)
    setTimeout(() => { if (Date.now() - presses[presses.length - 1] >= PATIENCE) tell('') }, PATIENCE)
  }
}

function tell (words) {
  const said = form.querySelector('[data-fp-leave-said]')
  if (said.textContent !== words) said.textContent = words
}

async function leave () {
  if (leaving) return
  leaving = true
  document.querySelectorAll('[data-fp-turn]').forEach((turn) => form.append(hiddenField('answer', turn.dataset.fpTurn)))
  document.documentElement.hidden = true // at once: whoever comes in sees nothing
  document.title = '\u00a0'
  try {
    const said = new URLSearchParams(new FormData(form))
    const reply = await fetch(form.action, { method: 'POST', body: said, redirect: 'manual', keepalive: true })
    if (reply.type === 'opaqueredirect') {
      document.body.replaceChildren() // what a browser keeps of this page for Back is empty
      location.replace(form.dataset.fpLeave)
      return
    }
  } catch {
    // Not reached: the form itself tells it, in the browser's own words.
  }
  form.submit()
}

// A browser may keep a whole page for Back, with what was typed or answered on it. What it keeps of ours is empty, and
// is asked for anew, so that a closed conversation stays closed.
const isOfAnAnswer = () => document.querySelector('[data-fp-turn], [data-fp-leave] [name="answer"]')

addEventListener('pagehide', () => {
  if (isOfAnAnswer()) document.querySelector('main').hidden = true
  document.querySelectorAll('form[data-fp-ask]').forEach((each) => each.reset())
})
// A page that says an answer was closed stands under every address of that conversation: the others are asked for anew.
const opened = location.pathname
addEventListener('popstate', () => {
  if (location.pathname !== opened && !document.querySelector('[data-fp-status]')) location.reload()
})
addEventListener('pageshow', (event) => {
  if (event.persisted && isOfAnAnswer()) location.reload()
})
