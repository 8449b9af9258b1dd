import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import type { RouteName } from '../routes.ts'
import { addressOf } from '../state/location.ts'
import { useLocation } from '../state/router.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { shellMessages } from './messages.ts'

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
  const messages = useMessages(shellMessages)
  const { route } = useLocation()
  const current = route === null ? null : ITEM_OF[route]
  return (
    <nav class="navigation" aria-label={messages.navigation}>
      {ITEMS.map((item) => (
        <a key={item} href={addressOf(item)} aria-current={item === current ? 'page' : undefined}>
          <Icon name={item} />
          <span>{messages[item]}</span>
        </a>
      ))}
    </nav>
  )
}
