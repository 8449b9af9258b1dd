import type { JSX } from 'preact'
import { SchemaField } from './schema-field.tsx'
import type { FormField } from './schema-form.ts'

type Texts = Readonly<Record<string, string>>

type Props = {
  readonly fields: readonly FormField[]
  readonly pathOf: (name: string) => string
  readonly texts: Texts
  readonly errors: Texts
  readonly onText: (name: string, text: string) => void
}

/** Some fields under one legend. */
export function FieldGroup(props: Props & { readonly legend: string; readonly empty: string }): JSX.Element {
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {props.fields.length === 0 && <p class="hint">{props.empty}</p>}
      <FieldGrid {...props} />
    </fieldset>
  )
}

/** Some fields side by side. A body path such as `params.fast` finds a field's error and makes its id. */
export function FieldGrid(props: Props): JSX.Element {
  return (
    <div class="field-grid">
      {props.fields.map((field) => (
        <SchemaField
          key={field.name}
          id={props.pathOf(field.name).replaceAll('.', '-')}
          field={field}
          text={props.texts[field.name] ?? field.initial}
          error={props.errors[props.pathOf(field.name)]}
          onText={(text) => props.onText(field.name, text)}
        />
      ))}
    </div>
  )
}
