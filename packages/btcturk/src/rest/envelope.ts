import type { ExchangeAnswer } from '../errors.ts'
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
