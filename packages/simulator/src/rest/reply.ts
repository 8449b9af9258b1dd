import type { Account } from '../exchange/accounts.ts'
import { type Amount, formatAmount } from '../exchange/amounts.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { BookLevels } from '../exchange/published-book.ts'
import type { Rejection } from '../exchange/rejections.ts'

/** Node 22 has both; the types of the language level do not know them yet. */
const { rawJSON, parse } = JSON as unknown as {
  rawJSON(text: string): unknown
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
}

/** A JSON number of exactly these characters, such as one that no double holds. */
export function jsonNumber(text: string): unknown {
  return rawJSON(text)
}

/** An amount as a JSON number without a digit lost. */
export function amountNumber(amount: Amount): unknown {
  return rawJSON(formatAmount(amount))
}

/** An amount as a JSON number that always has a decimal point, as the chart host writes prices. */
export function pointNumber(amount: Amount): unknown {
  const text = formatAmount(amount)
  return rawJSON(text.includes('.') ? text : `${text}.0`)
}

/** Reads JSON whose numbers become the very text that was written: `604560.0` and `604560` are not the same order. */
export function parseWithNumberText(text: string): unknown {
  return parse(text, (_key, value, { source }) => (typeof value === 'number' ? source : value))
}

/** A request as read from its socket. */
export type RestRequest = {
  readonly method: string
  /** As sent: case does not matter to the exchange. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly address: string
}

/** An answer before it meets a socket. `body` is `null` where there is none, not even a content type. */
export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

const JSON_TYPE = 'application/json; charset=utf-8'
const NO_CACHE = 'no-cache, no-store, max-age=0, must-revalidate'

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  const standard = { 'content-type': JSON_TYPE, 'cache-control': NO_CACHE, 'api-supported-versions': '1.0, 2.0' }
  return { status, headers: { ...standard, ...headers }, body: JSON.stringify(value) }
}

export function empty(status: number): Reply {
  return { status, headers: {}, body: null }
}

/** A success in the common envelope. */
export function ok(data: unknown, message: string | null = null, code: number | string = 0): Reply {
  return json(200, { data, success: true, message, code })
}

export function refused({ message, code }: Rejection): Reply {
  return json(400, { success: false, message, code })
}

export type UnauthorizedReason = 'Invalid Nonce' | 'Invalid Public key' | 'Invalid Signature' | 'Invalid Request'

/** The one failure that says `success: true`. */
export function unauthorized(reason: UnauthorizedReason): Reply {
  return json(401, { success: true, message: `Unauthorized - ${reason}`, code: 1037 })
}

export type Quota = {
  readonly limit: number
  readonly period: string
  readonly policy: 'ip' | 'account'
  readonly retryAfterMs: number
}

export function tooManyRequests({ limit, period, policy, retryAfterMs }: Quota): Reply {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  const again = policy === 'account' ? ` Please try again in ${seconds} second(s).` : ''
  const details = `Quota exceeded. Maximum allowed: ${limit} per ${period}.${again}`
  const body = { message: 'TOO_MANY_REQUESTS', success: false, code: 429, details, limit: `${limit}`, period, policy }
  return json(429, body, { 'retry-after': `${seconds}` })
}

export function internalError(): Reply {
  return json(500, { success: false, message: 'INTERNAL_ERROR', code: 500 })
}

/** What the content network in front of the exchange answers in its place. */
export function cdnErrorPage(status: 403 | 502 | 503 | 524): Reply {
  const title = status === 403 ? 'Attention Required! | Cloudflare' : `api.btcturk.com | ${status}`
  const body = `<!DOCTYPE html>\n<html lang="en-US"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' }, body }
}

/** What an endpoint gets. */
export type Call = {
  readonly exchange: Exchange
  readonly request: RestRequest
  /** Server's time, with its skew. */
  readonly now: number
  /** Whole book, or an old one where a stale answer is wanted. */
  readonly bookOf: (symbol: string) => BookLevels
  readonly freshClientId: () => string
  readonly balanceSeparator: ',' | '.'
}

export type SignedCall = Call & { readonly account: Account }
