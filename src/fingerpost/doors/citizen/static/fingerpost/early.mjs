// Claims that are shown while their answer is still being written. Each was checked and recorded before it came.
//
// When the answer is there, what was shown stays where it is: the same elements become part of it, so that nobody who
// reads them, by eye or by ear, loses their place. Each sentence is announced once, when it comes.
import { copyOf, fragment } from './thread.mjs'

const said = document.querySelector('[data-fp-said]')

export class Early {
  constructor (thread, question) {
    this.turn = copyOf('writing')
    this.claims = this.turn.querySelector('[data-fp-claims]')
    this.shown = []
    this.turn.querySelector('[data-fp-words]').textContent = question
    this.turn.querySelector('.fp-asked').hidden = !question
    thread.append(this.turn)
  }

  get heading () {
    return this.turn.querySelector('[data-fp-heading]')
  }

  add (html) {
    const element = fragment(html).firstElementChild
    this.shown.push({ html, element, stays: false })
    this.claims.append(element)
    const told = document.createElement('p')
    told.textContent = (element.querySelector('.fp-claim__said') ?? element.querySelector('.fp-claim__quote')).textContent
    said.append(told)
  }

  // The shell of the answer comes to stand around what is shown, and its heading's words into the heading there is.
  become (shell) {
    const [heading, claims] = [this.turn.querySelector('h1'), shell.querySelector(':scope > [data-fp-claims=""]')]
    const made = shell.querySelector(':scope > h1')
    if (!claims || !made) { // columns: there it has another place
      this.turn.replaceWith(shell)
      this.claims = null
      return shell
    }
    const [parts, before] = [[...shell.children], this.claims.getBoundingClientRect().top]
    ;[...this.turn.children].filter((each) => each !== heading && each !== this.claims).forEach((each) => each.remove())
    heading.before(...parts.slice(0, parts.indexOf(made)))
    heading.after(...parts.slice(parts.indexOf(made) + 1, parts.indexOf(claims)))
    this.claims.after(...parts.slice(parts.indexOf(claims) + 1))
    copyAttributes(made, heading)
    copyAttributes(shell, this.turn)
    heading.replaceChildren(...made.childNodes)
    this.turn.removeAttribute('data-fp-writing')
    window.scrollBy({ top: this.claims.getBoundingClientRect().top - before, behavior: 'instant' })
    return this.turn
  }

  // A claim of the answer: the one that is shown already, or one more.
  take (html, place) {
    const held = this.claims && this.shown.find((each) => !each.stays && each.html === html)
    if (held) {
      held.stays = true
    } else {
      (this.claims ?? place).append(fragment(html))
    }
  }

  // The whole answer is there.
  settle () {
    this.shown.filter((each) => !each.stays).forEach((each) => each.element.remove())
    said.replaceChildren()
  }

  // There will be no answer: what was shown is taken back, in so many words.
  withdraw () {
    this.settle()
    this.claims?.replaceChildren(copyOf('withdrawn'))
  }
}

function copyAttributes (from, to) {
  [...from.attributes].forEach((each) => to.setAttribute(each.name, each.value))
}
