// A conversation on one page: forms that ask are sent with fetch, and the answer is put on the page as it arrives.
//
// Every form works without this, and is sent plainly wherever this cannot: an old browser, a server that does not stream,
// anything that goes wrong before the run is known. All HTML comes from our own server, from the templates that the plain
// page is made of; what a person typed is only ever put in as text.
import { initAll } from './built/govuk-frontend.min.js'
import { Early } from './early.mjs'
import { actionOf, fieldsOf, hiddenField, sendPlainly } from './forms.mjs'
import { eventsOf, isStream } from './stream.mjs'
import { bringTo, copyOf, fragment, hasParts, item, problemsOfPage, retire, threadOfPage } from './thread.mjs'

const QUICK = 200 // ms: an answer that is there by then needs no word about waiting
const SLOW = 20_000 // ms without an answer
const LOOK_AGAIN = [0, 2_000, 5_000, 10_000] // ms: when to see whether an answer that was lost on the way was kept

const status = document.querySelector('[data-fp-status]')
let shown = status?.dataset.fpStatus // whose page this is, as the server has it
let current = null // one question at a time

class Asking {
  constructor (form, { action, fields }) {
    Object.assign(this, { form, action, fields, turn: null, early: null, address: '', ended: false, stopped: false })
    this.abort = new AbortController()
    this.panel = copyOf('waiting')
    this.panel.querySelector('[data-fp-words]').textContent = fields.get('question') || ''
    this.panel.querySelector('.fp-asked').hidden = !fields.get('question')
    this.panel.querySelector('[data-fp-stop]').addEventListener('click', () => this.stop())
  }

  async send () {
    current = this
    this.mark(true)
    say('waiting')
    this.timers = [setTimeout(() => this.showWaiting(), QUICK), setTimeout(() => this.tellSlow(), SLOW)]
    try {
      const response = await fetch(this.action, {
        method: 'POST',
        body: this.fields,
        headers: { Accept: 'text/event-stream' },
        signal: this.abort.signal
      })
      if (isStream(response)) {
        for await (const event of eventsOf(response)) {
          this.take(event)
        }
      } else {
        this.goPlainly(response)
      }
    } catch (fault) {
      if (!(fault instanceof TypeError || fault.name === 'AbortError')) {
        reportError(fault)
      }
    } finally {
      this.finish()
    }
  }

  take (event) {
    const taken = {
      opened: () => this.know(event),
      step: () => this.panel.querySelector('[data-fp-steps]').append(item(event.words)),
      early: () => this.showEarly(event),
      answer: () => this.begin(event),
      claim: () => this.addClaim(event),
      rest: () => this.addRest(event),
      done: () => this.end(event.words),
      problem: () => this.tellProblem(event)
    }[event.name]
    taken?.()
  }

  // From here on the answer can be opened, and closed by whoever leaves this page.
  know (event) {
    this.address = ours(event.address)
    document.querySelector('[data-fp-leave]')?.append(hiddenField('answer', event.reference))
  }

  // A claim of an answer that is not there yet. Focus moves to the heading above the first one, and not again.
  showEarly (event) {
    if (!this.early) {
      const thread = this.clearThread()
      this.early = new Early(thread, this.fields.get('question') || '')
      bringTo(this.early.heading)
    }
    this.early.add(event.html)
  }

  // Room for the next answer, under those that are there.
  clearThread () {
    this.leaveWaiting()
    const thread = threadOfPage()
    thread.querySelectorAll('[data-fp-turn]:not([data-fp-writing])').forEach(retire)
    problemsOfPage().replaceChildren()
    return thread
  }

  // The shell of the answer: help in danger, what was asked, and the heading. Focus moves there once, and not again.
  begin (event) {
    const thread = this.clearThread()
    const before = thread.querySelector('[data-fp-turn]:not([data-fp-writing])')
    const shell = fragment(event.html).firstElementChild
    this.turn = this.early?.become(shell) ?? shell
    if (!this.early) {
      thread.append(shell)
    }
    if (before) {
      this.turn.querySelector('[data-fp-earlier]')?.remove() // those answers are on the page themselves
    }
    if (shown !== this.address) {
      history.replaceState({ fpPage: shown }, '')
      history.pushState({ fpPage: this.address }, '', this.address)
    }
    shown = this.address
    document.title = event.title
    document.querySelectorAll('[data-fp-here]').forEach((link) => { link.href = ours(event.here[link.dataset.fpHere]) })
    if (!this.early) {
      bringTo(this.turn.querySelector('[data-fp-heading]'))
    }
  }

  addClaim (event) {
    const place = this.turn.querySelector(`[data-fp-claims="${CSS.escape(event.slot)}"]`)
    if (this.early) {
      this.early.take(event.html, place)
    } else {
      place.append(fragment(event.html))
    }
  }

  addRest (event) {
    this.early?.settle()
    const rest = this.turn.querySelector('[data-fp-rest]')
    rest.append(fragment(event.html))
    const beside = document.querySelector('[data-fp-beside]')
    beside.replaceChildren(fragment(event.beside))
    initAll({ scope: rest })
    initAll({ scope: beside })
  }

  end (words) {
    this.ended = true
    status.textContent = words
  }

