import { ZERO } from '@tezgah/core/decimal'
import type { Fill } from '../account/fill.ts'
import type { PositionJournal } from '../account/fill-log.ts'
import type { Engine } from '../engine/engine.ts'

/** Candles at whose close a position was open. */
export function exposedCandles({ account, length, settings, timeline }: Engine): number {
  if (timeline.equity !== null) return timeline.exposedInstants
  const isHedging = settings.account.positions === 'hedging'
  return isHedging ? exposedByLegs(account.fills, length) : exposedByJournal(account.journal, length)
}

/** A long and a short of the same size are no position on the whole, but two that are open. */
function exposedByLegs(fills: Iterable<Fill>, length: number): number {
  let [long, short] = [ZERO, ZERO]
  let exposed = 0
  let from = 0
  const count = (until: number): void => {
    if (!long.isZero || !short.isZero) exposed += until - from
    from = until
  }
  for (const { index, holdingSide, moved, side } of fills) {
    count(index)
    const change = side === 'buy' ? moved : moved.negated()
    if (holdingSide === 'long') long = long.plus(change)
    else short = short.plus(change)
  }
  count(length)
  return exposed
}

function exposedByJournal(journal: PositionJournal, length: number): number {
  const { index, quantity } = journal
  let exposed = 0
  for (let entry = 0; entry < journal.length; entry++) {
    const until = entry + 1 < journal.length ? index[entry + 1]! : length
    if (quantity[entry] !== 0) exposed += until - index[entry]!
  }
  return exposed
}
