import { isFinal, type Job } from '@tezgah/runner'

/**
 * Where an event stands in the life of its job. It follows from what is on disk, so an id that one process has sent means the same
 * to the next one.
 */
export type Place = {
  readonly attempt: number
  /** 0 queued, 1 running, 2 queued again, 3 ended. */
  readonly phase: 0 | 1 | 2 | 3
  /** Candles processed; 0 for a change of state. */
  readonly position: number
}

/** Before every event. */
export const NOWHERE: Place = { attempt: -1, phase: 0, position: 0 }

/** The id of an event at a place. */
export function formatPlace({ attempt, phase, position }: Place): string {
  return `${attempt}.${phase}.${position}`
}

/** Reads what a client sends as `Last-Event-ID`; {@link NOWHERE} where it is none of ours. */
export function parsePlace(id: string | undefined): Place {
  const [, attempt, phase, position] = /^(\d{1,9})\.([0-3])\.(\d{1,15})$/.exec(id ?? '') ?? []
  if (attempt === undefined) return NOWHERE
  return { attempt: Number(attempt), phase: Number(phase) as Place['phase'], position: Number(position) }
}

/** True when `a` comes after `b` in the life of a job. */
export function isAfter(a: Place, b: Place): boolean {
  if (a.attempt !== b.attempt) return a.attempt > b.attempt
  if (a.phase !== b.phase) return a.phase > b.phase
  return a.position > b.position
}

/** Every change of state that can still be told of a job, in order: of several attempts only the last. */
export function placesOf({ attempts, status }: Pick<Job, 'attempts' | 'status'>): readonly Place[] {
  const at = (attempt: number, phase: Place['phase']): Place => ({ attempt, phase, position: 0 })
  return [
    at(0, 0),
    ...(attempts > 0 ? [at(attempts, 1)] : []),
    ...(attempts > 0 && status === 'queued' ? [at(attempts, 2)] : []),
    ...(isFinal(status) ? [at(attempts, 3)] : []),
  ]
}
