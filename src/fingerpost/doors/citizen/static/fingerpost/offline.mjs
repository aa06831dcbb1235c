// Registers what shows a page of ours when there is no network, or lets go of it where it was switched off.
// Browsers that refuse workers, as in a private window, show their own page: nothing is lost.
import { trustedWorker } from './trusted.mjs'

const worker = document.body.dataset.fpOffline
const workers = navigator.serviceWorker

async function keepWorker () {
  if (worker) {
    await workers.register(trustedWorker(worker), { updateViaCache: 'none' })
  } else {
    const kept = await workers.getRegistrations()
    await Promise.all(kept.map((each) => each.unregister()))
  }
}

if (workers && worker !== undefined) {
  window.addEventListener('load', () => {
    keepWorker().catch((refused) => console.debug('without an offline page:', refused.name))
  })
}
