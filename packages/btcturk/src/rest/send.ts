import { raceAbort } from '@tezgah/core/clock'
import { BtcturkError } from '../errors.ts'
import type { FetchInit, FetchResponse, Ports } from '../ports.ts'
import { connectionError, type HttpAnswer } from './classify.ts'

export type TimedAnswer = HttpAnswer & {
  /** Monotonic time just before the request left and just after the head of the answer came. */
  readonly sentAt: number
  readonly receivedAt: number
}

export type Limits = {
  readonly timeoutMs: number
  readonly maxBodyBytes: number
  readonly signal?: AbortSignal | undefined
}

/**
 * One HTTP request, bounded in time and size, whether or not `fetch` heeds its signal.
 *
 * @throws BtcturkError `timeout`, `network`, `aborted` or `malformed`; of unknown outcome unless no connection was made
 */
export async function send(
  ports: Ports,
  url: string,
  init: Omit<FetchInit, 'signal' | 'redirect'>,
  { timeoutMs, maxBodyBytes, signal }: Limits,
): Promise<TimedAnswer> {
  const controller = new AbortController()
  const onAbort = () => controller.abort(ended('aborted', 'aborted while the answer was awaited', signal?.reason))
  const cancelTimer = ports.timers.after(timeoutMs, () =>
    controller.abort(ended('timeout', `no complete answer within ${timeoutMs} ms`)),
  )
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted) onAbort()
  try {
    const sentAt = ports.clock.monotonic()
    const request = () => ports.fetch(url, { ...init, signal: controller.signal, redirect: 'error' })
    const response = await raceAbort(controller.signal, request)
    const receivedAt = ports.clock.monotonic()
    const text = await raceAbort(controller.signal, () => readBody(response, maxBodyBytes))
    return { ...headOf(response), text, sentAt, receivedAt }
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason
    throw error instanceof BtcturkError ? error : connectionError(error)
  } finally {
    cancelTimer()
    signal?.removeEventListener('abort', onAbort)
  }
}

function headOf(response: FetchResponse) {
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}

function ended(code: 'timeout' | 'aborted', message: string, cause?: unknown): BtcturkError {
  return new BtcturkError(code, message, { outcome: 'unknown', cause })
}

/**
 * The body as text, read up to a limit.
 *
 * @throws BtcturkError `malformed` where it is longer, of unknown outcome; errors of the stream are thrown as they are
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
