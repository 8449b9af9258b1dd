import { invalidOption } from '../errors.ts'

/** One at most happens to a request. Those that end in `After` come once the request has had its effect. */
export const HTTP_FAULTS = [
  /** The connection is reset; nothing was done. */
  'reset',
  /** No answer ever comes; nothing was done. */
  'hang',
  'tooManyRequests',
  /** 500 in the exchange's own envelope; nothing was done. */
  'serverError',
  /** 403 with a page of the content network. */
  'forbidden',
  /** The order book as it was some time ago. */
  'staleSnapshot',
  'resetAfter',
  'hangAfter',
  'serverErrorAfter',
  /** 524 with a page of the content network. */
  'pageAfter',
  /** The right status with nothing else. */
  'emptyBody',
  /** The request arrives up to `lateMs` later, and only then is it read: by then its sender may have given up. */
  'late',
] as const

/** One at most happens to a frame. */
export const SOCKET_FAULTS = [
  'drop',
  'duplicate',
  /** The frame comes after the next one. */
  'reorder',
  /** The frame is cut, is no JSON, or has a member of the wrong type. */
  'malformed',
  /** A book's snapshot is some changes old, and so is its number. */
  'staleSnapshot',
  /** The connection is cut without a close frame. */
  'reset',
  /** The connection stays, and nothing comes or is heard any more. */
  'halfOpen',
  /** Nothing comes for `stallMs`, then all of it at once, as to a consumer that is too slow. */
  'stall',
] as const

export type HttpFault = (typeof HTTP_FAULTS)[number]
export type SocketFault = (typeof SOCKET_FAULTS)[number]

/** What goes wrong, and how often. */
export type FaultPlan = {
  /** Added before every answer and every frame. */
  readonly latencyMs: number
  /** Up to this much more, evenly. */
  readonly jitterMs: number
  /** How far the server's clock is ahead of the simulated time. */
  readonly clockSkewMs: number
  readonly stallMs: number
  readonly lateMs: number
  /** Probability of each, by request; together 1 at most. */
  readonly http: Readonly<Partial<Record<HttpFault, number>>>
  /** Probability of each, by frame; together 1 at most. */
  readonly socket: Readonly<Partial<Record<SocketFault, number>>>
}

export const NO_FAULTS: FaultPlan = {
  latencyMs: 0,
  jitterMs: 0,
  clockSkewMs: 0,
  stallMs: 2000,
  lateMs: 6000,
  http: {},
  socket: {},
}

/** Everything at once: every fault of a request or a frame together with probability `rate`, and delays. */
export function chaosPlan(rate: number): FaultPlan {
  checkRate('chaos', rate)
  const spread = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, rate / names.length])) as Record<Name, number>
  return {
    latencyMs: 5,
    jitterMs: 50,
    clockSkewMs: 0,
    stallMs: 2000,
    lateMs: 6000,
    http: spread(HTTP_FAULTS),
    socket: spread(SOCKET_FAULTS),
  }
}

/** Plans by name: trouble as on a bad day, and far more than any day brings. */
export const CHAOS_PLANS: Readonly<Record<'mild' | 'wild', FaultPlan>> = { mild: chaosPlan(0.01), wild: chaosPlan(0.1) }

const DELAYS = {
  latency: 'latencyMs',
  jitter: 'jitterMs',
  skew: 'clockSkewMs',
  stall: 'stallMs',
  late: 'lateMs',
} as const

/** What a line may name, besides `mild`, `wild` and a rate. */
const PART_NAMES = [
  ...Object.keys(DELAYS),
  ...HTTP_FAULTS.map((name) => `http.${name}`),
  ...SOCKET_FAULTS.map((name) => `socket.${name}`),
]

/**
 * Reads a plan from the command line: `mild` or `wild`, one rate for everything, such as `0.01`, or a list such as
 * `latency=50,jitter=200,http.serverErrorAfter=0.05,socket.drop=0.01`. Delays are in milliseconds.
 *
 * @throws BtcturkError `invalid_request` that names the part at fault
 */
export function parseChaos(text: string): FaultPlan {
  if (Object.hasOwn(CHAOS_PLANS, text)) return CHAOS_PLANS[text as keyof typeof CHAOS_PLANS]
  if (/^[\d.]+$/.test(text)) return chaosPlan(Number(text))
  let plan = NO_FAULTS
  for (const part of text.split(',')) plan = withPart(plan, part.trim())
  return checkPlan(plan)
}

function withPart(plan: FaultPlan, part: string): FaultPlan {
  const [, name = '', text = ''] = /^([^=]*)(?:=(.*))?$/s.exec(part) ?? []
  if (!PART_NAMES.includes(name)) {
    const names = `mild, wild, a rate from 0 to 1, or name=value of ${PART_NAMES.join(', ')}`
    throw invalidOption('chaos', names, name)
  }
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw invalidOption(`chaos: ${name}`, 'a number', text)
  const value = Number(text)
  if (Object.hasOwn(DELAYS, name)) return { ...plan, [DELAYS[name as keyof typeof DELAYS]]: value }
  const [where, fault = ''] = name.split('.')
  return where === 'http'
    ? { ...plan, http: { ...plan.http, [fault]: value } }
    : { ...plan, socket: { ...plan.socket, [fault]: value } }
}

/** @throws BtcturkError `invalid_request` that names the number out of its range */
export function checkPlan(plan: FaultPlan): FaultPlan {
  for (const name of ['latencyMs', 'jitterMs', 'stallMs', 'lateMs'] as const) {
    if (!(plan[name] >= 0 && plan[name] <= 3_600_000)) {
      throw invalidOption(`faults.${name}`, '0 to 3600000 milliseconds', plan[name])
    }
  }
  if (!Number.isInteger(plan.clockSkewMs)) {
    throw invalidOption('faults.clockSkewMs', 'whole milliseconds', plan.clockSkewMs)
  }
  for (const where of ['http', 'socket'] as const) {
    for (const [name, rate] of Object.entries(plan[where])) checkRate(`faults.${where}.${name}`, rate)
    const sum = Object.values(plan[where]).reduce((total, rate) => total + rate, 0)
    if (sum > 1 + 1e-9) throw invalidOption(`faults.${where}`, 'at most 1 together', sum)
  }
  return plan
}

function checkRate(field: string, rate: number): void {
  if (!(rate >= 0 && rate <= 1)) throw invalidOption(field, 'a probability from 0 to 1', rate)
}
