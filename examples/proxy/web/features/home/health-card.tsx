import type { JSX } from 'preact'
import type { Format } from '../../i18n/format.ts'
import { useFormat, useMessages } from '../../i18n/use-messages.ts'
import type { RouteName } from '../../routes.ts'
import { addressOf } from '../../state/location.ts'
import { Card } from '../../ui/card.tsx'
import { Status } from '../../ui/status.tsx'
import { type HomeMessages, homeMessages } from './messages.ts'
import type { Part, PartName } from './parts.ts'

/** Where more is said of a part. */
const VIEW_OF: Partial<Record<PartName, RouteName>> = { queue: 'history', audit: 'audit' }

function sentence(part: Part, { says }: HomeMessages, format: Format): string {
  const ago = (ageMs: number | null): string => (ageMs === null ? '' : format.ago(ageMs))
  if (part.says === 'waiting') return says.waiting
  if (part.says === 'unknown') return part.tone === 'warn' ? says.unread : says.unknown
  switch (part.name) {
    case 'proxy':
      return part.says === 'away' ? says.proxyAway : says.answers
    case 'executor':
      if (part.says === 'up') return says.up(format.duration(part.upMs))
      return part.says === 'away' ? says.executorAway : says[part.says]
    case 'queue':
      if (part.says === 'stuck') return says.stuck(format.duration(part.oldestMs))
      return says.depth(format.count(part.queued), format.count(part.running))
    case 'audit':
      if (part.says === 'intact') return says.intact(format.count(part.size), format.ago(part.ageMs))
      if (part.says === 'tampered') return says.tampered(part.firstBadSeq === null ? '?' : String(part.firstBadSeq))
      return says[part.says]
    case 'heartbeat':
      return says[part.says](format.ago(part.ageMs))
    case 'spot':
      if (part.says === 'off') return says.spotOff
      if (part.says === 'connecting') return says.spotConnecting
      if (part.says === 'stale') return says.spotStale(ago(part.ageMs))
      return part.says === 'simulated' ? says.spotSimulated(ago(part.ageMs)) : says.spotLive(ago(part.ageMs))
  }
}

/** Each part with its state, what is known of it, and what to do when it is bad. */
export function HealthCard({ parts }: { readonly parts: readonly Part[] }): JSX.Element {
  const messages = useMessages(homeMessages)
  const format = useFormat()
  return (
    <Card title={messages.health} class="home-health">
      <ul class="home-parts">
        {parts.map((part) => {
          const view = VIEW_OF[part.name]
          const name = messages.parts[part.name]
          return (
            <li key={part.name} data-part={part.name} data-tone={part.tone}>
              <p class="home-part-name">
                {view === undefined ? name : <a href={addressOf(view)}>{name}</a>}
                <Status tone={part.tone}>{messages.state[part.tone]}</Status>
              </p>
              <p class="home-part-says">{sentence(part, messages, format)}</p>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
