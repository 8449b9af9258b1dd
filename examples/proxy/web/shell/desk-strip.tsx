import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import { useLive, useLiveStatus, useStaleMs } from '../live/use-live.ts'
import { addressOf } from '../router/place.ts'
import { Status, type Tone } from '../ui/status.tsx'
import { shellWords } from './words.ts'

type Words = (typeof shellWords)['en']

function LiveState(): JSX.Element {
  const words = useWords(shellWords)
  const status = useLiveStatus()
  const isStale = useStaleMs() !== null
  const [tone, text] = liveWords(words, status.phase, status.cause, isStale)
  return (
    <span class="live-state" data-phase={isStale ? 'stale' : status.phase}>
      <Status tone={tone}>{text}</Status>
    </span>
  )
}

function liveWords(
  words: Words,
  phase: ReturnType<typeof useLiveStatus>['phase'],
  cause: ReturnType<typeof useLiveStatus>['cause'],
  isStale: boolean,
): readonly [Tone, string] {
  if (phase === 'live') return isStale ? ['warn', words.stale] : ['good', words.live]
  if (cause === 'executor') return ['bad', words.executorAway]
  if (cause === 'proxy') return ['bad', words.proxyAway]
  if (cause === 'sign-in') return ['warn', words.signInNeeded]
  if (cause === 'stream') return ['warn', words.streamAway]
  return phase === 'connecting' && !isStale ? ['idle', words.connecting] : ['warn', words.reconnecting]
}

const TONES = { active: 'good', reducing: 'warn', halted: 'bad', unknown: 'idle' } as const

/**
 * What the whole desk may do and whether the page sees it live: one line below the bar that is always there, so that its
 * turning red moves nothing.
 */
export function DeskStrip(): JSX.Element {
  const words = useWords(shellWords)
  const trading = useLive('risk')?.value.trading
  const mode = trading?.mode ?? 'unknown'
  // What was active a while ago may be halted by now: only bad news keeps its colour.
  const isDoubtful = useStaleMs() !== null && mode === 'active'
  return (
    <section class="strip" data-mode={mode} aria-label={words.status}>
      <p class="strip-mode" role={mode === 'halted' ? 'alert' : undefined}>
        <Status tone={isDoubtful ? 'idle' : TONES[mode]}>{words.modes[mode]}</Status>
        {trading !== undefined && mode !== 'active' && (
          <>
            <span class="strip-note">{words.modeNote(trading.by.id, trading.reason)}</span>
            <a href={addressOf('guardrails')}>{words.modeLink}</a>
          </>
        )}
      </p>
      <LiveState />
    </section>
  )
}
