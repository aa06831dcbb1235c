// Reads an answer or a page aloud with a voice that this browser has itself: nothing is sent anywhere. Where it has none
// for each language on the page, the button stays away, and the sound that the server may offer stays where it is.
import { whenPresent } from './appearing.mjs'
import { languagesOf, sentencesOf } from './sentences.mjs'

const HIGHLIGHT = 'fp-speaking'
const synthesis = window.speechSynthesis
let active = null // one thing is read at a time

class Reader {
  constructor (bar) {
    this.bar = bar
    this.root = bar.parentElement
    this.controls = bar.querySelector('[data-fp-listen-controls]')
    this.sound = bar.querySelector('[data-fp-listen-sound]')
    this.status = bar.querySelector('[role="status"]')
    ;[this.button, this.stopButton] = this.controls.querySelectorAll('button')
    this.button.addEventListener('click', () => this.press())
    this.stopButton.addEventListener('click', () => this.stop({ focus: true }))
    synthesis.addEventListener?.('voiceschanged', () => this.offer())
    this.show('start')
    this.offer()
  }

  // Voices may be known only some time after the page is.
  offer () {
    const able = [...languagesOf(this.root)].every(voiceFor)
    this.controls.hidden = !able
    if (this.sound) {
      this.sound.hidden = able
    }
  }

  press () {
    if (this.state === 'start') {
      active?.stop()
      active = this
      this.sentences = sentencesOf(this.root)
      this.at = 0
      this.say('reading')
      this.read()
    } else if (this.state === 'reading') {
      this.hush()
      this.show('paused')
      this.say('paused')
    } else {
      this.say('reading')
      this.read()
    }
  }

  read () {
    if (this.at === this.sentences.length) {
      this.sentences = sentencesOf(this.root) // an answer that was still arriving has grown since
    }
    const sentence = this.sentences[this.at]
    if (!sentence || !this.bar.isConnected) {
      this.stop()
      return
    }
    this.show('reading')
    show(sentence)
    const words = new window.SpeechSynthesisUtterance(sentence.text)
    words.voice = voiceFor(sentence.language)
    words.lang = words.voice?.lang ?? sentence.language
    words.onend = () => {
      if (this.words === words) {
        this.at += 1
        this.read()
      }
    }
    words.onerror = () => {
      if (this.words === words) {
        this.stop()
        this.say('failed')
      }
    }
    this.words = words // held, or some browsers forget it while they speak
    synthesis.speak(words)
  }

  // A pause ends the sentence, which is begun again afterwards: browsers differ in what they make of `pause`.
  hush () {
    this.words = null
    synthesis.cancel()
  }

  stop ({ focus = false } = {}) {
    this.hush()
    hide()
    active = active === this ? null : active
    this.show('start')
    this.say('stopped')
    if (focus) {
      this.button.focus()
    }
  }

  show (state) {
    this.state = state
    this.button.textContent = this.button.dataset[state]
    this.stopButton.hidden = state === 'start'
  }

  say (what) {
    this.status.textContent = this.status.dataset[what]
  }
}

function voiceFor (language) {
  const local = synthesis.getVoices().filter((voice) =>
    voice.localService && voice.lang.toLowerCase().replace('_', '-').split('-')[0] === language)
  return local.find((voice) => /^en[-_]gb/i.test(voice.lang)) ?? local[0]
}

// The sentence is coloured and nothing moves, but that one out of sight is brought into it.
function show ({ element, ranges }) {
  hide()
  if (window.CSS?.highlights) {
    window.CSS.highlights.set(HIGHLIGHT, new window.Highlight(...ranges))
  } else {
    element.classList.add(HIGHLIGHT)
  }
  const boxes = [ranges[0], ranges.at(-1)].map((range) => range.getBoundingClientRect())
  if (boxes[0].top < 0 || boxes[1].bottom > window.innerHeight) {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    element.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' })
  }
}

function hide () {
  window.CSS?.highlights?.delete(HIGHLIGHT)
  document.querySelectorAll(`.${HIGHLIGHT}`).forEach((element) => element.classList.remove(HIGHLIGHT))
}

if (synthesis) {
  whenPresent('[data-fp-listen]', (bar) => new Reader(bar))
  window.addEventListener('pagehide', () => active?.stop())
}
