import type { AuditVerdict, Risk, Spot, TradingMode } from './documents.ts'

// The contract types every answer. These checks stay at run time, because an executor of another release may send a value
// that this page does not know, and some values must never be taken for a harmless one.

const MODES = { active: true, reducing: true, halted: true } satisfies Record<TradingMode, true>
const VERDICTS = { intact: true, tampered: true, torn: true, unproven: true } satisfies Record<
  AuditVerdict['status'],
  true
>
const SOURCES = { btcturk: true, simulator: true, off: true } satisfies Record<Spot['source'], true>
const STATES = { live: true, connecting: true, stale: true } satisfies Record<Spot['state'], true>

/** @throws TypeError for an unknown mode, which must not look like an active one */
export function trustedRisk(risk: Risk): Risk {
  const { mode, request } = risk.trading
  for (const [field, value] of [
    ['trading.mode', mode],
    ['trading.request.to', request?.to ?? mode],
  ] as const)
    if (!Object.hasOwn(MODES, value)) throw new TypeError(`${field} must be a known trading mode, received "${value}"`)
  return risk
}

/** An unknown status counts as `unproven`: it must not pass for intact. */
export function trustedVerdict(verdict: AuditVerdict): AuditVerdict {
  return Object.hasOwn(VERDICTS, verdict.status) ? verdict : { ...verdict, status: 'unproven' }
}

/** A price of unknown source counts as none, one of unknown state as stale. */
export function trustedSpot(spot: Spot): Spot {
  return {
    ...spot,
    source: Object.hasOwn(SOURCES, spot.source) ? spot.source : 'off',
    state: Object.hasOwn(STATES, spot.state) ? spot.state : 'stale',
  }
}
