import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { GO_KEYS, HELP_KEY } from './shortcuts.ts'
import { shellWords } from './words.ts'

/** Every shortcut of the page. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const words = useWords(shellWords)
  return (
    <Dialog title={words.shortcuts} onClose={onClose}>
      <dl class="shortcuts">
        {Object.entries(GO_KEYS).map(([key, route]) => (
          <div key={key}>
            <dt>{words.goTo(words[route])}</dt>
            <dd>
              <kbd>g</kbd> <small class="quiet">{words.thenKey}</small> <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{words.showThis}</dt>
          <dd>
            <kbd>{HELP_KEY}</kbd>
          </dd>
        </div>
      </dl>
      <p class="quiet">{words.shortcutsNote}</p>
      <div class="dialog-actions">
        <Button onClick={onClose}>{words.close}</Button>
      </div>
    </Dialog>
  )
}
