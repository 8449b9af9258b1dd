import type { JSX } from 'preact'
import { Field } from './field.tsx'

/** A choice of a few, with label and hint. `choices`: value and what is shown of it. */
export function SelectField(props: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, shown: string])[]
  readonly onValue: (value: string) => void
  readonly hint?: string
}): JSX.Element {
  return (
    <Field
      id={props.id}
      label={props.label}
      hint={props.hint ?? ''}
      error={undefined}
      control={(attributes) => (
        <select {...attributes} value={props.value} onChange={(event) => props.onValue(event.currentTarget.value)}>
          {props.choices.map(([value, shown]) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
        </select>
      )}
    />
  )
}
