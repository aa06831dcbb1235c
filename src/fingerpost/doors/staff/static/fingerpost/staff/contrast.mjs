// Counts the contrast of a colour while somebody types it, and shows how it looks. The server counts the same when the
// form is sent (doors/profile/contrast.py); a browser test holds the two together.

const WHITE = [255, 255, 255]
const BLACK = [0, 0, 0]
const DARK = '#14191c'
const WORDS = 4.5
const LINES = 3
const BRIGHT = 7

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
const written = (parts) => '#' + parts.map((part) => part.toString(16).padStart(2, '0')).join('')
const straight = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)

function luminance (colour) {
  const [red, green, blue] = channels(colour).map(straight)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function ratio (one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

export function mix (colour, other, percent) {
  const two = channels(other)
  return written(channels(colour).map((one, at) => Math.floor((one * (100 - percent) + two[at] * percent + 50) / 100)))
}

export function readableOn (colour, background, least = WORDS) {
  const white = written(WHITE)
  const black = written(BLACK)
  const aim = ratio(background, white) > ratio(background, black) ? white : black
  for (let percent = 0; percent <= 100; percent += 1) {
    const shade = mix(colour, aim, percent)
    if (ratio(shade, background) >= least) return shade
  }
  return aim
}

// The custom properties of both themes, as doors/profile/contrast.py declares them.
export function brandProperties (colour) {
  const white = written(WHITE)
  const brand = readableOn(colour, white)
  const deep = mix(brand, written(BLACK), 25)
  const tint = mix(brand, white, 92)
  const tintDark = mix(DARK, brand, 8)
  const names = ['brand', 'brand-deep', 'brand-hover', 'brand-text', 'brand-tint', 'brand-line']
  const named = (...values) => Object.fromEntries(values.map((value, at) => [`--fp-${names[at]}`, value]))
  return {
    light: named(brand, deep, deep, readableOn(brand, tint), tint, readableOn(mix(brand, white, 45), white, LINES)),
    dark: named(
      readableOn(brand, DARK, LINES), deep, brand, readableOn(readableOn(brand, DARK, BRIGHT), tintDark), tintDark,
      readableOn(mix(brand, white, 20), DARK, LINES)
    )
  }
}

export function tidy (typed) {
  const plain = typed.trim().toLowerCase().replace(/^#?/, '#')
  const long = /^#[0-9a-f]{3}$/.test(plain) ? '#' + [...plain.slice(1)].map((each) => each + each).join('') : plain
  return /^#[0-9a-f]{6}$/.test(long) ? long : ''
}

const shown = (found) => (Math.floor(found * 10) / 10).toFixed(1)

function start (part) {
  const field = part.querySelector('[name="colour"]')
  const picker = part.querySelector('[data-fp-picker]')
  const look = part.querySelector('[data-fp-look]')
  const nearest = part.querySelector('[data-fp-nearest]')
  const said = part.querySelector('[data-fp-said]')
  let waiting

  function tell (name, found) {
    const place = part.querySelector(`[data-fp-contrast="${name}"]`)
    const passes = found >= WORDS
    place.textContent = (passes ? look.dataset.passes : look.dataset.fails).replace('{ratio}', shown(found))
    place.classList.toggle('fp-contrasts__fails', !passes)
  }

  function paint (properties) {
    for (const theme of ['light', 'dark']) {
      const preview = part.querySelector(`.fp-preview--${theme}`)
      for (const [name, value] of Object.entries(properties[theme])) preview.style.setProperty(name, value)
    }
  }

  function update () {
    const colour = tidy(field.value)
    window.clearTimeout(waiting)
    if (!colour) {
      waiting = window.setTimeout(() => { said.textContent = look.dataset.unknown }, 800)
      return
    }
    const properties = brandProperties(colour)
    const white = written(WHITE)
    const shade = readableOn(colour, white)
    tell('colour', ratio(white, colour))
    tell('light', ratio(properties.light['--fp-brand-text'], white))
    tell('dark', ratio(properties.dark['--fp-brand-text'], DARK))
    paint(properties)
    nearest.hidden = shade === colour
    nearest.querySelector('button').textContent = look.dataset.use.replace('{colour}', shade)
    nearest.querySelector('button').dataset.colour = shade
    picker.value = colour
    // Spoken once typing rests, not at every letter.
    waiting = window.setTimeout(() => { said.textContent = part.querySelector('[data-fp-contrast="colour"]').textContent }, 800)
  }

  nearest.querySelector('button').addEventListener('click', (event) => {
    event.preventDefault()
    field.value = event.currentTarget.dataset.colour
    update()
    field.focus()
  })
  picker.addEventListener('input', () => {
    field.value = picker.value
    update()
  })
  field.addEventListener('input', update)
  part.querySelector('[data-fp-check]').parentElement.hidden = true // nothing to send: it is shown at once
  picker.hidden = false
  update()
}

document.querySelectorAll('[data-fp-colour]').forEach(start)
