import type { JSX } from 'preact'
import type { Position, RunResult } from '../api/result.ts'
import { NOTHING } from '../format/number.ts'
import { useFigures } from '../format/use-figures.ts'
import { useWords } from '../i18n/use-words.ts'
import { Card } from '../ui/card.tsx'
import { resultWords } from './words.ts'

/** Where the money is at the end: cash, what is held of each symbol, what borrowing cost. */
export function AccountCard({ result }: { readonly result: RunResult }): JSX.Element {
  const words = useWords(resultWords)
  const figures = useFigures()
  const { account, fills } = result
  const held = account.positions.filter(({ quantity }) => Number(quantity) !== 0)
  const liquidations = fills.filter(({ reason }) => reason === 'liquidation').length
  return (
    <Card title={words.atEnd}>
      <dl class="facts">
        <Row label={words.cash} text={figures.money(account.cash)} />
        {held.map((position, index) => (
          <PositionRow key={index} position={position} />
        ))}
        {held.length === 0 && <Row label={words.positions} text={words.none} />}
        <Row label={words.feesPaid} text={figures.money(account.feesPaid)} />
        {Number(account.interestPaid ?? 0) !== 0 && (
          <Row label={words.interestPaid} text={figures.money(account.interestPaid ?? 0)} />
        )}
        {liquidations > 0 && (
          <Row label={words.liquidations} note={words.liquidationsNote} text={figures.count(liquidations)} />
        )}
      </dl>
    </Card>
  )
}

function PositionRow({ position }: { readonly position: Position }): JSX.Element {
  const words = useWords(resultWords)
  const figures = useFigures()
  const { symbol, quantity, mark, unrealised } = position
  const profit = unrealised === null ? NOTHING : figures.money(unrealised)
  const side = words.sides[Number(quantity) < 0 ? 'short' : 'long'] ?? ''
  return (
    <Row
      label={words.position(symbol, side)}
      note={words.positionNote(figures.money(mark), profit)}
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
