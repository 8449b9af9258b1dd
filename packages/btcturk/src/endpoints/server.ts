import { z } from 'zod'
import type { Interval } from '../clock/marzullo.ts'
import { type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { epochMs } from '../wire/schemas.ts'

const pingAnswer = z.looseObject({ pong: z.boolean() })

/** `GET /api/v2/server/ping`: whether the exchange answers. */
export const serverPing: Endpoint<void, boolean> = {
  name: 'serverPing',
  ...READ,
  access: 'public',
  limits: ['server'],
  hasEnvelope: false,
  request: () => ({ path: '/api/v2/server/ping' }),
  read: (data) => readAnswer(pingAnswer, data).pong,
}

export type ServerTimeAnswer = {
  /** Milliseconds since the Unix epoch, UTC, with a fraction where the exchange gives one. */
  readonly time: number
  /** What the exchange's two spellings prove: the clock stood inside it. Milliseconds since the epoch. */
  readonly interval: Interval
}

const timeAnswer = z.looseObject({ serverTime: epochMs, serverTime2: z.string().optional().catch(undefined) })

/** `GET /api/v2/server/time`: the exchange's clock. */
export const serverTime: Endpoint<void, ServerTimeAnswer> = {
  name: 'serverTime',
  ...READ,
  access: 'public',
  lane: 'clock',
  limits: ['serverTime'],
  hasEnvelope: false,
  request: () => ({ path: '/api/v2/server/time' }),
  read(data) {
    const { serverTime: rounded, serverTime2 } = readAnswer(timeAnswer, data)
    const fine = serverTime2 === undefined ? null : fineTime(serverTime2)
    // The whole milliseconds are rounded, not cut: a sample shows …027 for …026.8. Both spellings must tell one time.
    if (fine === null || Math.abs(fine - rounded) > 2) {
      return { time: rounded, interval: { low: rounded - 1, high: rounded + 1 } }
    }
    return { time: fine, interval: { low: fine - RESOLUTION_MS, high: fine + RESOLUTION_MS } }
  },
}

/** Seven digits of a second, and the last bits of a double this far from the epoch. */
const RESOLUTION_MS = 0.001

/** `2026-09-23T03:20:00.0268053+00:00`, which `Date.parse` reads to the millisecond only; `null` where it tells no more. */
function fineTime(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.exec(text)
  if (match === null) return null
  const whole = Date.parse(`${match[1]}${match[3]}`)
  // Zeros beyond the milliseconds are padding: the clock may have stood anywhere in that millisecond.
  const isFine = /^\.\d{3}\d*[1-9]/.test(match[2] ?? '')
  return Number.isNaN(whole) || !isFine ? null : whole + Number(match[2]) * 1000
}

/** `GET /api/v2/server/version`: known to exist; its answer is not documented and comes as it is. */
export const serverVersion: Endpoint<void, unknown> = {
  name: 'serverVersion',
  ...READ,
  access: 'public',
  limits: ['server'],
  hasEnvelope: false,
  request: () => ({ path: '/api/v2/server/version' }),
  read: (data) => data,
}
