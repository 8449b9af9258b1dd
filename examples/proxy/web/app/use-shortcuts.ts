import { useEffect } from 'preact/hooks'
import { addressOf } from '../state/location.ts'
import { useRouter } from '../state/router.ts'
import type { ShortcutSwitch } from './shortcut-switch.ts'
import { createShortcutReader, isField } from './shortcuts.ts'

/** Listens for the shortcuts of the whole page. */
export function useShortcuts(shortcuts: ShortcutSwitch, onHelp: () => void): void {
  const router = useRouter()
  useEffect(() => {
    const read = createShortcutReader()
    const onKeyDown = (event: KeyboardEvent): void => {
      const shortcut = read({
        key: event.key,
        hasModifier: event.ctrlKey || event.altKey || event.metaKey,
        isTaken: !shortcuts.areOn.get() || isField(document.activeElement) || document.querySelector('dialog') !== null,
        at: event.timeStamp,
      })
      if (shortcut === null) return
      event.preventDefault()
      if (shortcut.type === 'help') onHelp()
      else router.go(addressOf(shortcut.route))
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [router, shortcuts, onHelp])
}
