// The only ways in which text becomes HTML, or the address of a script, on our pages. The browser refuses any other:
// the Content-Security-Policy names this policy and no more (https://www.w3.org/TR/trusted-types/).
const WORKER = /^\/offline\.mjs$/

const policy = window.trustedTypes?.createPolicy('fingerpost', {
  createHTML: (html) => html,
  createScriptURL: (address) => {
    if (!WORKER.test(address)) {
      throw new TypeError('only the worker of the offline page may be named so')
    }
    return address
  }
})

// HTML that our own server made, from the templates of its pages.
export const trustedHtml = (html) => policy ? policy.createHTML(html) : html

export const trustedWorker = (address) => policy ? policy.createScriptURL(address) : address
