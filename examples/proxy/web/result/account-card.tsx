import type { JSX } from 'preact'
import type { Position, RunResult } from '../api/result.ts'
import { formatCount, formatMoney, formatQuantity, NOTHING } from '../format/number.ts'

/** Where the money is at the end: cash, what is held of each symbol, what borrowing cost. */
export function AccountCard({ result }: { readonly result: RunResult }): JSX.Element {
  const { account, fills } = result
  const held = account.positions.filter(({ quantity }) => Number(quantity) !== 0)
  const liquidations = fills.filter(({ reason }) => reason === 'liquidation').length
  return (
    <section class="card">
      <h2>At the end</h2>
      <dl class="facts">
        <Row label="Cash" text={formatMoney(account.cash)} />
        {held.map((position, index) => (
          <PositionRow key={index} position={position} />
        ))}
        {held.length === 0 && <Row label="Positions" text="none" />}
        <Row label="Fees paid" text={formatMoney(account.feesPaid)} />
        {Number(account.interestPaid ?? 0) !== 0 && (
          <Row label="Interest paid" text={formatMoney(account.interestPaid ?? 0)} />
        )}
        {liquidations > 0 && (
          <Row label="Liquidations" note="equity fell below the maintenance margin" text={formatCount(liquidations)} />
        )}
      </dl>
    </section>
  )
}

function PositionRow({
  position: { symbol, quantity, mark, unrealised },
}: {
  readonly position: Position
}): JSX.Element {
  const profit = unrealised === null ? NOTHING : formatMoney(unrealised)
  const side = Number(quantity) < 0 ? 'short' : 'long'
  return (
    <Row
      label={`${symbol}, ${side}`}
      note={`at ${formatMoney(mark)}, open profit before fees ${profit}`}
      text={formatQuantity(quantity)}
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
