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

function sentence(part: Part, { partTexts: text }: HomeMessages, format: Format): string {
  const ago = (ageMs: number | null): string => (ageMs === null ? '' : format.ago(ageMs))
  if (part.text === 'waiting') return text.waiting
  if (part.text === 'unknown') return part.tone === 'warn' ? text.unread : text.unknown
  switch (part.name) {
    case 'proxy':
      return part.text === 'unavailable' ? text.proxyAway : text.answers
    case 'executor':
      if (part.text === 'up') return text.up(format.duration(part.upMs))
      return part.text === 'unavailable' ? text.executorAway : text[part.text]
    case 'queue':
      if (part.text === 'stuck') return text.stuck(format.duration(part.oldestMs))
      return text.depth(format.count(part.queued), format.count(part.running))
    case 'audit':
      if (part.text === 'intact') return text.intact(format.count(part.size), format.ago(part.ageMs))
      if (part.text === 'tampered') return text.tampered(part.firstBadSeq === null ? '?' : String(part.firstBadSeq))
      return text[part.text]
    case 'heartbeat':
      return text[part.text](format.ago(part.ageMs))
    case 'spot':
      if (part.text === 'off') return text.spotOff
      if (part.text === 'connecting') return text.spotConnecting
      if (part.text === 'stale') return text.spotStale(ago(part.ageMs))
      return part.text === 'simulated' ? text.spotSimulated(ago(part.ageMs)) : text.spotLive(ago(part.ageMs))
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
