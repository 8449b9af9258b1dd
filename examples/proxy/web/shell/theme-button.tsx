import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { useWords } from '../i18n/use-words.ts'
import { Icon } from '../ui/icon.tsx'
import { chooseTheme, readTheme, type Theme } from './theme.ts'
import { shellWords } from './words.ts'

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' }

/** Goes from the system's theme to light to dark and round again; the last two are remembered. */
export function ThemeButton(): JSX.Element {
  const { announcer } = useDesk()
  const words = useWords(shellWords)
  const [theme, setTheme] = useState(readTheme)
  const change = (): void => {
    const next = NEXT[theme]
    chooseTheme(next)
    setTheme(next)
    announcer.say(words.theme[next])
  }
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={words.theme[theme]}
      title={words.theme[theme]}
      onClick={change}
    >
      <Icon name={theme} />
    </button>
  )
}
