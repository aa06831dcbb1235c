// "Use where I am now": only when pressed, and only if the person lets the browser tell. It fills in the form, no more.
import { whenPresent } from './appearing.mjs'

whenPresent('[data-fp-where]', (box) => {
  if (!navigator.geolocation) {
    return
  }
  box.hidden = false
  const said = box.querySelector('[data-fp-where-said]')
  const took = ({ coords }) => {
    document.querySelector('[data-fp-latitude-field]').value = coords.latitude.toFixed(6)
    document.querySelector('[data-fp-longitude-field]').value = coords.longitude.toFixed(6)
    said.textContent = box.dataset.fpFound
    document.dispatchEvent(new CustomEvent('fp:place', { detail: [coords.latitude, coords.longitude] }))
  }
  box.querySelector('[data-fp-locate]').addEventListener('click', () => {
    said.textContent = box.dataset.fpAsking
    navigator.geolocation.getCurrentPosition(took, () => { said.textContent = box.dataset.fpFailed }, { enableHighAccuracy: true, timeout: 20_000 })
  })
})
