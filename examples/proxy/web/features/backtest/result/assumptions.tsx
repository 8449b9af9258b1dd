import type { JSX } from 'preact'
import type { RunResult } from '../../../api/result-formats.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { Card } from '../../../ui/card.tsx'
import { assumptionLines, flatten, type Line } from './flatten.ts'
import { resultMessages } from './messages.ts'

function Facts(props: { readonly entries: readonly Line[]; readonly inColumns: boolean }): JSX.Element {
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
  const messages = useMessages(resultMessages)
  const { manifest } = result
  const identity: readonly Line[] = [
    [messages.engineVersion, manifest.engineVersion],
    [messages.seed, String(manifest.seed ?? messages.none)],
    [messages.dataSha256, manifest.dataSha256],
    [messages.digest, manifest.digest],
  ]
  return (
    <div class="stack">
      <Card title={messages.assumptions}>
        <Facts entries={assumptionLines(manifest.assumptions)} inColumns={true} />
      </Card>
      <Card title={messages.reproduce}>
        <Facts entries={[...flatten(manifest.params), ...identity]} inColumns={false} />
      </Card>
    </div>
  )
}
