import { asObject, type Fields, MissingDataError, readList, readTime } from './read.ts'

/** The present moment, and how far it may be off. */
export type Clock = { readonly at: number; readonly clockErrorMs: number }

/** A list in time order: where each entry stands in time, and the entry, still unread. */
export type Timeline = {
  readonly times: readonly number[]
  readonly entries: readonly Fields[]
  readonly known: ReadonlySet<string>
  readonly where: string
}

/**
 * Reads the times of a list that is sorted oldest first. Every time is checked, so that no entry hides in the wrong
 * place; the rest of an entry is read only by a policy that needs it.
 */
export function readTimeline(
  object: Fields,
  key: string,
  known: ReadonlySet<string>,
  where: string,
  clock: Clock,
): Timeline {
  const entries = readList(object, key, where) as readonly Fields[]
  const here = `${where}.${key}`
  const times: number[] = []
  let previous = 0
  // An index loop, because others step over holes.
  for (let index = 0; index < entries.length; index++) {
    const time = readTime(asObject(entries[index], null, here), 'at', here)
    if (time < previous)
      throw new MissingDataError('INVALID_INPUT', `${here}.at = ${time}`, `${previous} or later`, 'ms')
    notAhead(time, here, clock)
    times.push(time)
    previous = time
  }
  return { times, entries, known, where: here }
}

/** The index of the first entry less than `windowMs` old; entries of an unknown age on the edge count as within. */
export function firstWithin(timeline: Timeline, windowMs: number, clock: Clock): number {
  const { times } = timeline
  let first = times.length
  while (first > 0 && clock.at - times[first - 1]! < windowMs) first--
  return first
}

/** One entry, known to have no foreign member. */
export function entryAt(timeline: Timeline, index: number): Fields {
  return asObject(timeline.entries[index], timeline.known, timeline.where)
}

/** Times of other clocks may lie ahead, but no further than our own clock may be wrong. */
export function notAhead(time: number, where: string, { at, clockErrorMs }: Clock): void {
  if (time - at > clockErrorMs) {
    throw new MissingDataError('INVALID_INPUT', `${where}.at = ${time}`, `no later than ${at + clockErrorMs}`, 'ms')
  }
}

/** How old something may be at worst. */
export function oldestAge(time: number, { at, clockErrorMs }: Clock): number {
  return Math.max(0, at - time) + clockErrorMs
}
