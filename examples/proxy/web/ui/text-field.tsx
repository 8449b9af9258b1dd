import type { ComponentChildren, JSX } from 'preact'
import { Field } from './field.tsx'

/** A line of text with label, hint and error. */
export function TextField(props: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly type?: 'text' | 'password'
  readonly autocomplete?: 'off' | 'username' | 'current-password'
  readonly hint?: ComponentChildren
  readonly error?: string | undefined
}): JSX.Element {
  return (
    <Field
      id={props.id}
      label={props.label}
      hint={props.hint}
      error={props.error}
      control={(attributes) => {
        const common = {
          ...attributes,
          value: props.value,
          autocomplete: props.autocomplete ?? 'off',
          spellcheck: false,
          onInput: (event: { readonly currentTarget: HTMLInputElement }) => props.onValue(event.currentTarget.value),
        } as const
        return props.type === 'password' ? <input {...common} type="password" /> : <input {...common} type="text" />
      }}
    />
  )
}
