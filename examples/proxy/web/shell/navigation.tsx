import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import { addressOf } from '../router/place.ts'
import { usePlace } from '../router/use-place.ts'
import type { RouteName } from '../routes.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { shellWords } from './words.ts'

const ITEMS = ['home', 'backtest', 'guardrails', 'audit'] as const satisfies readonly (RouteName & IconName)[]

/** Which item a view belongs to. */
const ITEM_OF: Readonly<Record<RouteName, (typeof ITEMS)[number]>> = {
  home: 'home',
  backtest: 'backtest',
  history: 'backtest',
  compare: 'backtest',
  guardrails: 'guardrails',
  audit: 'audit',
}

/** Beside the brand on a wide screen, at the lower edge on a phone. */
export function Navigation(): JSX.Element {
  const words = useWords(shellWords)
  const { route } = usePlace()
  const current = route === null ? null : ITEM_OF[route]
  return (
    <nav class="navigation" aria-label={words.navigation}>
      {ITEMS.map((item) => (
        <a key={item} href={addressOf(item)} aria-current={item === current ? 'page' : undefined}>
          <Icon name={item} />
          <span>{words[item]}</span>
        </a>
      ))}
    </nav>
  )
}
