import type { JSX } from 'preact'
import type { Fields } from '../../../api/documents.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { FieldGrid } from '../../../ui/field-group.tsx'
import type { FormField } from '../../../ui/schema-form.ts'
import { formMessages } from './messages.ts'

type Texts = Readonly<Record<string, string>>

/** Settings of the run that is shown which have no field: they are not lost by changing something else. */
function Kept({ kept, onDrop }: { readonly kept: Fields; readonly onDrop: () => void }): JSX.Element | null {
  const messages = useMessages(formMessages)
  const entries = Object.entries(kept)
  if (entries.length === 0) return null
  return (
    <div class="form-kept">
      <h3>{messages.kept}</h3>
      <ul>
        {entries.map(([path, value]) => (
          <li key={path}>
            <code>{path}</code> {typeof value === 'string' ? value : JSON.stringify(value)}
          </li>
        ))}
      </ul>
      <Button kind="quiet" onClick={onDrop}>
        {messages.dropKept}
      </Button>
    </div>
  )
}

/** Settings that have good defaults, out of the way until they are asked for. */
export function AssumptionsGroup(props: {
  readonly fields: readonly FormField[]
  readonly texts: Texts
  readonly errors: Texts
  readonly changed: number
  readonly kept: Fields
  readonly open: boolean
  readonly onToggle: (open: boolean) => void
  readonly onText: (name: string, text: string) => void
  readonly onDropKept: () => void
}): JSX.Element {
  const messages = useMessages(formMessages)
  const changed = props.changed + Object.keys(props.kept).length
  return (
    <details class="assumptions" open={props.open} onToggle={(event) => props.onToggle(event.currentTarget.open)}>
      <summary>
        {messages.assumptions}{' '}
        <span class="quiet">{changed === 0 ? messages.allDefault : messages.changed(changed)}</span>
      </summary>
      <FieldGrid {...props} pathOf={(name) => `settings.${name}`} />
      <Kept kept={props.kept} onDrop={props.onDropKept} />
    </details>
  )
}
