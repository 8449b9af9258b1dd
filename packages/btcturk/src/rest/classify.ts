import { BtcturkError, type BtcturkErrorCode, type ExchangeAnswer, type Outcome } from '../errors.ts'
import { parseJson } from '../wire/parse-json.ts'
import { exchangeReason } from './exchange-reason.ts'

const MAX_MESSAGE_LENGTH = 200

/**
 * The exchange's envelope `{ data, success, message, code }`, read as far as it goes: any key may be missing, `code` is a
 * number or text, and a refused signature says `success: true`.
 */
export type Envelope = {
  /** `undefined` where the key is missing, as after a cancel. */
  readonly data: unknown
  readonly isSuccess: boolean
  readonly answer: ExchangeAnswer
}

/** @returns `undefined` where `text` is no JSON: HTML, empty, or cut */
export function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** @returns `null` where `body` is no object with `success`, as every body without an envelope */
export function readEnvelope(status: number, body: unknown): Envelope | null {
  if (body === null || typeof body !== 'object' || !('success' in body)) return null
  const { data, success, message, code } = body as Record<string, unknown>
  return { data, isSuccess: success === true, answer: exchangeAnswer(status, message, code) }
}

/** What the exchange said, in one shape. */
export function exchangeAnswer(status: number, message: unknown, code: unknown): ExchangeAnswer {
  const text =
    typeof message === 'string' && message !== '' ? message : typeof code === 'string' && code !== '' ? code : null
  const number = numberOf(code)
  return {
    status,
    number,
    message: text === null ? null : text.slice(0, MAX_MESSAGE_LENGTH),
    reason: exchangeReason(text, number),
  }
}

function numberOf(code: unknown): number | null {
  if (typeof code === 'number') return code
  return typeof code === 'string' && /^\d{1,9}$/.test(code) ? Number(code) : null
}

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
  throw isOk && envelope === null ? invalidJsonError(answer) : rejectionError(answer, envelope)
}

/** The request ended without an answer. */
export function connectionError(cause: unknown): BtcturkError {
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
function retryAfterFromMessage(text: string): number | null {
  return retryAfterMs(/try again in (\d{1,9}) second/.exec(text)?.[1] ?? null)
}

function rejectionError(answer: HttpAnswer, envelope: Envelope | null): BtcturkError {
  const said = envelope?.answer ?? exchangeAnswer(answer.status, null, null)
  const [code, outcome] = codeAndOutcome(answer.status, said)
  const retryAfter =
    code === 'rate_limited' ? (retryAfterMs(answer.retryAfter) ?? retryAfterFromMessage(answer.text)) : null
  return new BtcturkError(code, describe(said), {
    outcome,
    exchange: code === 'unauthorized' || code === 'stamp_refused' ? { ...said, reason: 'unauthorized' } : said,
    ...(retryAfter === null ? {} : { retryAfterMs: retryAfter }),
  })
}

function codeAndOutcome(status: number, { message, reason }: ExchangeAnswer): [BtcturkErrorCode, Outcome] {
  if (status === 401) return [message?.includes('Nonce') ? 'stamp_refused' : 'unauthorized', 'rejected']
  if (status === 403) return ['forbidden', 'rejected']
  if (status === 429 || reason === 'too_many_requests') return ['rate_limited', 'unknown']
  // An order may have been accepted behind an internal error, with any status in front of it.
  if (status >= 500 || reason === 'internal') return ['server_error', 'unknown']
  if (status === 408) return ['timeout', 'unknown']
  return ['rejected', 'rejected']
}

function describe({ status, number, message }: ExchangeAnswer): string {
  const said = [number, message].filter((part) => part !== null).join(' ')
  return said === '' ? `the exchange answered ${status}` : `the exchange answered ${status}: ${said}`
}

function invalidJsonError({ status, text }: HttpAnswer): BtcturkError {
  const kind = text.trim() === '' ? 'nothing' : /^\s*</.test(text) ? 'HTML' : 'no documented JSON'
  return new BtcturkError('malformed', `the exchange answered ${status} with ${kind}`, { outcome: 'unknown' })
}

function causeCode(error: unknown): string | null {
  for (let depth = 0, at = error; depth < 5 && at instanceof Error; depth++, at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
}
