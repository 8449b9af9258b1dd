import type { JSX } from 'preact'
import type { RunResult } from '../api/result.ts'
import { humanise } from '../format/words.ts'

/** Nested settings as one line each: "slippage.bps" → "0". */
function flatten(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, value === null ? 'none' : String(value)]]
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]]
  return Object.entries(value).flatMap(([name, inner]) => flatten(inner, path === '' ? name : `${path} ${name}`))
}

function Facts({ entries }: { readonly entries: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <dl class="facts">
      {entries.map(([name, text]) => (
        <div key={name}>
          <dt>{humanise(name)}</dt>
          <dd class={text.length === 64 ? 'hash' : ''}>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The world that the result assumes, and what it takes to get the very same one again. */
export function Assumptions({ result }: { readonly result: RunResult }): JSX.Element {
  const { manifest } = result
  const identity: readonly (readonly [string, string])[] = [
    ['engineVersion', manifest.engineVersion],
    ['seed', String(manifest.seed ?? 'none')],
    ['dataSha256', manifest.dataSha256],
    ['resultDigest', manifest.digest],
  ]
  return (
    <section class="card">
      <h2>Assumptions</h2>
      <Facts entries={flatten(manifest.assumptions, '')} />
      <h3>Reproduce it</h3>
      <Facts entries={[...flatten(manifest.params, ''), ...identity]} />
    </section>
  )
}
