import type { JSX } from 'preact'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { TextArea } from '../ui/text-area.tsx'
import { type GuardrailsWords, guardrailsWords } from './words.ts'

/** As many characters as the executor keeps. */
export const MOST_REASON = 500

/** What is wrong with a reason; `undefined` where nothing is. */
export function reasonError(
  words: GuardrailsWords,
  reason: string,
  count: (value: number) => string,
): string | undefined {
  if (reason.trim() === '') return words.missing
  return reason.length > MOST_REASON ? words.tooLong(count(MOST_REASON), count(reason.length)) : undefined
}

/** Why, in words. The error is shown once somebody has tried to send. */
export function ReasonField(props: {
  readonly id: string
  readonly value: string
  readonly wasTried: boolean
  readonly onValue: (value: string) => void
}): JSX.Element {
  const words = useWords(guardrailsWords)
  const { count } = useFormat()
  return (
    <TextArea
      id={props.id}
      label={words.reason}
      value={props.value}
      onValue={props.onValue}
      hint={words.reasonHint(count(Math.max(0, MOST_REASON - props.value.length)))}
      error={props.wasTried ? reasonError(words, props.value, count) : undefined}
    />
  )
}
