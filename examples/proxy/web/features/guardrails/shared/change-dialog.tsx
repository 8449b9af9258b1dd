import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useNotifications } from '../../../state/notifications.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { guardrailsMessages } from './messages.ts'
import { Problem } from './problem.tsx'
import { ReasonField, reasonError } from './reason-field.tsx'
import { useChange } from './use-change.ts'

type Props<T> = {
  readonly title: string
  readonly lead: string
  readonly confirm: string
  readonly kind?: 'primary' | 'danger'
  /** Whether a reason is asked for. */
  readonly withReason?: boolean
  /** Whether what stands above the reason is whole. */
  readonly isReady?: boolean
  readonly send: (reason: string) => Promise<T>
  /** Said when it has happened. */
  readonly done: string
  readonly onDone?: (answer: T) => void
  readonly onClose: () => void
  /** `wasTried`: the form has been submitted once. */
  readonly children?: (wasTried: boolean) => ComponentChildren
}

/** Asks once more before a change, keeps what was typed until it has happened, and says what became of it. */
export function ChangeDialog<T>(props: Props<T>): JSX.Element {
  const notifications = useNotifications()
  const messages = useMessages(guardrailsMessages)
  const { count } = useFormat()
  const { isBusy, error, run } = useChange()
  const [reason, setReason] = useState('')
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const isWhole = props.withReason !== true || reasonError(messages, reason, count) === undefined
  useLayoutEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])
  const submit = (event: Event): void => {
    event.preventDefault()
    setTries(tries + 1)
    if (!isWhole || props.isReady === false) return
    run(
      () => props.send(reason),
      (answer) => {
        notifications.toast(props.done, 'good')
        props.onDone?.(answer)
        props.onClose()
      },
    )
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form ref={form} class="guardrails-dialog" onSubmit={submit} noValidate>
        <p class="quiet">{props.lead}</p>
        {props.children?.(tries > 0)}
        {props.withReason === true && (
          <ReasonField id="guardrails-reason" value={reason} wasTried={tries > 0} onValue={setReason} />
        )}
        <Problem error={error} />
        <div class="dialog-actions">
          <Button onClick={props.onClose}>{messages.cancel}</Button>
          <Button type="submit" kind={props.kind ?? 'primary'} busy={isBusy}>
            {props.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
