// A recording made in the page, as the WAV file that the server takes: 16,000 samples a second, 16 bits, one channel.
const RATE = 16000
const HEADER = 44

// Begins at once; rejects where the microphone is refused or missing. `stop` gives what was recorded.
export async function beginRecording () {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { noiseSuppression: true, autoGainControl: true } })
  const recorder = new window.MediaRecorder(stream)
  const chunks = []
  recorder.addEventListener('dataavailable', (event) => chunks.push(event.data))
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }))
  recorder.start()
  return {
    async stop () {
      if (recorder.state !== 'inactive') {
        recorder.stop()
      }
      await ended
      stream.getTracks().forEach((track) => track.stop())
      return new Blob(chunks, { type: recorder.mimeType })
    }
  }
}

export async function asWav (recorded, { seconds }) {
  const context = new window.OfflineAudioContext(1, 1, RATE)
  const sound = await context.decodeAudioData(await recorded.arrayBuffer()) // brings it to the context's rate
  const length = Math.min(sound.length, seconds * RATE)
  const file = new DataView(new ArrayBuffer(HEADER + 2 * length))
  writeHeader(file, 2 * length)
  const channels = Array.from({ length: sound.numberOfChannels }, (_, at) => sound.getChannelData(at))
  for (let at = 0; at < length; at += 1) {
    const mixed = channels.reduce((sum, channel) => sum + channel[at], 0) / channels.length
    file.setInt16(HEADER + 2 * at, Math.max(-1, Math.min(1, mixed)) * 32767, true)
  }
  return new Blob([file], { type: 'audio/wav' })
}

function writeHeader (file, bytes) {
  const write = (place, words) => [...words].forEach((letter, at) => file.setUint8(place + at, letter.charCodeAt(0)))
  write(0, 'RIFF')
  file.setUint32(4, HEADER - 8 + bytes, true)
  write(8, 'WAVEfmt ')
  file.setUint32(16, 16, true) // bytes of what follows, up to "data"
  file.setUint16(20, 1, true) // plain samples
  file.setUint16(22, 1, true) // channels
  file.setUint32(24, RATE, true)
  file.setUint32(28, 2 * RATE, true) // bytes a second
  file.setUint16(32, 2, true) // bytes a sample
  file.setUint16(34, 16, true) // bits a sample
  write(36, 'data')
  file.setUint32(40, bytes, true)
}
