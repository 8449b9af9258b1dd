import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import { shellWords } from './words.ts'

export function Footer(): JSX.Element {
  const words = useWords(shellWords)
  return (
    <footer class="bottom">
      <p>{words.pastResults}</p>
      <p>
        {words.chartsBy}{' '}
        <a href="https://www.tradingview.com/" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>
        , {words.copyright}
      </p>
    </footer>
  )
}
