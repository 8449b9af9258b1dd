import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import { type ControlAttributes, Field } from './field.tsx'
import { type FormField, rangeOf } from './schema-form.ts'
import { type SchemaMessages, schemaMessages } from './schema-messages.ts'

type Props = {
  readonly id: string
  readonly field: FormField
  readonly text: string
  readonly error: string | undefined
  readonly onText: (text: string) => void
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function hintOf(field: FormField, messages: SchemaMessages): string {
  const range = rangeOf(field, messages)
  const facts = [range, field.initial === '' ? null : messages.defaultIs(field.initial)].filter((fact) => fact !== null)
  const limits = facts.length === 0 ? '' : sentence(facts.join(', '))
  return field.help === null ? limits : `${field.help.replace(/\.$/, '')}. ${limits}`
}

function Choice(props: Props & { readonly attributes: ControlAttributes }): JSX.Element {
  const messages = useMessages(schemaMessages)
  const choices = props.field.kind === 'boolean' ? ['true', 'false'] : props.field.choices
  return (
    <select
      {...props.attributes}
      value={props.text === props.field.unset ? '' : props.text}
      onChange={(event) => props.onText(event.currentTarget.value)}
    >
      {props.field.unset !== null && <option value="">{props.field.unset}</option>}
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {props.field.kind === 'boolean' ? (choice === 'true' ? messages.yes : messages.no) : choice}
        </option>
      ))}
    </select>
  )
}

function Text(props: Props & { readonly attributes: ControlAttributes }): JSX.Element {
  const { kind } = props.field
  return (
    <input
      {...props.attributes}
      type="text"
      inputMode={kind === 'integer' ? 'numeric' : kind === 'number' ? 'decimal' : 'text'}
      autocomplete="off"
      spellcheck={false}
      placeholder={props.field.unset ?? undefined}
      value={props.text}
      onInput={(event) => props.onText(event.currentTarget.value)}
    />
  )
}

/** One parameter: a choice or a text box, with its range and default under it. */
export function SchemaField(props: Props): JSX.Element {
  const messages = useMessages(schemaMessages)
  const isChoice = props.field.kind === 'choice' || props.field.kind === 'boolean'
  return (
    <Field
      id={props.id}
      label={props.field.label}
      hint={hintOf(props.field, messages)}
      error={props.error}
      control={(attributes) =>
        isChoice ? <Choice {...props} attributes={attributes} /> : <Text {...props} attributes={attributes} />
      }
    />
  )
}
