import { type Actor, isSamePerson, personOf } from '../four-eyes/actor.ts'
import { changeEvent, type Outcome, refuse } from '../four-eyes/outcome.ts'
import { actorSchema, moment, readCommand, reasonText } from '../four-eyes/schema.ts'
import { type RearmCommand, rearmCommandSchema, type TradingCommand, type TripCommand } from './command.ts'
import { isWorse, MAX_REARM_MS, type RearmRequest, type TradingState, tradingStateHash } from './trading-state.ts'

/**
 * Why a command to the trading state is refused.
 *
 * - `invalid_command`: malformed; the message names the member
 * - `not_better`: re-arming leads to a better mode than the present one
 * - `request_pending`: one request at a time
 * - `not_found`: there is no such request, or a trip has discarded it
 * - `invalid_expiry`: `expiresAt` must lie within a day from now
 * - `expired`: the request waited too long
 * - `clock_went_back`: the request was made later than now
 * - `same_person`: the one who asks cannot approve
 * - `not_requester`: only the one who asked can withdraw
 */
export type TradingRefusal =
  | 'invalid_command'
  | 'not_better'
  | 'request_pending'
  | 'not_found'
  | 'invalid_expiry'
  | 'expired'
  | 'clock_went_back'
  | 'same_person'
  | 'not_requester'

const UNKNOWN: Actor = { id: 'unknown', credential: 'unknown' }

type TradingOutcome = Outcome<TradingState, TradingRefusal>

/**
 * The state of a first start: halted, until two people re-arm.
 *
 * @param now - milliseconds since the epoch, UTC
 * @throws RangeError if the reason is not 1 to 500 characters
 */
export function createTradingState({
  actor,
  reason,
  now,
}: {
  actor: Actor
  reason: string
  now: number
}): TradingState {
  if (!reasonText.safeParse(reason).success)
    throw new RangeError(`reason: must be 1 to 500 characters, was ${reason.length}`)
  return { version: 1, mode: 'halted', since: now, by: personOf(actor), reason, request: null }
}

/**
 * Trips or re-arms. A trip needs one actor and takes effect at once; bettering the mode takes a request by one person
 * and the approval of another before the request expires.
 *
 * @param now - milliseconds since the epoch, UTC
 */
export function applyTradingCommand(state: TradingState, command: TradingCommand, now: number): TradingOutcome {
  if (command.type === 'trip') return trip(state, command, now)
  const read = readCommand(rearmCommandSchema, command, now)
  if (read.refused) return read
  if (read.command.type === 'requestRearm') return request(state, read.command, now)
  const open = state.request
  if (open === null || open.id !== read.command.id) return refuse('not_found', `request ${read.command.id} is not open`)
  if (read.command.type === 'approveRearm') return approve(state, open, read.command.actor, now)
  if (!isSamePerson(open.by, read.command.actor))
    return refuse('not_requester', `${open.by.id} asked, not ${read.command.actor.id}`)
  return changed(state, { ...state, request: null }, 'trading.rearmWithdrawn', read.command.actor, open, now)
}

/**
 * A kill switch must work when all else is broken, so a missing name, reason or clock does not stop it; they are
 * replaced. A trip to a mode that holds already, or to a better one than holds, changes no mode but still discards the
 * request to re-arm: the person who asked did not know of this new trouble.
 */
function trip(state: TradingState, command: TripCommand, now: number): Outcome<TradingState, 'invalid_command'> {
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

function request(
  state: TradingState,
  { id, to, actor, reason, expiresAt }: RearmCommand & { readonly type: 'requestRearm' },
  now: number,
): TradingOutcome {
  if (!isWorse(state.mode, to)) return refuse('not_better', `to: must be better than ${state.mode}, was ${to}`)
  // An expired request gives way; one from the future does not, or setting the clock back would remove it.
  if (state.request !== null && now < state.request.expiresAt) {
    return refuse('request_pending', `request ${state.request.id} is open until ${state.request.expiresAt}`)
  }
  if (expiresAt <= now || expiresAt > now + MAX_REARM_MS) {
    return refuse('invalid_expiry', `expiresAt: must lie within ${MAX_REARM_MS} ms after ${now}, was ${expiresAt}`)
  }
  const open: RearmRequest = { id, to, by: personOf(actor), reason, at: now, expiresAt }
  return changed(state, { ...state, request: open }, 'trading.rearmRequested', actor, open, now)
}

function approve(state: TradingState, open: RearmRequest, actor: Actor, now: number): TradingOutcome {
  if (now < open.at) return refuse('clock_went_back', `now: must not be before ${open.at}, was ${now}`)
  if (now >= open.expiresAt) return refuse('expired', `request ${open.id} expired at ${open.expiresAt}, now is ${now}`)
  if (isSamePerson(open.by, actor))
    return refuse('same_person', `${actor.id} is the one who asked, or has the same credential`)
  const { to: mode, reason } = open
  const next: TradingState = { version: 1, mode, since: now, by: personOf(actor), reason, request: null }
  return changed(state, next, 'trading.rearmed', actor, open, now)
}

function changed(
  state: TradingState,
  next: TradingState,
  action: string,
  actor: Actor,
  { id, reason }: RearmRequest,
  now: number,
): TradingOutcome {
  const [before, after] = [tradingStateHash(state), tradingStateHash(next)]
  return { state: next, events: [changeEvent(now, actor, [action, id], { reason, before, after })] }
}
