// Speaks a question into its box. The microphone is asked for when the button is pressed and let go when speaking ends;
// the words are put in the box to be corrected, and nobody but the person sends them.
import { whenPresent } from './appearing.mjs'
import { asWav, beginRecording } from './recording.mjs'

const LONGEST = 60 // seconds

class Dictation {
  constructor (bar) {
    this.bar = bar
    this.box = bar.closest('form').querySelector('[name="question"]')
    this.button = bar.querySelector('button')
    this.timer = bar.querySelector('[data-fp-speak-timer]')
    this.status = bar.querySelector('[role="status"]')
    this.button.addEventListener('click', () => this.press())
    window.addEventListener('pagehide', () => this.recording?.stop())
    this.show('start')
    bar.hidden = false
  }

  press () {
    if (this.state === 'start') {
      this.begin()
    } else if (this.state === 'recording') {
      this.end()
    }
  }

  async begin () {
    this.show('waiting')
    this.say('')
    try {
      this.recording = await beginRecording()
    } catch (fault) {
      this.show('start')
      this.say(fault.name === 'NotFoundError' ? this.bar.dataset.missing : this.bar.dataset.refused)
      return
    }
    this.show('recording')
    this.say(this.bar.dataset.recording)
    const began = performance.now()
    this.tick(0)
    this.ticking = setInterval(() => this.tick((performance.now() - began) / 1000), 200)
  }

  tick (seconds) {
    const told = (whole) => `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
    this.timer.textContent = `${told(Math.min(LONGEST, Math.floor(seconds)))} / ${told(LONGEST)}`
    if (seconds >= LONGEST || !this.bar.isConnected) {
      this.end()
    }
  }

  async end () {
    clearInterval(this.ticking)
    this.show('working')
    this.say(this.bar.dataset.working)
    const recording = this.recording
    this.recording = null
    try {
      const sound = await asWav(await recording.stop(), { seconds: LONGEST })
      this.say(await this.send(sound))
    } catch {
      this.say(this.bar.dataset.failed)
    }
    this.show('start')
  }

  // Gives what to tell the speaker.
  async send (sound) {
    const answer = await fetch(this.bar.dataset.fpSpeak, { method: 'POST', body: sound, headers: { Accept: 'application/json' } })
    const { words, problem } = await answer.json()
    if (problem) {
      return problem
    }
    if (words) {
      this.fill(words)
    }
    return words ? this.bar.dataset.done : this.bar.dataset.nothing
  }

  // After what was typed already.
  fill (words) {
    const before = this.box.value.trimEnd()
    this.box.value = (before ? `${before} ${words}` : words)
    this.box.dispatchEvent(new Event('input', { bubbles: true }))
    this.box.focus()
  }

  show (state) {
    this.state = state
    this.button.textContent = this.button.dataset[state] ?? this.button.dataset.start
    this.button.setAttribute('aria-disabled', String(state === 'waiting' || state === 'working'))
    this.timer.hidden = state !== 'recording'
  }

  say (words) {
    this.status.textContent = words
  }
}

if (navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.OfflineAudioContext) {
  whenPresent('[data-fp-speak]', (bar) => new Dictation(bar))
}
