import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { defineMessages } from '../i18n/messages.ts'
import { useMessages } from '../i18n/use-messages.ts'
import { useNotifications } from '../state/notifications.ts'
import { Button } from './button.tsx'

const messages = defineMessages(
  { copied: 'Copied', failed: 'Copying is not allowed here' },
  { copied: 'Kopyalandı', failed: 'Burada kopyalamaya izin yok' },
)

/** Puts a text on the clipboard and says whether it is there. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }): JSX.Element {
  const notifications = useNotifications()
  const { copied, failed } = useMessages(messages)
  const [shown, show] = useState<'label' | 'copied'>('label')
  const copy = (): void => {
    navigator.clipboard.writeText(text()).then(
      () => {
        show('copied')
        notifications.announce(copied)
      },
      () => notifications.toast(failed, 'bad'),
    )
  }
  return <Button onClick={copy}>{shown === 'copied' ? copied : label}</Button>
}
