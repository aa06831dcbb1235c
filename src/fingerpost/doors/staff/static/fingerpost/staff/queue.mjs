// The keys of the queue, and one box that chooses every case on the page.

import { shortcuts } from './shortcuts.mjs'

const cases = [...document.querySelectorAll('[data-fp-case]')]
const form = document.querySelector('[data-fp-queue]')
const boxOf = (row) => row?.querySelector('input[name="case"]')
const linkOf = (row) => row?.querySelector('[data-fp-open]')
const here = () => cases.findIndex((each) => each.contains(document.activeElement))
let last = -1 // the case that the keys stood on before somebody pressed Tab elsewhere

function go (by) {
  const now = here() >= 0 ? here() : last
  last = Math.min(Math.max(now + by, 0), cases.length - 1)
  const link = linkOf(cases[last])
  link?.focus()
  link?.scrollIntoView({ block: 'nearest' })
  return Boolean(link)
}

const current = () => cases[here()] ?? cases[last]

function choose () {
  const box = boxOf(current())
  box?.click()
  return Boolean(box)
}

function open () {
  if (document.activeElement?.closest('a, button, summary')) return false // Enter follows what has the focus
  const link = linkOf(current())
  link?.click()
  return Boolean(link)
}

// Sends the form for this one case alone, as if only it had been chosen.
function assignToMe () {
  const row = current()
  if (!row || !form) return false
  for (const box of form.querySelectorAll('input[type=checkbox]')) box.checked = box === boxOf(row)
  for (const [name, value] of [['do', 'do'], ['act', 'assign'], ['to', form.dataset.me]]) {
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name, value })
    form.append(field)
  }
  form.querySelector('select[name="act"]').disabled = true
  form.submit()
}

function search () {
  const field = document.querySelector('#q')
  field?.focus()
  field?.select()
  return Boolean(field)
}

shortcuts({
  j: () => go(1),
  k: () => go(-1),
  x: choose,
  Enter: open,
  a: assignToMe,
  '/': search,
  'g q': () => document.querySelector('.fp-tabs a')?.click()
})

const every = document.querySelector('[data-fp-every]')
if (every) {
  const boxes = cases.map(boxOf).filter(Boolean)
  every.closest('[data-fp-all]').hidden = false
  every.addEventListener('change', () => { for (const box of boxes) box.checked = every.checked })
  form.addEventListener('change', () => { every.checked = boxes.every((box) => box.checked) })
}
