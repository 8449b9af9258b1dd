import type { JSX } from 'preact'
import type { Spot } from '../api/spot.ts'
import { useNow } from '../clock/use-now.ts'
import { NOTHING } from '../format/number.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import type { Datum } from '../live/replica.ts'
import { useLive } from '../live/use-live.ts'
import { Card } from '../ui/card.tsx'
import { Badge } from '../ui/status.tsx'
import { changeFraction } from './change.ts'
import { homeWords } from './words.ts'

/** How old the price is; counts by itself between two of them. */
function Freshness({ spot }: { readonly spot: Datum<Spot> }): JSX.Element {
  const words = useWords(homeWords)
  const format = useFormat()
  const now = useNow()
  const { ageMs } = spot.value
  return <>{ageMs === null ? words.notKnown : format.ago(ageMs + Math.max(0, now - spot.receivedAt))}</>
}

function Drift({ clock }: Pick<Spot, 'clock'>): JSX.Element {
  const words = useWords(homeWords)
  const format = useFormat()
  if (clock === null) return <>{words.notKnown}</>
  const sign = clock.offsetMs < 0 ? '−' : '+'
  const offset = sign + format.duration(Math.abs(Math.round(clock.offsetMs)))
  return <span title={words.ahead}>{words.clockValue(offset, format.duration(Math.round(clock.boundMs)))}</span>
}

/** The price as it comes from the exchange, or from the simulator, which is said beside it. */
export function SpotCard(): JSX.Element {
  const words = useWords(homeWords)
  const format = useFormat()
  const datum = useLive('spot')
  const spot = datum?.value ?? null
  const change = spot === null ? null : changeFraction(spot)
  const price = (text: string | null | undefined): string => (text ? format.price(text) : NOTHING)
  const isOff = spot?.source === 'off'
  const label = spot === null || isOff ? null : spot.source === 'simulator' ? words.simulator : 'BTCTurk'
  return (
    <Card
      title={spot?.symbol && !isOff ? `${words.spot} · ${spot.symbol}` : words.spot}
      class="home-spot"
      aside={label !== null && <Badge tone={spot?.source === 'simulator' ? 'warn' : 'idle'}>{label}</Badge>}
    >
      <p class="home-figure home-price" data-stale={spot?.state !== 'live'}>
        <span>{price(spot?.last)}</span>
        {change !== null && (
          <small data-tone={change < 0 ? 'loss' : 'gain'} title={words.change}>
            {format.signedPercent(change)}
          </small>
        )}
      </p>
      {isOff ? (
        <p class="quiet home-spot-off">
          <b>{words.spotOff}.</b> {words.spotOffLead}
        </p>
      ) : (
        <dl class="home-spot-facts">
          <div>
            <dt>{words.bid}</dt>
            <dd>{price(spot?.bid)}</dd>
          </div>
          <div>
            <dt>{words.ask}</dt>
            <dd>{price(spot?.ask)}</dd>
          </div>
          <div>
            <dt>{words.age}</dt>
            <dd>{datum === null ? NOTHING : <Freshness spot={datum} />}</dd>
          </div>
          <div>
            <dt>{words.clock}</dt>
            <dd>{spot === null ? NOTHING : <Drift clock={spot.clock} />}</dd>
          </div>
        </dl>
      )}
    </Card>
  )
}
