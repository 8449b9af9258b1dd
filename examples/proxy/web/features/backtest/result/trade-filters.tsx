import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import type { Trade } from '../../../api/result-formats.ts'
import { humanise } from '../../../i18n/humanise.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { choicesOf, type TradeFilter } from './filter-trades.ts'
import { resultMessages } from './messages.ts'

type Option = readonly [value: string, label: string]

function Choice(props: {
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly onValue: (value: string) => void
}): JSX.Element {
  const messages = useMessages(resultMessages)
  return (
    <label class="filter">
      <span>{props.label}</span>
      <select value={props.value} onChange={({ currentTarget }) => props.onValue(currentTarget.value)}>
        <option value="">{messages.filter.all}</option>
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

function Input(props: {
  readonly label: string
  readonly type: 'text' | 'date'
  readonly value: string
  readonly onValue: (value: string) => void
}): JSX.Element {
  const id = useId()
  const common = {
    id,
    value: props.value,
    autocomplete: 'off',
    spellcheck: false,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => props.onValue(event.currentTarget.value),
  } as const
  return (
    <div class="filter">
      <label for={id}>{props.label}</label>
      {props.type === 'date' ? <input {...common} type="date" /> : <input {...common} type="text" />}
    </div>
  )
}

/** Choices that have only one answer are not asked. */
export function TradeFilters(props: {
  readonly trades: readonly Trade[]
  readonly filter: TradeFilter
  readonly onFilter: (filter: TradeFilter) => void
}): JSX.Element {
  const { trades, filter, onFilter } = props
  const messages = useMessages(resultMessages)
  const labels = messages.filter
  const change = (part: Partial<TradeFilter>): void => onFilter({ ...filter, ...part })
  const [symbols, sides, reasons] = [
    choicesOf(trades, 'symbol'),
    choicesOf(trades, 'side'),
    choicesOf(trades, 'exitReason'),
  ]
  const named = (values: readonly string[], name: (value: string) => string): readonly Option[] =>
    values.map((value) => [value, name(value)])
  const outcomes: readonly Option[] = [
    ['won', labels.won],
    ['lost', labels.lost],
  ]
  return (
    <section class="filters" aria-label={messages.filters}>
      <Input label={labels.text} type="text" value={filter.text} onValue={(text) => change({ text })} />
      {symbols !== null && (
        <Choice
          label={labels.symbol}
          value={filter.symbol}
          options={named(symbols, String)}
          onValue={(symbol) => change({ symbol })}
        />
      )}
      {sides !== null && (
        <Choice
          label={labels.side}
          value={filter.side}
          options={named(sides, (side) => messages.sides[side] ?? side)}
          onValue={(side) => change({ side })}
        />
      )}
      <Choice
        label={labels.outcome}
        value={filter.outcome}
        options={outcomes}
        onValue={(outcome) => change({ outcome: outcome === 'won' || outcome === 'lost' ? outcome : '' })}
      />
      {reasons !== null && (
        <Choice
          label={labels.reason}
          value={filter.reason}
          options={named(reasons, humanise)}
          onValue={(reason) => change({ reason })}
        />
      )}
      <Input label={labels.from} type="date" value={filter.from} onValue={(from) => change({ from })} />
      <Input label={labels.to} type="date" value={filter.to} onValue={(to) => change({ to })} />
    </section>
  )
}
