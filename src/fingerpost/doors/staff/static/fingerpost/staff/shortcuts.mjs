// Single keys for those who work at a keyboard all day. They are off until somebody switches them on in the dialog, can
// be switched off there again (WCAG 2.1.4), and never work in a field, with another key held down, or over a dialog.
// A page without this script has everything that they do as links and buttons.

const KEPT = 'fp-keys'
const WAIT = 1500 // milliseconds in which the second of two keys, such as g q, must come
const FIELDS = 'input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]'

const read = () => {
  try {
    return window.localStorage.getItem(KEPT) === 'on'
  } catch {
    return false // a browser that keeps nothing: the keys stay off
  }
}

const keep = (on) => {
  try {
    if (on) window.localStorage.setItem(KEPT, 'on')
    else window.localStorage.removeItem(KEPT)
  } catch {
    // They work on this page all the same, until it is left.
  }
}

// `actions` maps a key ("j") or two after each other ("g q") to what it does. One that gives false leaves the key alone.
export function shortcuts (actions) {
  const part = document.querySelector('[data-fp-keys]')
  if (!part) return
  const dialog = part.querySelector('dialog')
  const box = part.querySelector('[data-fp-keys-on]')
  let on = read()
  let before = ''
  let since = 0

  const open = () => {
    box.checked = on
    dialog.showModal()
  }
  part.hidden = false
  part.querySelector('[data-fp-keys-open]').addEventListener('click', open)
  part.querySelector('[data-fp-keys-close]').addEventListener('click', () => dialog.close())
  box.addEventListener('change', () => {
    on = box.checked
    keep(on)
  })

  const known = { ...actions, '?': open }
  const begins = new Set(Object.keys(known).filter((each) => each.includes(' ')).map((each) => each.split(' ')[0]))

  document.addEventListener('keydown', (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
    if (event.target.closest?.(FIELDS) || document.querySelector('dialog[open]')) return
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const both = Date.now() - since < WAIT ? `${before} ${pressed}` : ''
    const action = known[both] ?? known[pressed]
    before = begins.has(pressed) ? pressed : ''
    since = Date.now()
    if (action && action(event) !== false) event.preventDefault()
  })
}

// A word for those who hear the page: what a key has done.
export function say (words) {
  const place = document.querySelector('[data-fp-keys-said]')
  if (place) place.textContent = words
}
