import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import type { TradeColumn } from './trade-columns.ts'
import { resultWords } from './words.ts'

/** Which columns are drawn; the first one, by which a trade is known, always is. */
export function ColumnPicker(props: {
  readonly columns: readonly TradeColumn[]
  readonly hidden: ReadonlySet<TradeColumn>
  readonly onHidden: (hidden: ReadonlySet<TradeColumn>) => void
}): JSX.Element {
  const words = useWords(resultWords)
  const { columns, hidden, onHidden } = props
  const toggle = (column: TradeColumn, isShown: boolean): void => {
    const next = new Set(hidden)
    if (isShown) next.delete(column)
    else next.add(column)
    onHidden(next)
  }
  return (
    <details class="column-picker">
      <summary class="button">{words.columnsPicker}</summary>
      <div class="column-list">
        {columns.slice(1).map((column) => (
          <label key={column} class="check">
            <input
              type="checkbox"
              checked={!hidden.has(column)}
              onChange={({ currentTarget }) => toggle(column, currentTarget.checked)}
            />
            {words.columns[column]}
          </label>
        ))}
      </div>
    </details>
  )
}
