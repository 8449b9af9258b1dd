import type { JSX } from 'preact'
import type { Position, RunResult } from '../../../api/result-formats.ts'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { Card } from '../../../ui/card.tsx'
import { resultMessages } from './messages.ts'

/** Where the money is at the end: cash, what is held of each symbol, what borrowing cost. */
export function AccountCard({ result }: { readonly result: RunResult }): JSX.Element {
  const messages = useMessages(resultMessages)
  const figures = useFigures()
  const { account, fills } = result
  const held = account.positions.filter(({ quantity }) => Number(quantity) !== 0)
  const liquidations = fills.filter(({ reason }) => reason === 'liquidation').length
  return (
    <Card title={messages.atEnd}>
      <dl class="facts">
        <Row label={messages.cash} text={figures.money(account.cash)} />
        {held.map((position, index) => (
          <PositionRow key={index} position={position} />
        ))}
        {held.length === 0 && <Row label={messages.positions} text={messages.none} />}
        <Row label={messages.feesPaid} text={figures.money(account.feesPaid)} />
        {Number(account.interestPaid ?? 0) !== 0 && (
          <Row label={messages.interestPaid} text={figures.money(account.interestPaid ?? 0)} />
        )}
        {liquidations > 0 && (
          <Row label={messages.liquidations} note={messages.liquidationsNote} text={figures.count(liquidations)} />
        )}
      </dl>
    </Card>
  )
}

function PositionRow({ position }: { readonly position: Position }): JSX.Element {
  const messages = useMessages(resultMessages)
  const figures = useFigures()
  const { symbol, quantity, mark, unrealised } = position
  const profit = unrealised === null ? NOTHING : figures.money(unrealised)
  const side = messages.sides[Number(quantity) < 0 ? 'short' : 'long'] ?? ''
  return (
    <Row
      label={messages.position(symbol, side)}
      note={messages.positionNote(figures.money(mark), profit)}
      text={figures.quantity(quantity)}
    />
  )
}

function Row(props: { readonly label: string; readonly note?: string; readonly text: string }): JSX.Element {
  return (
    <div>
      <dt>
        {props.label}
        {props.note !== undefined && <small>{props.note}</small>}
      </dt>
      <dd>{props.text}</dd>
    </div>
  )
}
