import type { ComponentChildren, JSX } from 'preact'
import { Field } from './field.tsx'

/** Several lines of text with label, hint and error. */
export function TextArea(props: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly hint?: ComponentChildren
  readonly error?: string | undefined
}): JSX.Element {
  return (
    <Field
      id={props.id}
      label={props.label}
      hint={props.hint}
      error={props.error}
      control={(attributes) => (
        <textarea
          {...attributes}
          class="text-area"
          rows={3}
          value={props.value}
          onInput={(event) => props.onValue(event.currentTarget.value)}
        />
      )}
    />
  )
}
