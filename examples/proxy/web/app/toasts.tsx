import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import { useNotifications } from '../state/notifications.ts'
import { useStore } from '../state/use-store.ts'
import { Icon } from '../ui/icon.tsx'
import { shellMessages } from './messages.ts'

/** What has just happened. The regions are there from the start: a screen reader hears only changes inside them. */
export function Toasts(): JSX.Element {
  const notifications = useNotifications()
  const messages = useMessages(shellMessages)
  const toasts = useStore(notifications.toasts)
  return (
    <>
      <p class="visually-hidden" aria-live="polite">
        {useStore(notifications.spoken)}
      </p>
      <div class="toasts" aria-live="polite">
        {toasts.map(({ id, text, tone }) => (
          <div key={id} class="toast" data-tone={tone}>
            <span>{text}</span>
            <button
              type="button"
              class="icon-button"
              aria-label={messages.dismiss}
              onClick={() => notifications.dismiss(id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    </>
  )
}
