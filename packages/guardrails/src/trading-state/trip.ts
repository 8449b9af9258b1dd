import { type Actor, personOf } from '../four-eyes/actor.ts'
import { changeEvent, type Outcome, refuse } from '../four-eyes/outcome.ts'
import { actorSchema, moment, reasonText } from '../four-eyes/schema.ts'
import type { TripCommand } from './command.ts'
import { isWorse, type TradingState, tradingStateHash } from './trading-state.ts'

const UNKNOWN: Actor = { id: 'unknown', credential: 'unknown' }

/**
 * A kill switch must work when all else is broken, so a missing name, reason or clock does not stop it; they are
 * replaced. A trip to a mode that holds already, or to a better one than holds, changes no mode but still discards the
 * request to re-arm: whoever asked did not know of this new trouble.
 */
export function trip(state: TradingState, command: TripCommand, now: number): Outcome<TradingState, 'invalid_command'> {
  const { to } = command
  if (to !== 'reducing' && to !== 'halted') {
    return refuse('invalid_command', `command.to: must be reducing or halted, was ${String(to)}`)
  }
  const at = moment.safeParse(now).success ? now : state.since
  const actor = actorSchema.safeParse(command.actor).data ?? UNKNOWN
  const reason = reasonText.safeParse(command.reason).data ?? 'no usable reason was given'
  const worse = isWorse(to, state.mode)
  const next: TradingState = worse
    ? { version: 1, mode: to, since: at, by: personOf(actor), reason, request: null }
    : { ...state, request: null }
  const [before, after] = [tradingStateHash(state), tradingStateHash(next)]
  const action = worse ? `trading.${to}` : 'trading.trippedAgain'
  return {
    state: next,
    events: [changeEvent(at, actor, [action, 'trading'], { reason, before, after, alarm: true })],
  }
}
