import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { FieldProblem } from '../api/api-error.ts'
import type { Catalogue, Dataset, Strategy } from '../api/catalogue.ts'
import type { RunRequest } from '../api/run.ts'
import type { Settings } from '../api/settings.ts'
import { ACCOUNT_FIELDS, ACCOUNT_PATHS, accountOf } from './account-fields.ts'
import { assumptionFields, assumptionsOf, nested } from './assumption-fields.ts'
import { AssumptionsGroup } from './assumptions-group.tsx'
import { DatasetFacts } from './dataset-facts.tsx'
import { Field } from './field.tsx'
import { FieldGroup } from './field-group.tsx'
import { formFields, readForm } from './schema-form.ts'

type Texts = Readonly<Record<string, string>>

type Props = {
  readonly strategies: Catalogue<Strategy>
  readonly datasets: Catalogue<Dataset>
  readonly settings: Settings
  readonly busy: boolean
  /** What the executor found wrong with the last request. */
  readonly refusals: readonly FieldProblem[]
  readonly onStart: (request: RunRequest) => void
}

const preferredOf = <T,>({ items, preferred }: Catalogue<T>, key: (item: T) => string): string =>
  preferred ?? (items[0] === undefined ? '' : key(items[0]))

/** Everything a run needs, already filled in with what makes a good first one. */
export function RunForm({ strategies, datasets, settings, busy, refusals, onStart }: Props): JSX.Element {
  const [strategyName, setStrategyName] = useState(() => preferredOf(strategies, (s) => s.name))
  const [datasetId, setDatasetId] = useState(() => preferredOf(datasets, (d) => d.id))
  const [paramTexts, setParamTexts] = useState<Texts>({})
  const [accountTexts, setAccountTexts] = useState<Texts>({})
  const [assumptionTexts, setAssumptionTexts] = useState<Texts>({})
  const [showsAssumptions, showAssumptions] = useState(false)
  // Errors of the page's own check and of the executor share one map, keyed by the path in the body.
  const [errors, setErrors] = useState<Texts>({})
  // Only a refused attempt moves the focus; clearing an error while typing must not.
  const [attempt, setAttempt] = useState(0)
  const form = useRef<HTMLFormElement>(null)

  const strategy = strategies.items.find(({ name }) => name === strategyName)
  const dataset = datasets.items.find(({ id }) => id === datasetId)
  const fields = strategy === undefined ? [] : formFields(strategy.params)
  const assumptions = assumptionFields(settings, assumptionTexts)
  const changed = assumptionsOf(assumptions, assumptionTexts)

  const refuse = (found: Texts): void => {
    setErrors(found)
    // What is to be mended must be in sight, and only what is in sight can take the focus.
    if (assumptions.some(({ name }) => `settings.${name}` in found)) showAssumptions(true)
    setAttempt((count) => count + 1)
  }
  useLayoutEffect(() => refuse(Object.fromEntries(refusals.map((r) => [r.field, r.message]))), [refusals])
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempt])

  const clearError = (path: string): void => {
    if (path in errors) setErrors(Object.fromEntries(Object.entries(errors).filter(([other]) => other !== path)))
  }
  const chooseStrategy = (name: string): void => {
    setStrategyName(name)
    setParamTexts({})
    setErrors({})
  }

  const submit = (event: Event): void => {
    event.preventDefault()
    if (busy) return
    const params = readForm(fields, paramTexts)
    const account = readForm(ACCOUNT_FIELDS, accountTexts)
    const rules = readForm(assumptions, assumptionTexts)
    if (params.ok && account.ok && rules.ok) {
      const wanted = nested({ ...accountOf(accountTexts), ...changed })
      onStart({ strategy: strategyName, dataset: datasetId, params: params.values, settings: wanted })
      return
    }
    const found: Record<string, string> = {}
    if (!rules.ok) for (const [name, error] of Object.entries(rules.errors)) found[`settings.${name}`] = error
    if (!params.ok) for (const [name, error] of Object.entries(params.errors)) found[`params.${name}`] = error
    if (!account.ok)
      for (const [name, error] of Object.entries(account.errors)) found[ACCOUNT_PATHS[name] ?? name] = error
    refuse(found)
  }

  return (
    <form ref={form} class="card run-form" onSubmit={submit} noValidate aria-label="New backtest">
      <h2>New backtest</h2>
      <Field
        id="strategy"
        label="Strategy"
        hint={strategy?.description ?? 'No description'}
        error={errors['strategy']}
        control={(attributes) => (
          <select {...attributes} value={strategyName} onChange={(e) => chooseStrategy(e.currentTarget.value)}>
            {strategies.items.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      />
      <Field
        id="dataset"
        label="Dataset"
        hint={dataset === undefined ? null : <DatasetFacts dataset={dataset} />}
        error={errors['dataset']}
        control={(attributes) => (
          <select {...attributes} value={datasetId} onChange={(e) => setDatasetId(e.currentTarget.value)}>
            {datasets.items.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        )}
      />
      <FieldGroup
        legend="Parameters"
        empty="This strategy has no parameters."
        fields={fields}
        pathOf={(name) => `params.${name}`}
        texts={paramTexts}
        errors={errors}
        onText={(name, text) => {
          setParamTexts({ ...paramTexts, [name]: text })
          clearError(`params.${name}`)
        }}
      />
      <FieldGroup
        legend="Account and costs"
        empty=""
        fields={ACCOUNT_FIELDS}
        pathOf={(name) => ACCOUNT_PATHS[name] ?? name}
        texts={accountTexts}
        errors={errors}
        onText={(name, text) => {
          setAccountTexts({ ...accountTexts, [name]: text })
          clearError(ACCOUNT_PATHS[name] ?? name)
        }}
      />
      <AssumptionsGroup
        fields={assumptions}
        texts={assumptionTexts}
        errors={errors}
        changed={Object.keys(changed).length}
        open={showsAssumptions}
        onToggle={showAssumptions}
        onText={(name, text) => {
          setAssumptionTexts({ ...assumptionTexts, [name]: text })
          clearError(`settings.${name}`)
        }}
      />
      <button type="submit" class="primary" aria-disabled={busy}>
        {busy ? 'Running…' : 'Run backtest'}
      </button>
    </form>
  )
}
