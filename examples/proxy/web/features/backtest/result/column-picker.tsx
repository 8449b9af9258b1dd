import type { JSX } from 'preact'
import { useMessages } from '../../../i18n/use-messages.ts'
import { resultMessages } from './messages.ts'
import type { TradeColumn } from './trade-columns.ts'

/** Which columns are drawn; the first one, by which a trade is known, always is. */
export function ColumnPicker(props: {
  readonly columns: readonly TradeColumn[]
  readonly hidden: ReadonlySet<TradeColumn>
  readonly onHidden: (hidden: ReadonlySet<TradeColumn>) => void
}): JSX.Element {
  const messages = useMessages(resultMessages)
  const { columns, hidden, onHidden } = props
  const toggle = (column: TradeColumn, isShown: boolean): void => {
    const next = new Set(hidden)
    if (isShown) next.delete(column)
    else next.add(column)
    onHidden(next)
  }
  return (
    <details class="column-picker">
      <summary class="button">{messages.columnsPicker}</summary>
      <div class="column-list">
        {columns.slice(1).map((column) => (
          <label key={column} class="check">
            <input
              type="checkbox"
              checked={!hidden.has(column)}
              onChange={({ currentTarget }) => toggle(column, currentTarget.checked)}
            />
            {messages.columns[column]}
          </label>
        ))}
      </div>
    </details>
  )
}
