import type { JSX } from 'preact'
import type { RunResult } from '../api/result.ts'
import { flatten } from './flatten.ts'

function Facts({ entries }: { readonly entries: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <dl class="facts columns">
      {entries.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={text.length === 64 ? 'hash' : ''}>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The world that the result assumes, chosen or not, and what it takes to get the very same one again. */
export function Assumptions({ result }: { readonly result: RunResult }): JSX.Element {
  const { manifest } = result
  const identity: readonly (readonly [string, string])[] = [
    ['Engine version', manifest.engineVersion],
    ['Seed', String(manifest.seed ?? 'none')],
    ['Data sha256', manifest.dataSha256],
    ['Result digest', manifest.digest],
  ]
  return (
    <section class="card">
      <h2>Assumptions</h2>
      <Facts entries={flatten(manifest.assumptions)} />
      <h3>Reproduce it</h3>
      <Facts entries={[...flatten(manifest.params), ...identity]} />
    </section>
  )
}
