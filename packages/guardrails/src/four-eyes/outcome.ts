import type { Person } from './actor.ts'

/**
 * What has changed and who changed it, in the shape of an event of `@tezgah/audit`. Write it to the log before the
 * change takes effect: the new state is only proposed until the caller adopts it.
 */
export type ChangeEvent = {
  /** The actor's id. */
  readonly actor: string
  /** Such as `gate.proposed`. */
  readonly action: string
  /** The id of the proposal, re-arm request or override; `trading` for the mode itself. */
  readonly subject: string
  readonly outcome: 'success'
  readonly details: {
    /** When the actor's command was judged, in milliseconds since the epoch, UTC. */
    readonly at: number
    /** The name of what proved who the actor is. Not called `credential`, or a log would redact it. */
    readonly identifiedBy: string
    /** Why, in the words of the actor; `null` where none are asked for. */
    readonly reason: string | null
    /** Hash of what was there before, `null` where nothing was. */
    readonly before: string | null
    /** Hash of what is there now, `null` where nothing is. */
    readonly after: string | null
    /** True if people must be alerted at once. */
    readonly alarm: boolean
  }
}

/** Why a command changes nothing. The message names the member, the limit and what was received. */
export type Refused<Code extends string> = { readonly refused: { readonly code: Code; readonly message: string } }

/** A command either leads to a new state with its events, or is refused and changes nothing. */
export type Outcome<State, Code extends string> =
  | { readonly state: State; readonly events: readonly ChangeEvent[]; readonly refused?: undefined }
  | Refused<Code>

/** A refusal as a value. */
export function refuse<Code extends string>(code: Code, message: string): Refused<Code> {
  return { refused: { code, message } }
}

/** An event of one actor; what is not given is `null`, or no alarm. */
export function changeEvent(
  at: number,
  actor: Person,
  [action, subject]: readonly [action: string, subject: string],
  details: Partial<Pick<ChangeEvent['details'], 'reason' | 'before' | 'after' | 'alarm'>>,
): ChangeEvent {
  const { reason = null, before = null, after = null, alarm = false } = details
  const content = { at, identifiedBy: actor.credential, reason, before, after, alarm }
  return { actor: actor.id, action, subject, outcome: 'success', details: content }
}

/** All that are open, and of the others the last `limit`. Oldest first, as given. */
export function keepRecentClosed<Item>(
  items: readonly Item[],
  isOpen: (item: Item) => boolean,
  limit: number,
): readonly Item[] {
  let surplus = items.filter((item) => !isOpen(item)).length - limit
  return items.filter((item) => isOpen(item) || surplus-- <= 0)
}
