// Was this useful? Sent and answered in its place. The server gives the same HTML as on the page of its own.
import { initAll } from './built/govuk-frontend.min.js'
import { trustedHtml } from './trusted.mjs'

document.addEventListener('submit', async (event) => {
  const form = event.target
  const section = form.closest('[data-fp-feedback]')
  if (!section || form.dataset.fpPlain) return
  event.preventDefault()
  if (section.dataset.fpSending) return // pressed twice
  section.dataset.fpSending = 'yes'
  const said = new URLSearchParams(new FormData(form, event.submitter))
  const part = await send(form.action, said)
  delete section.dataset.fpSending
  if (part) {
    show(section, part)
  } else {
    sendPlainly(form, event.submitter)
  }
})

// The new section; null where the server had something else to say, or could not be reached.
async function send (address, said) {
  try {
    const reply = await fetch(address, {
      method: 'POST',
      body: said,
      headers: { 'Fingerpost-Part': 'feedback' },
      redirect: 'error'
    })
    if (!reply.ok && reply.status !== 422) return null
    const page = new DOMParser().parseFromString(trustedHtml(await reply.text()), 'text/html')
    return page.querySelector('[data-fp-feedback]')
  } catch {
    return null
  }
}

function show (section, part) {
  const said = part.querySelector('[data-fp-said]')
  section.querySelector('[data-fp-part]').replaceWith(part.querySelector('[data-fp-part]'))
  initAll({ scope: section })
  const next = section.querySelector('[data-fp-focus]') || section
  next.focus()
  // After focus has moved, so that a screen reader says it, and into an element that was there before.
  section.querySelector('[data-fp-said]').replaceChildren(...said.childNodes)
}

// By the form itself, so that its page says what is wrong.
function sendPlainly (form, pressed) {
  form.dataset.fpPlain = 'yes'
  form.requestSubmit(pressed && pressed.name ? pressed : undefined)
}
