// A map, where the body allows tiles. The page says the same in words, and works without it: it is never the only way.
// Leaflet comes only with a page that shows one. Whatever it would write as HTML is made here of elements instead.
import { whenPresent } from './appearing.mjs'

const CLOSE = 16

const number = (text) => Number.parseFloat(text)
const placeOf = (element) => [number(element.dataset.fpLatitude), number(element.dataset.fpLongitude)]

const pin = (title, address) => {
  const made = document.createElement(address ? 'a' : 'span')
  made.className = 'fp-map__pin'
  if (address) {
    made.href = address
  }
  const words = document.createElement('span')
  words.className = 'govuk-visually-hidden'
  words.textContent = title
  made.append(words)
  made.title = title
  return made
}

const button = (sign, words, press) => {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'fp-map__button'
  made.textContent = sign
  made.setAttribute('aria-label', words)
  made.addEventListener('click', press)
  return made
}

const style = (address) => new Promise((resolve, reject) => {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = address
  link.addEventListener('load', resolve)
  link.addEventListener('error', reject)
  document.head.append(link)
})

const addMarks = (Leaflet, map, box) => {
  const marks = [...box.querySelectorAll('[data-fp-mark]')]
  for (const mark of marks) {
    const icon = Leaflet.divIcon({ html: pin(mark.dataset.fpTitle, mark.dataset.fpAddress), className: '', iconSize: [24, 32], iconAnchor: [12, 32] })
    Leaflet.marker(placeOf(mark), { icon, keyboard: false, interactive: false }).addTo(map)
  }
  if (marks.length > 1) {
    map.fitBounds(marks.map(placeOf), { padding: [30, 30], maxZoom: CLOSE, animate: false })
  }
}

// The place is the middle of the map, under a pin that stays: so that the arrow keys choose it as well as a finger.
const letChoose = (map, box, frame) => {
  const middle = document.createElement('span')
  middle.className = 'fp-map__pin fp-map__pin--middle'
  middle.setAttribute('aria-hidden', 'true')
  frame.append(middle)
  const fields = ['latitude', 'longitude'].map((name) => document.querySelector(`[data-fp-${name}-field]`))
  let isMeant = false
  const mean = () => { isMeant = true }
  frame.addEventListener('keydown', (event) => { if (event.key.startsWith('Arrow')) mean() })
  map.on('dragstart', mean)
  map.on('click', (event) => { mean(); map.panTo(event.latlng) })
  map.on('moveend', () => {
    if (isMeant) {
      const { lat, lng } = map.getCenter().wrap()
      fields[0].value = lat.toFixed(6)
      fields[1].value = lng.toFixed(6)
      box.querySelector('.fp-map__said').textContent = box.dataset.fpChosen
    }
  })
  document.addEventListener('fp:place', (event) => { mean(); map.setView(event.detail, CLOSE + 1, { animate: false }) })
}

const show = async (box) => {
  await Promise.all([import(box.dataset.fpScript), style(box.dataset.fpStyle)])
  const Leaflet = window.L
  const frame = box.querySelector('.fp-map__frame')
  box.hidden = false
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = Leaflet.map(frame, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, boxZoom: false,
    zoomAnimation: !isStill, fadeAnimation: !isStill, markerZoomAnimation: !isStill, inertia: !isStill
  }).setView(placeOf(box), box.hasAttribute('data-fp-picks') ? CLOSE - 1 : CLOSE)
  Leaflet.tileLayer(box.dataset.fpTiles, { maxZoom: 19, referrerPolicy: 'origin' }).addTo(map)
  const buttons = document.createElement('div')
  buttons.className = 'fp-map__buttons'
  buttons.append(button('+', box.dataset.fpCloser, () => map.zoomIn()), button('−', box.dataset.fpFurther, () => map.zoomOut()))
  frame.before(buttons)
  addMarks(Leaflet, map, box)
  if (box.hasAttribute('data-fp-picks')) {
    letChoose(map, box, frame)
  }
}

whenPresent('[data-fp-map]', show)
