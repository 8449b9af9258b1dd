import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { chooseTheme, readTheme, type Theme } from './theme.ts'

const THEMES: readonly (readonly [Theme, string])[] = [
  ['auto', 'Auto'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

/** Auto follows the system; the other two are remembered. */
export function ThemeToggle(): JSX.Element {
  const [theme, setTheme] = useState(readTheme)
  const choose = (next: Theme): void => {
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <fieldset class="theme-toggle">
      <legend class="visually-hidden">Colour theme</legend>
      {THEMES.map(([value, label]) => (
        <label key={value}>
          <input type="radio" name="theme" value={value} checked={theme === value} onChange={() => choose(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
