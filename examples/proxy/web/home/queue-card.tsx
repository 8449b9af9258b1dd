import type { JSX } from 'preact'
import { useNow } from '../clock/use-now.ts'
import { NOTHING } from '../format/number.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { useLive } from '../live/use-live.ts'
import { Card } from '../ui/card.tsx'
import { depthOf } from './parts.ts'
import { homeWords } from './words.ts'

/** How much work waits and how much is being done. */
export function QueueCard(): JSX.Element {
  const words = useWords(homeWords)
  const format = useFormat()
  const jobs = useLive('jobs')
  const now = useNow()
  const depth = jobs === null ? null : depthOf(jobs.value, now)
  return (
    <Card title={words.queue} class="home-queue">
      <div class="home-pair">
        <p class="home-figure">
          <span>{depth === null ? NOTHING : format.count(depth.queued)}</span>
          <small class="quiet">{words.queued}</small>
        </p>
        <p class="home-figure">
          <span>{depth === null ? NOTHING : format.count(depth.running)}</span>
          <small class="quiet">{words.running}</small>
        </p>
      </div>
      <p class="quiet home-note">
        {depth !== null && depth.queued > 0 ? words.oldest(format.duration(depth.oldestMs)) : words.nobodyWaits}
      </p>
    </Card>
  )
}
