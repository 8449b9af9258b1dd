import type { JSX } from 'preact'
import { useMessages } from '../../../i18n/use-messages.ts'
import { backtestMessages } from '../messages.ts'

/** The letter of a run, which stands at its line as well. */
export const keyOf = (index: number): string => String.fromCharCode(65 + index)

/** A piece of the line of a run with its letter. */
export function LineKey({ index }: { readonly index: number }): JSX.Element {
  const messages = useMessages(backtestMessages)
  return (
    <span class="compare-key" data-line={index + 1}>
      <svg viewBox="0 0 32 8" width="32" height="8" aria-hidden="true">
        <line x1="0" x2="32" y1="4" y2="4" />
      </svg>
      <span class="visually-hidden">{messages.run} </span>
      {keyOf(index)}
    </span>
  )
}
