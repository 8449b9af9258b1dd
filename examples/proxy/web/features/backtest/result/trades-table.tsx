import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { RunResult, Trade } from '../../../api/result-formats.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { ScrollTable } from '../../../ui/scroll-table.tsx'
import { ColumnPicker } from './column-picker.tsx'
import { filterTrades, isFiltering, NO_FILTER, type TradeFilter } from './filter-trades.ts'
import { resultMessages } from './messages.ts'
import { Pager } from './pager.tsx'
import { nextOrder, type Order, sortTrades } from './sort-trades.ts'
import { type CellText, cellsOf, columnsOf, isSortable, type TradeColumn } from './trade-columns.ts'
import { TradeFilters } from './trade-filters.tsx'

const PAGE_SIZE = 20

function Row(props: {
  readonly trade: Trade
  readonly columns: readonly TradeColumn[]
  readonly cells: CellText
}): JSX.Element {
  const { trade, columns, cells } = props
  return (
    <tr>
      {columns.map((column) => (
        <td
          key={column}
          data-column={column}
          class={isSortable(column) ? undefined : 'words'}
          data-tone={cells.tone(trade, column)}
        >
          {cells.text(trade, column)}
        </td>
      ))}
    </tr>
  )
}

function Head(props: {
  readonly column: TradeColumn
  readonly order: Order
  readonly onOrder: (order: Order) => void
}): JSX.Element {
  const messages = useMessages(resultMessages)
  const { column, order } = props
  const label = messages.columns[column]
  if (!isSortable(column)) {
    return (
      <th scope="col" class="words">
        {label}
      </th>
    )
  }
  const sorted = order.key === column ? (order.descending ? 'descending' : 'ascending') : 'none'
  return (
    <th scope="col" aria-sort={sorted}>
      <button type="button" title={messages.columnHelp[column]} onClick={() => props.onOrder(nextOrder(order, column))}>
        {label}
      </button>
    </th>
  )
}

/** The trades, twenty at a time: filtered, and sorted by any column of numbers. */
export function TradesTable({ result }: { readonly result: RunResult }): JSX.Element {
  const messages = useMessages(resultMessages)
  const figures = useFigures()
  const [order, setOrder] = useState<Order>({ key: 'entryTime', descending: false })
  const [filter, setFilter] = useState<TradeFilter>(NO_FILTER)
  const [hidden, setHidden] = useState<ReadonlySet<TradeColumn>>(new Set())
  const [page, setPage] = useState(0)
  const { trades, manifest } = result
  const offered = useMemo(() => columnsOf(result), [result])
  const sorted = useMemo(() => sortTrades(filterTrades(trades, filter), order), [trades, filter, order])
  const columns = offered.filter((column) => !hidden.has(column))
  const cells = cellsOf(manifest.interval, figures, messages)
  const shown = sorted.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
  const from = (change: () => void): void => {
    change()
    setPage(0)
  }
  const open = trades.filter(({ exitIndex }) => exitIndex === null).length
  const closed = figures.count(trades.length - open)
  const all = open === 0 ? closed : messages.closedAndOpen(closed, figures.count(open))
  const count = sorted.length === trades.length ? all : messages.shownOf(figures.count(sorted.length), all)
  if (trades.length === 0) {
    return (
      <Card title={messages.trades}>
        <p class="quiet">{messages.noTrades}</p>
      </Card>
    )
  }
  return (
    <Card
      title={
        <>
          {messages.trades} <span class="quiet">{count}</span>
        </>
      }
      aside={<ColumnPicker columns={offered} hidden={hidden} onHidden={setHidden} />}
    >
      <TradeFilters trades={trades} filter={filter} onFilter={(next) => from(() => setFilter(next))} />
      {sorted.length === 0 ? (
        <p class="quiet trades-none" role="status">
          {messages.noMatch} <Button onClick={() => setFilter(NO_FILTER)}>{messages.clearFilters}</Button>
        </p>
      ) : (
        <div class="trades">
          <ScrollTable
            label={messages.tableOfTrades}
            head={
              <tr>
                {columns.map((column) => (
                  <Head key={column} column={column} order={order} onOrder={(next) => from(() => setOrder(next))} />
                ))}
              </tr>
            }
          >
            {shown.map((trade, index) => (
              // Trades have no id; their place on the page is all the identity a static row needs.
              <Row key={`${page}-${index}`} trade={trade} columns={columns} cells={cells} />
            ))}
          </ScrollTable>
        </div>
      )}
      <div class="trades-foot">
        {isFiltering(filter) && sorted.length > 0 && (
          <Button kind="quiet" onClick={() => from(() => setFilter(NO_FILTER))}>
            {messages.clearFilters}
          </Button>
        )}
        <Pager page={page} count={Math.ceil(sorted.length / PAGE_SIZE)} onPage={setPage} />
      </div>
    </Card>
  )
}
