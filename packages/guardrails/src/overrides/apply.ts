import { type Actor, isSamePerson, personOf } from '../four-eyes/actor.ts'
import { type ChangeEvent, changeEvent, keepRecentClosed, type Outcome, refuse } from '../four-eyes/outcome.ts'
import { readCommand } from '../four-eyes/schema.ts'
import { type OverrideCommand, overrideCommandSchema } from './command.ts'
import {
  isInForce,
  isLive,
  MAX_CLOSED_OVERRIDES,
  MAX_OVERRIDE_MS,
  MAX_OVERRIDES,
  type Override,
  type OverridesState,
  overrideHash,
} from './overrides-state.ts'

/**
 * Why a command on overrides is refused.
 *
 * - `invalid_command`: malformed; the message names the member
 * - `duplicate_id`, `not_found`, `too_many_open`: as they say
 * - `invalid_window`: `until` must come after `from` and now, and 7 days after `from` at the latest
 * - `not_pending`: it is approved already, or over
 * - `expired`: its window is over
 * - `clock_went_back`: it was requested later than now
 * - `same_person`: the one who asks cannot approve or reject
 * - `other_content`: the override is not what the approver saw
 * - `not_in_force`: not approved, outside its window, revoked or used up
 * - `out_of_scope`: it does not cover this symbol or policy
 */
export type OverrideRefusal =
  | 'invalid_command'
  | 'duplicate_id'
  | 'not_found'
  | 'too_many_open'
  | 'invalid_window'
  | 'not_pending'
  | 'expired'
  | 'clock_went_back'
  | 'same_person'
  | 'other_content'
  | 'not_in_force'
  | 'out_of_scope'

type OverridesOutcome = Outcome<OverridesState, OverrideRefusal>
type Of<Type extends OverrideCommand['type']> = OverrideCommand & { readonly type: Type }

/**
 * Judges one command. An override needs two people to begin and one to end; its uses only ever grow.
 *
 * @param now - milliseconds since the epoch, UTC
 */
export function applyOverrideCommand(state: OverridesState, command: OverrideCommand, now: number): OverridesOutcome {
  const read = readCommand(overrideCommandSchema, command, now)
  if (read.refused) return read
  const expired = expire(state, read.command.actor, now)
  const outcome = judge(expired.state, read.command, now)
  if (outcome.refused) return outcome
  const overrides = keepRecentClosed(outcome.state.overrides, isLive, MAX_CLOSED_OVERRIDES)
  return { state: { version: 1, overrides }, events: [...expired.events, ...outcome.events] }
}

function judge(state: OverridesState, command: OverrideCommand, now: number): OverridesOutcome {
  if (command.type === 'request') return request(state, command, now)
  const override = state.overrides.find(({ id }) => id === command.id)
  if (override === undefined) return refuse('not_found', `no override ${command.id} is known`)
  // Ending one is always possible, even where the clock went back.
  if (command.type === 'revoke') return revoke(state, override, command, now)
  if (now < override.requestedAt) {
    return refuse('clock_went_back', `now: must not be before ${override.requestedAt}, was ${now}`)
  }
  if (command.type === 'recordUse') return recordUse(state, override, command, now)
  if (override.status === 'expired') return refuse('expired', `override ${override.id} ended at ${override.until}`)
  if (override.status !== 'pending') return refuse('not_pending', `override ${override.id} is ${override.status}`)
  if (isSamePerson(override.requestedBy, command.actor)) {
    return refuse('same_person', `${command.actor.id} is the one who asked, or has the same credential`)
  }
  if (command.type === 'reject') {
    const { actor, reason } = command
    return changed(state, { ...override, status: 'rejected' }, [actor, now], ['override.rejected', reason])
  }
  return approve(state, override, command, now)
}

function request(state: OverridesState, command: Of<'request'>, now: number): OverridesOutcome {
  const { type: _, actor, ...asked } = command
  if (state.overrides.some(({ id }) => id === asked.id)) return refuse('duplicate_id', `id: ${asked.id} is taken`)
  const live = state.overrides.filter(isLive).length
  if (live >= MAX_OVERRIDES) return refuse('too_many_open', `at most ${MAX_OVERRIDES}, ${live} are open`)
  const { from, until } = asked
  if (until <= from || until <= now || until - from > MAX_OVERRIDE_MS) {
    const limit = `after ${from} and ${now}, and at most ${MAX_OVERRIDE_MS} ms after the first`
    return refuse('invalid_window', `until: must lie ${limit}, was ${until}`)
  }
  const draft = { ...asked, requestedBy: personOf(actor), requestedAt: now }
  const override: Override = { ...draft, content: overrideHash(draft), uses: 0, approvedBy: null, status: 'pending' }
  const added = { version: 1, overrides: [...state.overrides, override] } as const
  return changed(added, override, [actor, now], ['override.requested', asked.reason])
}

function approve(state: OverridesState, override: Override, command: Of<'approve'>, now: number): OverridesOutcome {
  const { actor, content } = command
  if (content !== override.content) return refuse('other_content', `content: is ${override.content}, was ${content}`)
  const approved = { ...override, approvedBy: personOf(actor), status: 'approved' } as const
  return changed(state, approved, [actor, now], ['override.approved', null])
}

function revoke(state: OverridesState, override: Override, command: Of<'revoke'>, now: number): OverridesOutcome {
  if (!isLive(override)) return refuse('not_in_force', `override ${override.id} is ${override.status}`)
  const { actor, reason } = command
  return changed(state, { ...override, status: 'revoked' }, [actor, now], ['override.revoked', reason])
}

function recordUse(state: OverridesState, override: Override, command: Of<'recordUse'>, now: number): OverridesOutcome {
  const { id, from, until, status, symbols, policies } = override
  if (!isInForce(override, now)) {
    return refuse('not_in_force', `override ${id} is ${status}, from ${from} until ${until}, now is ${now}`)
  }
  if (symbols !== 'all' && !symbols.includes(command.symbol)) {
    return refuse('out_of_scope', `symbol: must be one of ${symbols.join(', ')}, was ${command.symbol}`)
  }
  const foreign = command.policies.find((policy) => !policies.includes(policy))
  if (foreign !== undefined)
    return refuse('out_of_scope', `policies: must be of ${policies.join(', ')}, was ${foreign}`)
  const uses = override.uses + 1
  const counted: Override = { ...override, uses, status: uses >= override.maxUses ? 'usedUp' : 'approved' }
  return changed(state, counted, [command.actor, now], ['override.used', null])
}

function changed(
  state: OverridesState,
  override: Override,
  [actor, now]: readonly [Actor, number],
  [action, reason]: readonly [string, string | null],
): OverridesOutcome {
  const overrides = state.overrides.map((other) => (other.id === override.id ? override : other))
  const event = changeEvent(now, actor, [action, override.id], { reason, after: override.content })
  return { state: { version: 1, overrides }, events: [event] }
}

/** Latches what is over, so that a clock which is set back cannot revive it. */
function expire(
  state: OverridesState,
  actor: Actor,
  now: number,
): { readonly state: OverridesState; readonly events: readonly ChangeEvent[] } {
  const isDue = (override: Override) => isLive(override) && now >= override.until
  const events = state.overrides
    .filter(isDue)
    .map(({ id, content }) => changeEvent(now, actor, ['override.expired', id], { before: content }))
  const overrides = state.overrides.map(
    (override): Override => (isDue(override) ? { ...override, status: 'expired' } : override),
  )
  return { state: { version: 1, overrides }, events }
}
