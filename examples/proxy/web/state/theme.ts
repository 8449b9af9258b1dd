export type Theme = 'auto' | 'light' | 'dark'

/** The chosen theme; `theme.js` has already applied it before the first paint. */
export function readTheme(): Theme {
  const chosen = document.documentElement.dataset['theme']
  return chosen === 'dark' || chosen === 'light' ? chosen : 'auto'
}

/** Applies a theme, stores it, and notifies charts, which draw with colours of their own. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'auto') {
    delete document.documentElement.dataset['theme']
    localStorage.removeItem('theme')
  } else {
    document.documentElement.dataset['theme'] = theme
    localStorage.setItem('theme', theme)
  }
  dispatchEvent(new Event('themechange'))
}

/** Calls back whenever the colours may have changed; returns its own undo. */
export function onThemeChange(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', changed)
  addEventListener('themechange', changed)
  return () => {
    system.removeEventListener('change', changed)
    removeEventListener('themechange', changed)
  }
}
