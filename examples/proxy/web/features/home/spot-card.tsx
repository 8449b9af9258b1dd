import type { JSX } from 'preact'
import type { Spot } from '../../api/documents.ts'
import { NOTHING } from '../../i18n/numbers.ts'
import { useFormat, useMessages } from '../../i18n/use-messages.ts'
import { useNow } from '../../state/clock.ts'
import type { Timed } from '../../state/live/replica.ts'
import { useLive } from '../../state/live/use-live.ts'
import { Card } from '../../ui/card.tsx'
import { Badge } from '../../ui/status.tsx'
import { changeFraction } from './change.ts'
import { homeMessages } from './messages.ts'

/** How old the price is; counts by itself between two of them. */
function Freshness({ spot }: { readonly spot: Timed<Spot> }): JSX.Element {
  const messages = useMessages(homeMessages)
  const format = useFormat()
  const now = useNow()
  const { ageMs } = spot.value
  return <>{ageMs === null ? messages.notKnown : format.ago(ageMs + Math.max(0, now - spot.receivedAt))}</>
}

function Drift({ clock }: Pick<Spot, 'clock'>): JSX.Element {
  const messages = useMessages(homeMessages)
  const format = useFormat()
  if (clock === null) return <>{messages.notKnown}</>
  const sign = clock.offsetMs < 0 ? '−' : '+'
  const offset = sign + format.duration(Math.abs(Math.round(clock.offsetMs)))
  return <span title={messages.ahead}>{messages.clockValue(offset, format.duration(Math.round(clock.boundMs)))}</span>
}

/** The price as it comes from the exchange, or from the simulator, which is said beside it. */
export function SpotCard(): JSX.Element {
  const messages = useMessages(homeMessages)
  const format = useFormat()
  const datum = useLive('spot')
  const spot = datum?.value ?? null
  const change = spot === null ? null : changeFraction(spot)
  const price = (text: string | null | undefined): string => (text ? format.price(text) : NOTHING)
  const isOff = spot?.source === 'off'
  const label = spot === null || isOff ? null : spot.source === 'simulator' ? messages.simulator : 'BTCTurk'
  return (
    <Card
      title={spot?.symbol && !isOff ? `${messages.spot} · ${spot.symbol}` : messages.spot}
      class="home-spot"
      aside={label !== null && <Badge tone={spot?.source === 'simulator' ? 'warn' : 'idle'}>{label}</Badge>}
    >
      <p class="home-figure home-price" data-stale={spot?.state !== 'live'}>
        <span>{price(spot?.last)}</span>
        {change !== null && (
          <small data-tone={change < 0 ? 'loss' : 'gain'} title={messages.change}>
            {format.signedPercent(change)}
          </small>
        )}
      </p>
      {isOff ? (
        <p class="quiet home-spot-off">
          <b>{messages.spotOff}.</b> {messages.spotOffLead}
        </p>
      ) : (
        <dl class="home-spot-facts">
          <div>
            <dt>{messages.bid}</dt>
            <dd>{price(spot?.bid)}</dd>
          </div>
          <div>
            <dt>{messages.ask}</dt>
            <dd>{price(spot?.ask)}</dd>
          </div>
          <div>
            <dt>{messages.age}</dt>
            <dd>{datum === null ? NOTHING : <Freshness spot={datum} />}</dd>
          </div>
          <div>
            <dt>{messages.clock}</dt>
            <dd>{spot === null ? NOTHING : <Drift clock={spot.clock} />}</dd>
          </div>
        </dl>
      )}
    </Card>
  )
}
