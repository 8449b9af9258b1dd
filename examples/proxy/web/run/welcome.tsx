import type { JSX } from 'preact'

/** What the result side says before there is a result. */
export function Welcome(): JSX.Element {
  return (
    <section class="card welcome">
      <h2>No run yet</h2>
      <p>
        The form is filled in with a moving-average cross on twenty years of the S&amp;P 500. Press <b>Run backtest</b>,
        and this side shows what it would have earned, how deep it fell on the way, every fill on the candles, and every
        assumption behind the numbers.
      </p>
      <p class="quiet">
        Signals act at the next candle's open, fees are paid on each fill, and nothing here sends an order to an
        exchange.
      </p>
    </section>
  )
}
