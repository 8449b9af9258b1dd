import type { Job, JobStatus, Progress } from '@tezgah/runner'
import { formatPlace, type Place, placesOf } from './place.ts'

/** An event of a job, and where in its life it stands. */
export type JobEvent = { readonly place: Place; readonly text: string }

/** Reconnecting sooner than this helps nobody, in milliseconds. */
const RETRY_MS = 2_000

/** The first bytes of a stream. */
export const OPENING = `retry: ${RETRY_MS}\n\n`

/** A comment: shows that the connection lives, and means nothing. */
export const HEARTBEAT = ': beat\n\n'

const STATUS_OF_PHASE = { 0: 'queued', 1: 'running', 2: 'queued' } as const

/** The changes of state of a job that can still be told. */
export function stateEvents(job: Job): readonly JobEvent[] {
  return placesOf(job).map((place) => {
    const status: JobStatus = place.phase === 3 ? job.status : STATUS_OF_PHASE[place.phase]
    const { id, error, resultSha256, summary } = job
    const ended = place.phase === 3 ? { summary, error, resultSha256 } : {}
    return event('state', place, { id, status, attempt: place.attempt, ...ended })
  })
}

/** How far a run has come, with its equity so far. */
export function progressEvent(job: Job, { position, length, equity }: Progress): JobEvent {
  const place: Place = { attempt: job.attempts, phase: 1, position }
  return event('progress', place, {
    id: job.id,
    progress: length === 0 ? 0 : position / length,
    position,
    length,
    equity,
  })
}

function event(name: string, place: Place, data: unknown): JobEvent {
  return { place, text: eventText(name, formatPlace(place), JSON.stringify(data)) }
}

/**
 * An event as the stream carries it. JSON has no line breaks of its own, so the data is one line.
 *
 * @param id - `null` for one that is not resumed behind
 */
export function eventText(name: string, id: string | null, json: string): string {
  return `event: ${name}\n${id === null ? '' : `id: ${id}\n`}data: ${json}\n\n`
}
