import type { JSX } from 'preact'
import { useDesk } from '../desk.ts'
import { useWords } from '../i18n/use-words.ts'
import { all, useReadable } from '../state/use-readable.ts'
import { Icon } from '../ui/icon.tsx'
import { shellWords } from './words.ts'

/** What has just happened. The regions are there from the start: a screen reader hears only changes inside them. */
export function Toasts(): JSX.Element {
  const { announcer } = useDesk()
  const words = useWords(shellWords)
  const toasts = useReadable(announcer.toasts, all)
  return (
    <>
      <p class="visually-hidden" aria-live="polite">
        {useReadable(announcer.spoken, all)}
      </p>
      <div class="toasts" aria-live="polite">
        {toasts.map(({ id, text, tone }) => (
          <div key={id} class="toast" data-tone={tone}>
            <span>{text}</span>
            <button type="button" class="icon-button" aria-label={words.dismiss} onClick={() => announcer.dismiss(id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    </>
  )
}
