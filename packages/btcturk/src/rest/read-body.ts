import { BtcturkError } from '../errors.ts'
import type { FetchResponse } from '../ports.ts'

/**
 * The body as text, read up to a limit.
 *
 * @throws BtcturkError `malformed` where it is longer, of unknown outcome; and whatever the stream throws
 */
export async function readBody(response: FetchResponse, maxBytes: number): Promise<string> {
  if (response.body === null) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      // The rest is of no use; a failure to say so changes nothing.
      reader.cancel().catch(() => undefined)
      throw new BtcturkError('malformed', `the answer is longer than ${maxBytes} bytes`, { outcome: 'unknown' })
    }
    text += decoder.decode(value, { stream: true })
  }
}
