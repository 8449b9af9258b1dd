import type { JSX } from 'preact'

export function Footer(): JSX.Element {
  return (
    <footer class="bottom">
      <p>Past results say little about the future, and a backtest less than that.</p>
      <p>
        Charts by{' '}
        <a href="https://www.tradingview.com/" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>
        , copyright © 2025 TradingView, Inc.
      </p>
    </footer>
  )
}
