import type { JSX } from 'preact'
import type { RunState } from './run-state.ts'

type Watching = Extract<RunState, { phase: 'starting' | 'watching' }>

const STEPS = ['queued', 'running', 'done'] as const
const WORDS = { queued: 'Queued', running: 'Running', done: 'Done' } as const

function stepOf(state: Watching): number {
  if (state.phase === 'starting' || state.run === null) return 0
  return state.run.status === 'running' ? 1 : 0
}

function describe(state: Watching): string {
  if (state.phase === 'starting') return 'Asking the executor to start it'
  if (state.trouble !== null) {
    const seconds = Math.ceil(state.trouble.retryInMs / 1_000)
    return `${state.trouble.error.title}. ${state.trouble.error.message} Asking again in ${seconds} s.`
  }
  const { run } = state
  if (run?.progress) return `${Math.floor(run.progress * 100)} % of the candles processed`
  return run?.status === 'running' ? 'The engine is working on it' : 'Waiting for a free worker'
}

/** Queued → running → done, and in words what is being waited for. */
export function RunProgress({ state }: { readonly state: Watching }): JSX.Element {
  const current = stepOf(state)
  return (
    <section class="card progress" aria-label="Progress of the run">
      <ol class="steps">
        {STEPS.map((step, index) => (
          <li key={step} data-state={index < current ? 'past' : index === current ? 'current' : 'ahead'}>
            {WORDS[step]}
          </li>
        ))}
      </ol>
      <p class="quiet">{describe(state)}</p>
    </section>
  )
}