  // The form again, with what is wrong, or the words of a fault. The error summary takes the focus by itself.
  tellProblem (event) {
    this.ended = true
    this.leaveWaiting()
    status.textContent = ''
    if (this.early && !this.turn) {
      this.early.withdraw()
      this.turn = this.early.turn
    }
    const place = this.turn || problemsOfPage()
    this.turn ? place.append(fragment(event.html)) : place.replaceChildren(fragment(event.html))
    const again = event.form ? fragment(event.form).querySelector('form') : null
    const wrong = again && document.querySelector(`form[data-fp-ask="${CSS.escape(again.dataset.fpAsk)}"]`)
    if (wrong) {
      wrong.replaceWith(again)
      initAll({ scope: again })
    }
    initAll({ scope: place })
    if (event.status === 422) {
      document.title = document.title.startsWith(status.dataset.error) ? document.title : status.dataset.error + document.title
    } else {
      bringTo(place.querySelector('[data-fp-heading]'))
    }
  }

  // No stream: the answer's own page if the server made one, else what it says to the form sent plainly.
  goPlainly (response) {
    this.ended = true
    if (response.redirected && response.ok) {
      location.assign(response.url)
    } else {
      sendPlainly(this.form, this.fields)
    }
  }

  stop () {
    this.stopped = true
    this.abort.abort()
  }

  finish () {
    current = null
    this.timers.forEach(clearTimeout)
    this.leaveWaiting()
    this.mark(false)
    if (this.ended) {
      return
    }
    if (this.stopped) {
      this.tellStopped()
    } else {
      this.tellLost()
    }
  }

  tellStopped () {
    say('stopped')
    const told = this.place(copyOf('stopped'))
    this.offerToOpen(told)
    bringTo(told.querySelector('[data-fp-heading]'))
  }

  // What had arrived stays. The run goes on without us, so the answer may be at its address by now.
  tellLost () {
    say('lost')
    const told = this.place(copyOf('lost'))
    told.querySelector('[data-fp-arrived]').hidden = !this.turn && !this.early
    told.querySelector('[data-fp-again]').addEventListener('click', () => {
      told.remove()
      this.turn?.remove()
      this.early?.turn.remove()
      new Asking(this.form, this).send()
    })
    this.offerToOpen(told)
    bringTo(told.querySelector('[data-fp-heading]'))
    this.look(told)
  }

  async look (told) {
    const checking = told.querySelector('[data-fp-checking]')
    checking.hidden = !this.address
    for (const wait of this.address ? LOOK_AGAIN : []) {
      await new Promise((resolve) => setTimeout(resolve, wait))
      if (!told.isConnected || await isKept(this.address)) {
        break
      }
    }
    checking.hidden = true
    const kept = Boolean(this.address) && await isKept(this.address)
    const words = told.querySelector(kept ? '[data-fp-kept]' : '[data-fp-not-kept]')
    words.hidden = false
    status.textContent = words.textContent
    if (kept) { // then that is the thing to do
      told.querySelector('[data-fp-open]').className = 'govuk-button'
      told.querySelector('[data-fp-again]').className = 'govuk-button govuk-button--secondary'
    }
  }

  offerToOpen (told) {
    const open = told.querySelector('[data-fp-open]')
    open.hidden = !this.address
    open.href = this.address
  }

  // Where to say something: under what has arrived, else under the form.
  place (panel) {
    document.querySelectorAll('[data-fp-told]').forEach((each) => each.remove())
    if (this.turn) {
      this.turn.append(panel)
    } else {
      this.form.isConnected ? this.form.insertAdjacentElement('afterend', panel) : threadOfPage().append(panel)
    }
    return panel
  }

  showWaiting () {
    if (!this.turn && !this.early && !this.ended) {
      this.place(this.panel)
      this.panel.scrollIntoView({ block: 'nearest' })
    }
  }

  tellSlow () {
    if (!this.turn && !this.early && !this.ended) {
      this.panel.querySelector('[data-fp-slow]').hidden = false
      say('slow')
    }
  }

  leaveWaiting () {
    this.timers?.forEach(clearTimeout)
    this.panel.remove()
  }

  mark (busy) {
    this.form.setAttribute('aria-busy', String(busy))
    this.form.querySelectorAll('button').forEach((button) => button.setAttribute('aria-disabled', String(busy)))
  }
}

function say (what) {
  status.textContent = status.dataset[what]
}

// A path of this site, and no other place.
function ours (address) {
  const url = new URL(address, location.href)
  return url.origin === location.origin ? url.pathname : ''
}

async function isKept (address) {
  try {
    return (await fetch(address, { method: 'HEAD' })).ok
  } catch {
    return false // no network yet
  }
}

function take (event) {
  const form = event.target
  if (!('fpAsk' in form.dataset) || event.defaultPrevented) {
    return
  }
  event.preventDefault()
  if (!current) { // else it was sent twice
    new Asking(form, { action: actionOf(form), fields: fieldsOf(form, event.submitter) }).send()
  }
}

if (status && hasParts && window.ReadableStream && window.AbortController) {
  document.addEventListener('submit', take)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      current?.stop()
    }
  })
  // Another answer's address, or the page before it: the server has that page. Somebody may have gone there, too, while
  // this page was still on its way.
  const show = (page) => page !== shown && location.reload()
  window.addEventListener('popstate', (event) => show(event.state?.fpPage ?? location.pathname))
  show(history.state?.fpPage ?? shown)
}
