import type { JSX } from 'preact'
import { NOTHING } from '../../i18n/numbers.ts'
import { useFormat, useMessages } from '../../i18n/use-messages.ts'
import { useNow } from '../../state/clock.ts'
import { useLive } from '../../state/live/use-live.ts'
import { Card } from '../../ui/card.tsx'
import { homeMessages } from './messages.ts'
import { depthOf } from './parts.ts'

/** How much work waits and how much is being done. */
export function QueueCard(): JSX.Element {
  const messages = useMessages(homeMessages)
  const format = useFormat()
  const jobs = useLive('jobs')
  const now = useNow()
  const depth = jobs === null ? null : depthOf(jobs.value, now)
  return (
    <Card title={messages.queue} class="home-queue">
      <div class="home-pair">
        <p class="home-figure">
          <span>{depth === null ? NOTHING : format.count(depth.queued)}</span>
          <small class="quiet">{messages.queued}</small>
        </p>
        <p class="home-figure">
          <span>{depth === null ? NOTHING : format.count(depth.running)}</span>
          <small class="quiet">{messages.running}</small>
        </p>
      </div>
      <p class="quiet home-note">
        {depth !== null && depth.queued > 0 ? messages.oldest(format.duration(depth.oldestMs)) : messages.noneWaits}
      </p>
    </Card>
  )
}
