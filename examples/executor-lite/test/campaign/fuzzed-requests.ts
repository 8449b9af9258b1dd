import { TOKEN } from '../fixtures/process.ts'
import type { Random } from './random.ts'

/** A request as bytes. What is not framed may hold any number of requests, or none: it is sent on a connection of its own. */
export type FuzzedRequest = {
  readonly method: string
  readonly url: string
  readonly bytes: Buffer
  readonly isFramed: boolean
}

/** A method and a path with its parameters in braces, as in the OpenAPI document. */
export type Operation = { readonly method: string; readonly path: string }

const METHODS = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']
const ODD = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    '9'.repeat(61),
    '0x10',
    'NaN',
    'null',
    '%00',
    '%zz',
    '%2e%2e',
    '..',
    '__proto__',
    '\\',
  ],
  ...[
    'é',
    '\u2028',
    '💥',
    "'",
    '"',
    '<x>',
    '{{7*7}}',
    '%F0%9F%92%A5',
    'constructor',
    'a'.repeat(300),
    '2026-11-24T00:00:00Z',
  ],
]
const VALUES = [
  0,
  -0,
  1,
  -1,
  0.1,
  2 ** 53,
  1e308,
  1e-320,
  null,
  true,
  false,
  [],
  {},
  [[[]]],
  'sma-cross',
  'sp500-daily',
  ...ODD,
]
const FIELDS = [
  ...['strategy', 'params', 'dataset', 'datasets', 'detail', 'settings', 'account', 'execution', 'statistics', 'seed'],
  ...[
    'fast',
    'slow',
    'initialCash',
    'feeRate',
    'fees',
    'slippage',
    'preset',
    'rules',
    'bounds',
    'reason',
    'limits',
    'changes',
  ],
  ...['policy', 'scope', 'expiresAt', 'minutes', 'key', 'value', 'id', '__proto__', 'constructor', ''],
]
const QUERIES = [
  'limit',
  'cursor',
  'status',
  'from',
  'to',
  'actor',
  'outcome',
  'convention',
  'fresh',
  'priority',
  'id',
  'x',
  '',
]
const HEADERS = [
  'last-event-id',
  'idempotency-key',
  'if-none-match',
  'range',
  'accept',
  'accept-encoding',
  'origin',
  'x-forwarded-for',
  'expect',
  'sec-fetch-site',
  'cookie',
  'upgrade',
]
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'text/csv',
  'application/vnd.apache.parquet',
  'text/plain',
  'x',
  '',
]
/** So many clients share the work: one alone would meet its rate limit and nothing else. */
const CLIENTS = 900

/**
 * Requests to the routes of the service and beside them: most readable as HTTP, some with bytes changed, added and taken away.
 *
 * @param ids - of jobs that are there; may grow while it is used
 */
export const createRequests = (
  random: Random,
  operations: readonly Operation[],
  host: string,
  ids: readonly string[],
): (() => FuzzedRequest) => {
  const below = (limit: number) => Math.floor(random() * limit)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const chance = (share: number) => random() < share
  const odd = () => (chance(0.2) ? randomText(below(40)) : pick(ODD))
  const randomText = (length: number) => String.fromCharCode(...Array.from({ length }, () => 32 + below(95)))
  const value = (depth: number): unknown => {
    if (depth > 0 && chance(0.25)) return object(depth - 1)
    return chance(0.05) ? randomText(below(200)) : pick(VALUES)
  }
  const object = (depth: number): object =>
    Object.fromEntries(Array.from({ length: below(5) }, () => [pick(FIELDS), value(depth)]))

  const urlOf = (path: string) => {
    const parts = path
      .replaceAll(/\{[^}]*\}/g, () => (ids.length > 0 && chance(0.5) ? pick(ids) : encode(odd())))
      .split('/')
    if (chance(0.15)) parts[below(parts.length)] = encode(odd())
    const query = Array.from({ length: chance(0.5) ? below(4) : 0 }, () => `${pick(QUERIES)}=${encode(odd())}`)
    return `/${parts.slice(1).join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`
  }
  const bodyOf = () => {
    if (chance(0.1)) return Buffer.from(JSON.stringify({ params: { fast: 1 + below(29) }, seed: below(3) }))
    const text = JSON.stringify(object(3))
    if (chance(0.8)) return Buffer.from(text)
    if (chance(0.2)) return Buffer.from('['.repeat(below(2_000)))
    if (chance(0.1)) return Buffer.alloc(70_000, '{"a":')
    return Buffer.from(text.slice(0, below(text.length)) + randomText(below(20)), 'latin1')
  }
  const framed = (): FuzzedRequest => {
    const operation = pick(operations)
    const method = chance(0.8) ? operation.method : pick(METHODS)
    const url = urlOf(operation.path)
    const body = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : bodyOf()
    const lines = [
      `${method} ${url} HTTP/1.1`,
      `Host: ${chance(0.98) ? host : header(odd())}`,
      `X-Tezgah-Client: c${below(CLIENTS)}`,
    ]
    if (chance(0.9)) lines.push(`X-Admin-Token: ${chance(0.98) ? TOKEN : header(odd())}`)
    if (body.length > 0 || chance(0.05)) lines.push(`Content-Type: ${chance(0.8) ? TYPES[0] : pick(TYPES)}`)
    for (let more = chance(0.3) ? below(4) : 0; more > 0; more--) {
      const name = pick(HEADERS)
      if (name !== 'upgrade' && name !== 'expect') lines.push(`${name}: ${header(odd())}`)
    }
    if (body.length > 0) lines.push(`Content-Length: ${body.length}`)
    return {
      method,
      url,
      isFramed: true,
      bytes: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]),
    }
  }
  const mutated = (request: FuzzedRequest): FuzzedRequest => {
    let { bytes } = request
    for (let edits = 1 + below(4); edits > 0; edits--) bytes = edited(bytes)
    return { ...request, bytes, isFramed: false }
  }
  const edited = (bytes: Buffer): Buffer => {
    const [from = 0, to = 0] = [below(bytes.length + 1), below(bytes.length + 1)].sort((a, b) => a - b)
    const near = Math.min(to, from + below(30))
    const splice = (piece: Buffer | string) =>
      Buffer.concat([bytes.subarray(0, from), Buffer.from(piece), bytes.subarray(near)])
    const edits: readonly (() => Buffer)[] = [
      () => splice(''),
      () => splice(Buffer.from(Array.from({ length: below(20) }, () => below(256)))),
      () => splice(bytes.subarray(near, near + below(200))),
      () => splice(pick(['\r\n', '\n', '\r', '\0', ' ', ':', '\r\n\r\n', '\t'])),
      () =>
        splice(
          pick([
            'Content-Length: 5\r\n',
            'Transfer-Encoding: chunked\r\n',
            'Transfer-Encoding: x, chunked\r\n',
            'Expect: 100-continue\r\n',
            'Upgrade: h2c\r\nConnection: upgrade\r\n',
            `Host: ${host}\r\n`,
          ]),
        ),
      () => bytes.subarray(0, from),
      () => splice('x'.repeat(below(20_000))),
      () => Buffer.concat([bytes, bytes.subarray(from, to)]),
    ]
    return pick(edits)()
  }
  return () => (chance(0.9) ? framed() : mutated(framed()))
}

/** Half of the odd texts stay as they are, as far as a request line can hold them. */
const encode = (text: string): string =>
  /^[\w%.~-]*$/.test(text) ? text : encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'))

const header = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').trim()
