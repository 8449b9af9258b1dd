import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import { shellMessages } from './messages.ts'

export function Footer(): JSX.Element {
  const messages = useMessages(shellMessages)
  return (
    <footer class="bottom">
      <p>{messages.pastResults}</p>
      <p>
        {messages.chartsBy}{' '}
        <a href="https://www.tradingview.com/" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>
        , {messages.copyright}
      </p>
    </footer>
  )
}
