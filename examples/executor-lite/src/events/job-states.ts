import type { Job, Runner } from '@tezgah/runner'

const STATES = ['queued', 'started', 'requeued', 'done', 'failed', 'cancelled'] as const

/** Calls back at each change of state of any job. Returns what stops it. */
export function onJobState(runner: Pick<Runner, 'on'>, listener: (job: Job) => void): () => void {
  const offs = STATES.map((state) => runner.on(state, listener))
  return () => {
    for (const off of offs) off()
  }
}
