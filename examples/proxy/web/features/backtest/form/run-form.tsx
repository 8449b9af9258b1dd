import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Documents, RunInputs, Settings } from '../../../api/documents.ts'
import type { FieldProblem } from '../../../api/errors.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { Field } from '../../../ui/field.tsx'
import { FieldGroup } from '../../../ui/field-group.tsx'
import { formFields, readForm } from '../../../ui/schema-form.ts'
import { ACCOUNT_PATHS, accountFields, accountOf } from './account-fields.ts'
import { assumptionFields, assumptionsOf } from './assumption-fields.ts'
import { AssumptionsGroup } from './assumptions-group.tsx'
import { datasetErrors } from './dataset-choice.ts'
import { DatasetFields } from './dataset-fields.tsx'
import { type FormStart, formStartOf, settingsOf } from './form-start.ts'
import { formMessages } from './messages.ts'

type Texts = Readonly<Record<string, string>>

type Props = {
  readonly strategies: Documents['StrategyList']
  readonly datasets: Documents['DatasetList']
  readonly settings: Settings
  /** The inputs of the run that is shown; `null`: what makes a good first one. */
  readonly inputs: RunInputs | null
  readonly busy: boolean
  /** What the executor found wrong with the last request. */
  readonly refusals: readonly FieldProblem[]
  /** A dataset to choose: it was just uploaded. */
  readonly added: string | null
  readonly onStart: (inputs: RunInputs) => void
  readonly onUpload: () => void
}

function startOf({ inputs, strategies, datasets, settings }: Props): FormStart {
  const offered = assumptionFields(settings, {}, { labels: {}, helps: {} }).map(({ name }) => name)
  if (inputs !== null) return formStartOf(inputs, offered)
  return {
    strategy: strategies.default,
    datasets: [datasets.default],
    detail: [],
    params: {},
    account: {},
    assumptions: {},
    kept: {},
  }
}

const prefixed = (errors: Texts, pathOf: (name: string) => string): Texts =>
  Object.fromEntries(Object.entries(errors).map(([name, error]) => [pathOf(name), error]))

/** Everything a run needs, already filled in. Mounted anew for each run that is shown. */
export function RunForm(props: Props): JSX.Element {
  const { strategies, datasets, settings, busy, refusals, added } = props
  const messages = useMessages(formMessages)
  const [form, setForm] = useState<FormStart>(() => startOf(props))
  const [showsAssumptions, showAssumptions] = useState(false)
  // Errors of the page's own check and of the executor share one map, keyed by the path in the body.
  const [errors, setErrors] = useState<Texts>({})
  // Only a refused attempt moves the focus; clearing an error while typing must not.
  const [attempt, setAttempt] = useState(0)
  const element = useRef<HTMLFormElement>(null)

  const strategy = strategies.strategies.find(({ name }) => name === form.strategy)
  const fields = strategy === undefined ? [] : formFields(strategy.params)
  const account = accountFields(messages)
  const assumptions = assumptionFields(settings, form.assumptions, messages)
  const changed = assumptionsOf(assumptions, form.assumptions)
  const wantsDetail = form.assumptions['execution.path'] === 'detail'
  const change = (part: Partial<FormStart>): void => setForm((before) => ({ ...before, ...part }))

  const refuse = (found: Texts): void => {
    setErrors(found)
    // A field with an error must be visible, and only a visible field can take the focus.
    if (assumptions.some(({ name }) => `settings.${name}` in found)) showAssumptions(true)
    setAttempt((count) => count + 1)
  }
  useLayoutEffect(() => refuse(Object.fromEntries(refusals.map((r) => [r.field, r.message]))), [refusals])
  useLayoutEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempt])
  useLayoutEffect(() => {
    if (added !== null) change({ datasets: [added], detail: [] })
  }, [added])

  const clearErrors = (isAbout: (path: string) => boolean): void => {
    if (Object.keys(errors).some(isAbout))
      setErrors(Object.fromEntries(Object.entries(errors).filter(([path]) => !isAbout(path))))
  }
  const clearError = (path: string): void => clearErrors((other) => other === path)
  const chooseStrategy = (name: string): void => {
    change({ strategy: name, params: {} })
    setErrors({})
  }

  const submit = (event: Event): void => {
    event.preventDefault()
    if (busy) return
    const params = readForm(fields, form.params, messages)
    const costs = readForm(account, form.account, messages)
    const rules = readForm(assumptions, form.assumptions, messages)
    const found: Texts = {
      ...datasetErrors(form.datasets, datasets.datasets, messages),
      ...(wantsDetail && form.detail.length === 0 ? { detail: messages.detailMissing } : {}),
      ...(params.ok ? {} : prefixed(params.errors, (name) => `params.${name}`)),
      ...(costs.ok ? {} : prefixed(costs.errors, (name) => ACCOUNT_PATHS[name] ?? name)),
      ...(rules.ok ? {} : prefixed(rules.errors, (name) => `settings.${name}`)),
    }
    if (!params.ok || Object.keys(found).length > 0) {
      refuse(found)
      return
    }
    props.onStart({
      strategy: form.strategy,
      datasets: form.datasets,
      detail: wantsDetail ? form.detail : [],
      params: params.values,
      settings: settingsOf({ ...accountOf(form.account), ...changed }, form.kept),
    })
  }

  return (
    <form ref={element} id="new-run" class="card run-form" onSubmit={submit} noValidate aria-label={messages.title}>
      <h2>{messages.title}</h2>
      <Field
        id="strategy"
        label={messages.strategy}
        hint={strategy?.description ?? messages.noDescription}
        error={errors['strategy']}
        control={(attributes) => (
          <select {...attributes} value={form.strategy} onChange={(e) => chooseStrategy(e.currentTarget.value)}>
            {strategy === undefined && <option>{form.strategy}</option>}
            {strategies.strategies.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      />
      <DatasetFields
        datasets={datasets.datasets}
        chosen={form.datasets}
        detail={form.detail}
        wantsDetail={wantsDetail}
        errors={errors}
        onChosen={(chosen) => {
          change({ datasets: chosen, detail: [] })
          clearErrors((path) => path.startsWith('dataset') || path.startsWith('detail'))
        }}
        onDetail={(detail) => {
          change({ detail })
          clearErrors((path) => path.startsWith('detail'))
        }}
        onUpload={props.onUpload}
      />
      <FieldGroup
        legend={messages.parameters}
        empty={messages.noParameters}
        fields={fields}
        pathOf={(name) => `params.${name}`}
        texts={form.params}
        errors={errors}
        onText={(name, text) => {
          change({ params: { ...form.params, [name]: text } })
          clearError(`params.${name}`)
        }}
      />
      <FieldGroup
        legend={messages.account}
        empty=""
        fields={account}
        pathOf={(name) => ACCOUNT_PATHS[name] ?? name}
        texts={form.account}
        errors={errors}
        onText={(name, text) => {
          change({ account: { ...form.account, [name]: text } })
          clearError(ACCOUNT_PATHS[name] ?? name)
        }}
      />
      <AssumptionsGroup
        fields={assumptions}
        texts={form.assumptions}
        errors={errors}
        changed={Object.keys(changed).length}
        kept={form.kept}
        open={showsAssumptions}
        onToggle={showAssumptions}
        onText={(name, text) => {
          change({ assumptions: { ...form.assumptions, [name]: text } })
          clearError(`settings.${name}`)
        }}
        onDropKept={() => change({ kept: {} })}
      />
      <button type="submit" class="primary" aria-disabled={busy}>
        {busy ? messages.running : messages.run}
      </button>
    </form>
  )
}
