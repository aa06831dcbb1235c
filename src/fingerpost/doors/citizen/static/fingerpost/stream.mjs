// Reads server-sent events from a fetch: EventSource can only GET. Ends where the stream does; throws where it breaks.
export async function * eventsOf (response) {
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) {
      return
    }
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = parts.pop()
    yield * parts.map(parse)
  }
}

export function isStream (response) {
  return (response.headers.get('Content-Type') || '').startsWith('text/event-stream') && response.body !== null
}

function parse (part) {
  const [name, data] = part.split('\n')
  return { name: name.slice('event: '.length), ...JSON.parse(data.slice('data: '.length)) }
}
