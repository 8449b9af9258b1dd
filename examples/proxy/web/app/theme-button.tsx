import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useMessages } from '../i18n/use-messages.ts'
import { useNotifications } from '../state/notifications.ts'
import { chooseTheme, readTheme, type Theme } from '../state/theme.ts'
import { Icon } from '../ui/icon.tsx'
import { shellMessages } from './messages.ts'

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' }

/** Goes from the system's theme to light to dark and round again; the last two are remembered. */
export function ThemeButton(): JSX.Element {
  const notifications = useNotifications()
  const messages = useMessages(shellMessages)
  const [theme, setTheme] = useState(readTheme)
  const change = (): void => {
    const next = NEXT[theme]
    chooseTheme(next)
    setTheme(next)
    notifications.announce(messages.theme[next])
  }
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={messages.theme[theme]}
      title={messages.theme[theme]}
      onClick={change}
    >
      <Icon name={theme} />
    </button>
  )
}
