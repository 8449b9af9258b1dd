import type { JSX } from 'preact'
import type { Dataset } from '../../../api/documents.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { finerThan, mismatch } from './dataset-choice.ts'
import { DatasetFacts } from './dataset-facts.tsx'
import { formMessages } from './messages.ts'

type Texts = Readonly<Record<string, string>>

/** As many as the executor takes. */
const MOST_DATASETS = 50

const optionsOf = (datasets: readonly Dataset[]): readonly JSX.Element[] =>
  datasets.map(({ id, title }) => (
    <option key={id} value={id}>
      {title}
    </option>
  ))

function DatasetField(props: {
  readonly index: number
  readonly id: string
  readonly count: number
  readonly before: readonly Dataset[]
  readonly datasets: readonly Dataset[]
  readonly error: string | undefined
  readonly onChoose: (id: string) => void
  readonly onRemove: () => void
}): JSX.Element {
  const messages = useMessages(formMessages)
  const { index, datasets, before } = props
  const dataset = datasets.find(({ id }) => id === props.id)
  const fitting = datasets.filter((one) => one.id === props.id || mismatch(one, before, messages) === null)
  const others = datasets.filter((one) => !fitting.includes(one))
  return (
    <Field
      id={index === 0 ? 'dataset' : `dataset-${index + 1}`}
      label={props.count === 1 ? messages.dataset : messages.datasetNumber(index + 1)}
      hint={dataset === undefined ? null : <DatasetFacts dataset={dataset} />}
      error={props.error}
      control={(attributes) => (
        <div class="form-dataset">
          <select {...attributes} value={props.id} onChange={(event) => props.onChoose(event.currentTarget.value)}>
            {dataset === undefined && <option value={props.id}>{props.id}</option>}
            {optionsOf(fitting)}
            {others.length > 0 && (
              <optgroup label={messages.doesNotFit} disabled>
                {optionsOf(others)}
              </optgroup>
            )}
          </select>
          {index > 0 && (
            <button
              type="button"
              class="icon-button"
              aria-label={messages.removeDataset(dataset?.title ?? props.id)}
              onClick={props.onRemove}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      )}
    />
  )
}

function DetailField(props: {
  readonly dataset: Dataset
  readonly datasets: readonly Dataset[]
  readonly chosen: readonly string[]
  readonly error: string | undefined
  readonly onChoose: (detail: readonly string[]) => void
}): JSX.Element {
  const messages = useMessages(formMessages)
  const finer = finerThan(props.dataset, props.datasets)
  const others = props.chosen.filter((id) => !finer.some((one) => one.id === id))
  const value = finer.find(({ id }) => props.chosen.includes(id))?.id ?? ''
  return (
    <Field
      id={`detail-${props.dataset.id}`}
      label={messages.detail(props.dataset.symbol)}
      hint={finer.length === 0 ? messages.detailAbsent : null}
      error={props.error}
      control={(attributes) => (
        <select
          {...attributes}
          value={value}
          onChange={({ currentTarget }) =>
            props.onChoose(currentTarget.value === '' ? others : [...others, currentTarget.value])
          }
        >
          <option value="">{messages.detailNone}</option>
          {optionsOf(finer)}
        </select>
      )}
    />
  )
}

/** One dataset for each symbol, finer candles of them where the path wants some, and the way to a new one. */
export function DatasetFields(props: {
  readonly datasets: readonly Dataset[]
  readonly chosen: readonly string[]
  readonly detail: readonly string[]
  readonly wantsDetail: boolean
  readonly errors: Texts
  readonly onChosen: (chosen: readonly string[]) => void
  readonly onDetail: (detail: readonly string[]) => void
  readonly onUpload: () => void
}): JSX.Element {
  const messages = useMessages(formMessages)
  const { datasets, chosen, errors } = props
  const known = chosen.flatMap((id) => datasets.find((one) => one.id === id) ?? [])
  const next = datasets.find((one) => mismatch(one, known, messages) === null)
  const replace = (index: number, ids: readonly string[]): void => props.onChosen(chosen.toSpliced(index, 1, ...ids))
  return (
    <div class="form-datasets">
      {chosen.map((id, index) => (
        <DatasetField
          key={index}
          index={index}
          id={id}
          count={chosen.length}
          before={known.slice(0, index)}
          datasets={datasets}
          error={errors[`datasets[${index}]`] ?? (index === 0 ? (errors['datasets'] ?? errors['dataset']) : undefined)}
          onChoose={(other) => replace(index, [other])}
          onRemove={() => replace(index, [])}
        />
      ))}
      <div class="form-dataset-actions">
        <Button
          kind="quiet"
          disabled={next === undefined || chosen.length >= MOST_DATASETS}
          onClick={() => next && props.onChosen([...chosen, next.id])}
        >
          {messages.addDataset}
        </Button>
        <Button kind="quiet" onClick={props.onUpload}>
          {messages.upload}
        </Button>
      </div>
      {next === undefined && known[0] !== undefined && <p class="hint">{messages.noMoreDatasets(known[0].interval)}</p>}
      {props.wantsDetail &&
        known.map((dataset, index) => (
          <DetailField
            key={dataset.id}
            dataset={dataset}
            datasets={datasets}
            chosen={props.detail}
            error={errors[`detail[${index}]`] ?? (index === 0 ? errors['detail'] : undefined)}
            onChoose={props.onDetail}
          />
        ))}
    </div>
  )
}
