import type { JSX } from 'preact'
import { FieldGrid } from './field-group.tsx'
import type { FormField } from './schema-form.ts'

type Texts = Readonly<Record<string, string>>

/** Settings that have good defaults, out of the way until they are asked for. */
export function AssumptionsGroup(props: {
  readonly fields: readonly FormField[]
  readonly texts: Texts
  readonly errors: Texts
  readonly changed: number
  readonly open: boolean
  readonly onToggle: (open: boolean) => void
  readonly onText: (name: string, text: string) => void
}): JSX.Element {
  const { changed, onToggle } = props
  return (
    <details class="assumptions" open={props.open} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>
        Assumptions <span class="quiet">{changed === 0 ? 'all as by default' : `${changed} changed`}</span>
      </summary>
      <FieldGrid {...props} pathOf={(name) => `settings.${name}`} />
    </details>
  )
}
