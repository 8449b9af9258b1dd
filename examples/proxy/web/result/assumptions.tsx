import type { JSX } from 'preact'
import type { RunResult } from '../api/result.ts'
import { flatten } from './flatten.ts'

function Facts(props: {
  readonly entries: readonly (readonly [string, string])[]
  readonly inColumns: boolean
}): JSX.Element {
  return (
    <dl class={props.inColumns ? 'facts columns' : 'facts'}>
      {props.entries.map(([name, text], index) => (
        // Two settings may share a name; their place is all the identity a static row needs.
        <div key={index}>
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
      <Facts entries={flatten(manifest.assumptions)} inColumns={true} />
      <h3>Reproduce it</h3>
      <Facts entries={[...flatten(manifest.params), ...identity]} inColumns={false} />
    </section>
  )
}
