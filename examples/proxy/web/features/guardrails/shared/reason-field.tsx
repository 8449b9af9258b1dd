import type { JSX } from 'preact'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { TextArea } from '../../../ui/text-area.tsx'
import { type GuardrailsMessages, guardrailsMessages } from './messages.ts'

/** As many characters as the executor keeps. */
export const MOST_REASON = 500

/** What is wrong with a reason; `undefined` where nothing is. */
export function reasonError(
  messages: GuardrailsMessages,
  reason: string,
  count: (value: number) => string,
): string | undefined {
  if (reason.trim() === '') return messages.missing
  return reason.length > MOST_REASON ? messages.tooLong(count(MOST_REASON), count(reason.length)) : undefined
}

/** The reason of a change. Its error is shown once the form has been submitted. */
export function ReasonField(props: {
  readonly id: string
  readonly value: string
  readonly wasTried: boolean
  readonly onValue: (value: string) => void
}): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const { count } = useFormat()
  return (
    <TextArea
      id={props.id}
      label={messages.reason}
      value={props.value}
      onValue={props.onValue}
      hint={messages.reasonHint(count(Math.max(0, MOST_REASON - props.value.length)))}
      error={props.wasTried ? reasonError(messages, props.value, count) : undefined}
    />
  )
}
