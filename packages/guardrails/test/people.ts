import type { Actor } from '@tezgah/guardrails'

/** Two people, and two ways in which the first one may pretend to be a third. */
export const ayse: Actor = { id: 'ayse', credential: 'key-1' }
export const burak: Actor = { id: 'burak', credential: 'key-2' }
export const cem: Actor = { id: 'cem', credential: 'key-3', roles: ['emergency'] }
export const ayseByAnotherName: Actor = { id: 'asye', credential: 'key-1' }
export const ayseWithAnotherKey: Actor = { id: 'ayse', credential: 'key-4' }

/** Everybody above. */
export const everybody: readonly Actor[] = [ayse, burak, cem, ayseByAnotherName, ayseWithAnotherKey]

/** Written once more here, so that the tests do not trust what they test. */
export function isOnePerson(a: Pick<Actor, 'id' | 'credential'>, b: Pick<Actor, 'id' | 'credential'>): boolean {
  return !(a.id !== b.id && a.credential !== b.credential)
}
