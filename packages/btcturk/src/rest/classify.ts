import { BtcturkError, type BtcturkErrorCode, type ExchangeAnswer, type Outcome } from '../errors.ts'
import { type Envelope, exchangeAnswer, readEnvelope, readJson } from './envelope.ts'

export type HttpAnswer = { readonly status: number; readonly text: string; readonly retryAfter: string | null }

const MAX_RETRY_AFTER_S = 3600

/** Codes by which the platform says that no connection was made, so nothing can have arrived. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

/**
 * The `data` of an answer, or of one without an envelope all of it. Status and `success` decide together, and a body that
 * is no JSON is judged by its status alone.
 *
 * @throws BtcturkError for everything that is no success
 */
export function readData(answer: HttpAnswer, hasEnvelope: boolean): unknown {
  const { status } = answer
  const body = readJson(answer.text)
  const envelope = readEnvelope(status, body)
  const isOk = status >= 200 && status < 300
  if (isOk && !hasEnvelope && envelope?.isSuccess !== false) {
    if (body !== undefined) return body
  } else if (isOk && envelope?.isSuccess) return envelope.data
  throw isOk && envelope === null ? notJson(answer) : refusal(answer, envelope)
}

/** The request ended without an answer. */
export function withoutAnswer(cause: unknown): BtcturkError {
  const code = causeCode(cause)
  const isNotSent = code !== null && NEVER_CONNECTED.has(code)
  const outcome = isNotSent ? 'not_sent' : 'unknown'
  return new BtcturkError('network', `the connection failed${code === null ? '' : ` (${code})`}`, { outcome, cause })
}

/** Whole seconds of a `Retry-After` header, as milliseconds, up to one hour; `null` where there is none. */
export function retryAfterMs(header: string | null): number | null {
  if (header === null || !/^\s*\d{1,9}\s*$/.test(header)) return null
  return Math.min(Number(header), MAX_RETRY_AFTER_S) * 1000
}

/** The body of an account's limit says it in words as well. */
function spokenRetryAfterMs(text: string): number | null {
  return retryAfterMs(/try again in (\d{1,9}) second/.exec(text)?.[1] ?? null)
}

function refusal(answer: HttpAnswer, envelope: Envelope | null): BtcturkError {
  const said = envelope?.answer ?? exchangeAnswer(answer.status, null, null)
  const [code, outcome] = judge(answer.status, said)
  const retryAfter =
    code === 'rate_limited' ? (retryAfterMs(answer.retryAfter) ?? spokenRetryAfterMs(answer.text)) : null
  return new BtcturkError(code, describe(said), {
    outcome,
    exchange: code === 'unauthorized' || code === 'stamp_refused' ? { ...said, reason: 'unauthorized' } : said,
    ...(retryAfter === null ? {} : { retryAfterMs: retryAfter }),
  })
}

function judge(status: number, { message, reason }: ExchangeAnswer): [BtcturkErrorCode, Outcome] {
  if (status === 401) return [message?.includes('Nonce') ? 'stamp_refused' : 'unauthorized', 'rejected']
  if (status === 403) return ['forbidden', 'rejected']
  if (status === 429 || reason === 'too_many_requests') return ['rate_limited', 'unknown']
  // An order may have been accepted behind an internal error, whatever the status in front of it.
  if (status >= 500 || reason === 'internal') return ['server_error', 'unknown']
  if (status === 408) return ['timeout', 'unknown']
  return ['rejected', 'rejected']
}

function describe({ status, number, message }: ExchangeAnswer): string {
  const said = [number, message].filter((part) => part !== null).join(' ')
  return said === '' ? `the exchange answered ${status}` : `the exchange answered ${status}: ${said}`
}

function notJson({ status, text }: HttpAnswer): BtcturkError {
  const kind = text.trim() === '' ? 'nothing' : /^\s*</.test(text) ? 'HTML' : 'no documented JSON'
  return new BtcturkError('malformed', `the exchange answered ${status} with ${kind}`, { outcome: 'unknown' })
}

function causeCode(error: unknown): string | null {
  for (let depth = 0, at = error; depth < 5 && at instanceof Error; depth++, at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
}
