import type { JSX } from 'preact'
import { useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import type { FormField } from '../../../ui/schema-form.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { guardrailsMessages } from '../shared/messages.ts'
import { paramPath } from './proposal-draft.ts'
import { rangeText } from './range-text.ts'

type Texts = Readonly<Record<string, string>>

type Props = {
  readonly name: string
  /** `null`: the executor has no such strategy any more. */
  readonly fields: readonly FormField[] | null
  readonly texts: Texts
  readonly errorOf: (path: string) => string | undefined
  readonly onTexts: (texts: Texts) => void
  readonly onRemove: () => void
}

function Parameter(props: Omit<Props, 'fields' | 'onRemove'> & { readonly field: FormField }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const { field, texts } = props
  const path = paramPath(props.name, field.name)
  const common = {
    id: `proposal-${path.replaceAll('.', '-')}`,
    label: field.label,
    value: texts[field.name] ?? field.initial,
    onValue: (text: string) => props.onTexts({ ...texts, [field.name]: text }),
  }
  if (field.kind === 'boolean')
    return (
      <SelectField
        {...common}
        choices={[
          ['true', messages.yes],
          ['false', messages.no],
        ]}
      />
    )
  if (field.kind === 'choice')
    return <SelectField {...common} choices={field.choices.map((choice) => [choice, choice] as const)} />
  return <TextField {...common} hint={rangeText(messages, field)} error={props.errorOf(path)} />
}

/** The parameters of one strategy, from its schema. */
export function StrategyFields(props: Props): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const { fields } = props
  return (
    <fieldset class="guardrails-strategy">
      <legend class="visually-hidden">{props.name}</legend>
      <div class="guardrails-line">
        <b aria-hidden="true">{props.name}</b>
        <Button kind="quiet" onClick={props.onRemove}>
          {messages.remove}
          <span class="visually-hidden"> {props.name}</span>
        </Button>
      </div>
      {fields === null && <p class="guardrails-problem">{messages.strategyGone}</p>}
      {fields?.length === 0 && <p class="quiet">{messages.noParameters}</p>}
      <div class="guardrails-fields">
        {fields?.map((field) => (
          <Parameter key={field.name} {...props} field={field} />
        ))}
      </div>
    </fieldset>
  )
}
