import {
  AreaSeries,
  BaselineSeries,
  CandlestickSeries,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { Candles } from '../api/catalogue.ts'
import type { Fill, RunResult } from '../api/result.ts'
import { formatCompact, formatPrice } from '../format/number.ts'
import { formatTime, hasTimeOfDay } from '../format/time.ts'
import { type ChartColors, readChartColors } from './chart-colors.ts'
import { fillsOnCandles } from './fills-on-candles.ts'
import { labelPanes } from './pane-labels.ts'
import { thinOut } from './thin-out.ts'

/** A drawn chart, until `close()`. */
export type RunChart = {
  readonly recolor: () => void
  /** Shows `factor` times as much time around the same middle; below 1 is closer. */
  readonly zoom: (factor: number) => void
  /** Shows the whole run. */
  readonly fit: () => void
  readonly close: () => void
}

const MOST_POINTS = 50_000
/** Above this the arrows speak for themselves and words would cover the candles. */
const MOST_LABELLED_FILLS = 12
/** Above this the arrows are drawn small, or they would hide the candles of a whole period. */
const MOST_LARGE_FILLS = 60
/** Candles in the closest view. */
const SMALLEST_RANGE = 20

const seconds = (time: number): UTCTimestamp => Math.floor(time / 1_000) as UTCTimestamp

function baseOptions(colors: ChartColors, withTime: boolean): Parameters<typeof createChart>[1] {
  return {
    autoSize: true,
    // The browser's own locale may be one that Intl refuses, and dates here are UTC and the same for everybody.
    localization: {
      locale: 'en-US',
      timeFormatter: (time: Time) => (typeof time === 'number' ? formatTime(time * 1_000, withTime) : String(time)),
    },
    layout: {
      background: { color: 'transparent' },
      textColor: colors.text,
      fontSize: 11,
      // Its logo needs an inline style, which the content security policy refuses; the footer names TradingView.
      attributionLogo: false,
      panes: { separatorColor: colors.border, enableResize: false },
    },
    grid: { vertLines: { color: colors.grid }, horzLines: { color: colors.grid } },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { borderColor: colors.border, minimumWidth: 72 },
    timeScale: { borderColor: colors.border, timeVisible: withTime, minBarSpacing: 0.01 },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
  }
}

function marker(fill: Fill, colors: ChartColors, count: number): SeriesMarker<Time> {
  const isBuy = fill.side === 'buy'
  return {
    time: seconds(fill.time),
    position: isBuy ? 'belowBar' : 'aboveBar',
    shape: isBuy ? 'arrowUp' : 'arrowDown',
    color: isBuy ? colors.buy : colors.sell,
    size: count > MOST_LARGE_FILLS ? 0.4 : 1,
    ...(count <= MOST_LABELLED_FILLS ? { text: isBuy ? 'Buy' : 'Sell' } : {}),
  }
}

function addPrice(chart: IChartApi, candles: Candles, fills: readonly Fill[]): (colors: ChartColors) => void {
  const series = chart.addSeries(CandlestickSeries, {
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: { type: 'custom', formatter: formatPrice, minMove: 0.01 },
  })
  series.setData(
    candles.time.map((time, i) => ({
      time: seconds(time),
      open: candles.open[i] ?? 0,
      high: candles.high[i] ?? 0,
      low: candles.low[i] ?? 0,
      close: candles.close[i] ?? 0,
    })),
  )
  const markers = createSeriesMarkers(series, [])
  return (colors) => {
    series.applyOptions({
      upColor: colors.up,
      downColor: colors.down,
      wickUpColor: colors.up,
      wickDownColor: colors.down,
      borderVisible: false,
    })
    markers.setMarkers(fills.map((fill) => marker(fill, colors, fills.length)))
  }
}

function addEquity(chart: IChartApi, { equity }: RunResult, pane: number): (colors: ChartColors) => void {
  const series = chart.addSeries(
    AreaSeries,
    { lineWidth: 2, priceLineVisible: false, priceFormat: { type: 'custom', formatter: formatCompact, minMove: 0.01 } },
    pane,
  )
  series.setData(
    thinOut(equity.equity, MOST_POINTS).map((i) => ({
      time: seconds(equity.time[i] ?? 0),
      value: equity.equity[i] ?? 0,
    })),
  )
  return (colors) =>
    series.applyOptions({ lineColor: colors.line, topColor: colors.lineFill, bottomColor: 'transparent' })
}

function addDrawdown(chart: IChartApi, { equity }: RunResult, pane: number): (colors: ChartColors) => void {
  const percent = (value: number): string => `${value === 0 ? '0' : `−${Math.abs(value).toFixed(1)}`} %`
  const series = chart.addSeries(
    BaselineSeries,
    {
      // Filled between zero and the curve: what is under water.
      baseValue: { type: 'price', price: 0 },
      lineWidth: 1,
      priceLineVisible: false,
      priceFormat: { type: 'custom', formatter: percent },
    },
    pane,
  )
  series.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.1 } })
  series.setData(
    thinOut(equity.drawdown, MOST_POINTS).map((i) => ({
      time: seconds(equity.time[i] ?? 0),
      value: -100 * (equity.drawdown[i] ?? 0),
    })),
  )
  return (colors) =>
    series.applyOptions({
      topLineColor: colors.loss,
      bottomLineColor: colors.loss,
      topFillColor1: colors.lossFill,
      topFillColor2: colors.lossFill,
      bottomFillColor1: colors.lossFill,
      bottomFillColor2: colors.lossFill,
    })
}

/**
 * Draws price with fills, equity and drawdown as panes over one time axis, so that they scroll and zoom together.
 * Without candles the price pane is left out.
 */
export function drawRunChart(
  host: HTMLElement,
  result: RunResult,
  candles: Candles | null,
  onHover: (time: number | null) => void,
): RunChart {
  const withTime = hasTimeOfDay(result.manifest.interval)
  const chart = createChart(host, baseOptions(readChartColors(host), withTime))
  const first = candles === null ? 0 : 1
  const paint = [
    ...(candles === null ? [] : [addPrice(chart, candles, fillsOnCandles(result, candles))]),
    addEquity(chart, result, first),
    addDrawdown(chart, result, first + 1),
  ]
  const stretch = candles === null ? [2, 1] : [5, 3, 2]
  for (const [index, pane] of chart.panes().entries()) pane.setStretchFactor(stretch[index] ?? 1)
  const recolor = (): void => {
    const colors = readChartColors(host)
    chart.applyOptions(baseOptions(colors, withTime) ?? {})
    for (const apply of paint) apply(colors)
  }
  recolor()
  chart.timeScale().fitContent()
  const unlabel = labelPanes(host, chart, candles === null ? ['Equity', 'Drawdown'] : ['Price', 'Equity', 'Drawdown'])
  chart.subscribeCrosshairMove(({ time }) => onHover(typeof time === 'number' ? time * 1_000 : null))
  const letPageScroll = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation()
  }
  host.addEventListener('wheel', letPageScroll, { capture: true })
  const zoom = (factor: number): void => {
    const range = chart.timeScale().getVisibleLogicalRange()
    if (range === null) return
    const middle = (range.from + range.to) / 2
    const half = Math.max(SMALLEST_RANGE, (range.to - range.from) * factor) / 2
    chart.timeScale().setVisibleLogicalRange({ from: middle - half, to: middle + half })
  }
  const close = (): void => {
    host.removeEventListener('wheel', letPageScroll, { capture: true })
    unlabel()
    chart.remove()
  }
  return { recolor, zoom, fit: () => chart.timeScale().fitContent(), close }
}
