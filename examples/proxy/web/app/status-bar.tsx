import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import { useLive, useLiveStatus, useStaleMs } from '../state/live/use-live.ts'
import { addressOf } from '../state/location.ts'
import { Status, type Tone } from '../ui/status.tsx'
import { shellMessages } from './messages.ts'

type Words = (typeof shellMessages)['en']

function LiveState(): JSX.Element {
  const messages = useMessages(shellMessages)
  const status = useLiveStatus()
  const isStale = useStaleMs() !== null
  const [tone, text] = liveText(messages, status.phase, status.cause, isStale)
  return (
    <span class="live-state" data-phase={isStale ? 'stale' : status.phase}>
      <Status tone={tone}>{text}</Status>
    </span>
  )
}

function liveText(
  messages: Words,
  phase: ReturnType<typeof useLiveStatus>['phase'],
  cause: ReturnType<typeof useLiveStatus>['cause'],
  isStale: boolean,
): readonly [Tone, string] {
  if (phase === 'live') return isStale ? ['warn', messages.stale] : ['good', messages.live]
  if (cause === 'executor') return ['bad', messages.executorAway]
  if (cause === 'proxy') return ['bad', messages.proxyAway]
  if (cause === 'sign-in') return ['warn', messages.signInNeeded]
  if (cause === 'stream') return ['warn', messages.streamAway]
  return phase === 'connecting' && !isStale ? ['idle', messages.connecting] : ['warn', messages.reconnecting]
}

const TONES = { active: 'good', reducing: 'warn', halted: 'bad', unknown: 'idle' } as const

/**
 * What the whole desk may do and whether the page sees it live: one line below the bar that is always there, so that its
 * turning red moves nothing.
 */
export function StatusBar(): JSX.Element {
  const messages = useMessages(shellMessages)
  const trading = useLive('risk')?.value.trading
  const mode = trading?.mode ?? 'unknown'
  // What was active a while ago may be halted by now: only bad news keeps its colour.
  const isDoubtful = useStaleMs() !== null && mode === 'active'
  return (
    <section class="strip" data-mode={mode} aria-label={messages.status}>
      <p class="strip-mode" role={mode === 'halted' ? 'alert' : undefined}>
        <Status tone={isDoubtful ? 'idle' : TONES[mode]}>{messages.modes[mode]}</Status>
        {trading !== undefined && mode !== 'active' && (
          <>
            <span class="strip-note">{messages.modeNote(trading.by.id, trading.reason)}</span>
            <a href={addressOf('guardrails')}>{messages.modeLink}</a>
          </>
        )}
      </p>
      <LiveState />
    </section>
  )
}
