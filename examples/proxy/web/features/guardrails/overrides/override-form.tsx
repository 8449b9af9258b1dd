import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Dataset, Policy } from '../../../api/documents.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { useNotifications } from '../../../state/notifications.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useApplyLocal } from '../shared/apply-local.ts'
import { guardrailsMessages } from '../shared/messages.ts'
import { Problem } from '../shared/problem.tsx'
import { ReasonField, reasonError } from '../shared/reason-field.tsx'
import { useChange } from '../shared/use-change.ts'
import { localTime, type OverrideDraft, readOverrideDraft } from './override-draft.ts'

const HOUR_MS = 3_600_000

const toggled = (list: readonly string[], name: string): readonly string[] =>
  list.includes(name) ? list.filter((other) => other !== name) : [...list, name]

type Part = { readonly draft: OverrideDraft; readonly change: (part: Partial<OverrideDraft>) => void }

function Checks(props: {
  readonly id: string
  readonly legend: string
  readonly names: readonly (readonly [id: string, shown: string])[]
  readonly chosen: readonly string[]
  readonly error: string | undefined
  readonly onChosen: (chosen: readonly string[]) => void
}): JSX.Element {
  const note = `${props.id}-note`
  return (
    <fieldset class="guardrails-choices" aria-describedby={note}>
      <legend>{props.legend}</legend>
      {props.names.map(([id, shown], index) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            aria-invalid={index === 0 && props.error !== undefined}
            checked={props.chosen.includes(id)}
            onChange={() => props.onChosen(toggled(props.chosen, id))}
          />
          <span>{shown}</span>
        </label>
      ))}
      <p id={note} class={props.error === undefined ? 'hint' : 'hint error'}>
        {props.error}
      </p>
    </fieldset>
  )
}

function Datasets(
  props: Part & { readonly datasets: readonly Dataset[]; readonly error: string | undefined },
): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const { draft, change } = props
  const isAll = draft.datasets === 'all'
  return (
    <>
      <fieldset class="guardrails-choices">
        <legend>{messages.datasets}</legend>
        <label class="check">
          <input type="radio" name="override-datasets" checked={isAll} onChange={() => change({ datasets: 'all' })} />
          <span>{messages.allDatasets}</span>
        </label>
        <label class="check">
          <input type="radio" name="override-datasets" checked={!isAll} onChange={() => change({ datasets: [] })} />
          <span>{messages.chosenDatasets}</span>
        </label>
      </fieldset>
      {draft.datasets !== 'all' && (
        <div class="guardrails-scroll">
          <Checks
            id="override-datasets"
            legend={messages.chosenDatasets}
            names={props.datasets.map(({ id, title }) => [id, title])}
            chosen={draft.datasets}
            error={props.error}
            onChosen={(datasets) => change({ datasets })}
          />
        </div>
      )}
    </>
  )
}

function Time(props: {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly error?: string | undefined
  readonly value: string
  readonly onValue: (value: string) => void
}): JSX.Element {
  return (
    <Field
      id={props.id}
      label={props.label}
      hint={props.hint}
      error={props.error}
      control={(attributes) => (
        <input
          {...attributes}
          class="guardrails-time"
          type="datetime-local"
          value={props.value}
          onInput={(event) => props.onValue(event.currentTarget.value)}
        />
      )}
    />
  )
}

/** Asks to let some starts past some policies, for a time. */
export function OverrideForm(props: {
  readonly policies: readonly Policy[]
  readonly datasets: readonly Dataset[]
  readonly onClose: () => void
}): JSX.Element {
  const api = useApi()
  const notifications = useNotifications()
  const messages = useMessages(guardrailsMessages)
  const { count } = useFormat()
  const learn = useApplyLocal()
  const { isBusy, error, run } = useChange()
  const [tries, setTries] = useState(0)
  const [draft, setDraft] = useState<OverrideDraft>(() => ({
    ...{ policies: [], datasets: 'all', from: '', until: localTime(Date.now() + HOUR_MS), maxUses: '1', reason: '' },
  }))
  const change = (part: Partial<OverrideDraft>): void => setDraft({ ...draft, ...part })
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>(tries > 0 ? '[aria-invalid="true"]' : 'h3')?.focus()
  }, [tries])
  const reading = readOverrideDraft(draft, Date.now())
  const errorOf = (field: 'policies' | 'datasets' | 'until' | 'maxUses', text: string): string | undefined =>
    tries > 0 && !reading.ok && reading.wrong.includes(field) ? text : undefined
  const submit = (event: Event): void => {
    event.preventDefault()
    setTries(tries + 1)
    if (!reading.ok || reasonError(messages, draft.reason, count) !== undefined) return
    run(
      () => api.post('/overrides', { body: reading.body }),
      (override) => {
        learn.override(override)
        notifications.toast(messages.overrideSent, 'good')
        props.onClose()
      },
    )
  }
  const waivable = props.policies.filter(({ canBeWaived }) => canBeWaived)
  return (
    <form ref={form} class="guardrails-form" onSubmit={submit} noValidate aria-labelledby="override-form-title">
      <h3 id="override-form-title" tabIndex={-1}>
        {messages.overrideForm}
      </h3>
      <Checks
        id="override-policies"
        legend={messages.policiesToWaive}
        names={waivable.map(({ name }) => [name, name])}
        chosen={draft.policies}
        error={errorOf('policies', messages.choosePolicy)}
        onChosen={(policies) => change({ policies })}
      />
      <Datasets
        draft={draft}
        change={change}
        datasets={props.datasets}
        error={errorOf('datasets', messages.chooseDataset)}
      />
      <div class="guardrails-fields">
        <Time
          id="override-from"
          label={messages.begin}
          hint={messages.beginHint}
          value={draft.from}
          onValue={(from) => change({ from })}
        />
        <Time
          id="override-until"
          label={messages.until}
          hint={messages.untilHint}
          error={errorOf('until', messages.untilWrong)}
          value={draft.until}
          onValue={(until) => change({ until })}
        />
      </div>
      <TextField
        id="override-uses"
        label={messages.uses}
        hint={messages.usesHint}
        error={errorOf('maxUses', messages.usesHint)}
        value={draft.maxUses}
        onValue={(maxUses) => change({ maxUses })}
      />
      <ReasonField
        id="override-reason"
        value={draft.reason}
        wasTried={tries > 0}
        onValue={(reason) => change({ reason })}
      />
      <Problem error={error} />
      <div class="dialog-actions">
        <Button onClick={props.onClose}>{messages.cancel}</Button>
        <Button type="submit" kind="primary" busy={isBusy}>
          {messages.overrideSend}
        </Button>
      </div>
    </form>
  )
}
