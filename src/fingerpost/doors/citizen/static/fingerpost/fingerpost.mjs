// Says that scripts run, then starts the components on the page. Every page works without this.
import { whenPresent } from './appearing.mjs'
import { initAll, isSupported } from './built/govuk-frontend.min.js'
import './conversation.mjs'
import './feedback.mjs'
import './leave.mjs'
import './listen.mjs'
import './offline.mjs'
import './speak.mjs'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
if (isSupported()) {
  initAll()
}

whenPresent('[data-fp-print]', (button) => {
  button.hidden = false
  button.addEventListener('click', () => window.print())
})
