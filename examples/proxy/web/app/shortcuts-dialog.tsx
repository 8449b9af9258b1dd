import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { shellMessages } from './messages.ts'
import { GO_KEYS, HELP_KEY } from './shortcuts.ts'

/** Every shortcut of the page. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const messages = useMessages(shellMessages)
  return (
    <Dialog title={messages.shortcuts} onClose={onClose}>
      <dl class="shortcuts">
        {Object.entries(GO_KEYS).map(([key, route]) => (
          <div key={key}>
            <dt>{messages.goTo(messages[route])}</dt>
            <dd>
              <kbd>g</kbd> <small class="quiet">{messages.thenKey}</small> <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{messages.showThis}</dt>
          <dd>
            <kbd>{HELP_KEY}</kbd>
          </dd>
        </div>
      </dl>
      <p class="quiet">{messages.shortcutsNote}</p>
      <div class="dialog-actions">
        <Button onClick={onClose}>{messages.close}</Button>
      </div>
    </Dialog>
  )
}
