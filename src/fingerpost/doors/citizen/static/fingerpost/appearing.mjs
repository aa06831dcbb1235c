// Begins something with each element that matches: those on the page, and those put there later, as answers are.
export function whenPresent (selector, begin) {
  const begun = new WeakSet()
  const look = () => document.querySelectorAll(selector).forEach((element) => {
    if (!begun.has(element)) {
      begun.add(element)
      begin(element)
    }
  })
  look()
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
}
