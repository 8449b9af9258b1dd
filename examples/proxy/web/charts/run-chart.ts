import {
  AreaSeries,
  BaselineSeries,
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  type IChartApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { CandleColumns } from '../api/all-candles.ts'
import type { Fill, RunResult } from '../api/result-formats.ts'
import { hasTimeOfDay } from '../i18n/format.ts'
import type { Figures } from '../i18n/numbers.ts'
import { baseOptions, keepWheelForThePage, seconds } from './base-chart.ts'
import { type ChartColors, readChartColors } from './colors.ts'
import { downsample } from './downsample.ts'
import { fillsOnCandles } from './fills-on-candles.ts'
import { indexAt } from './index-at.ts'
import type { ChartMessages } from './messages.ts'
import { labelPanes } from './pane-labels.ts'
import type { Segment } from './segment.ts'

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
/** CandleColumns in the closest view. */
const SMALLEST_RANGE = 20

/** What is drawn, and in which words and figures. */
export type RunDrawing = {
  readonly result: RunResult
  /** Null: the price pane is left out. */
  readonly candles: CandleColumns | null
  /** Whose candles they are. */
  readonly symbol: string
  readonly messages: ChartMessages
  readonly figures: Figures
  readonly onHover: (time: number | null) => void
}

function marker(fill: Fill, colors: ChartColors, count: number, messages: ChartMessages): SeriesMarker<Time> {
  const isBuy = fill.side === 'buy'
  return {
    time: seconds(fill.time),
    position: isBuy ? 'belowBar' : 'aboveBar',
    shape: isBuy ? 'arrowUp' : 'arrowDown',
    color: isBuy ? colors.buy : colors.sell,
    size: count > MOST_LARGE_FILLS ? 0.4 : 1,
    ...(count <= MOST_LABELLED_FILLS ? { text: isBuy ? messages.buy : messages.sell } : {}),
  }
}

function addPrice(chart: IChartApi, drawing: RunDrawing, candles: CandleColumns): (colors: ChartColors) => void {
  const { figures, result, symbol, messages } = drawing
  const fills = fillsOnCandles(result, symbol, candles)
  const series = chart.addSeries(CandlestickSeries, {
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: { type: 'custom', formatter: figures.axisPrice, minMove: 0.01 },
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
    markers.setMarkers(fills.map((fill) => marker(fill, colors, fills.length, messages)))
  }
}

type Point = { readonly time: UTCTimestamp; readonly value: number }

/** A stretch of a curve, downsampled to what the chart can show. */
function pointsOf(times: readonly number[], values: readonly number[], { from, to }: Segment, factor = 1): Point[] {
  return downsample(values.slice(from, to), MOST_POINTS).map((index) => ({
    time: seconds(times[from + index] ?? 0),
    value: factor * (values[from + index] ?? 0),
  }))
}

/** The part of the run that the candles cover; all of it without candles. */
function rangeOf({ result, candles }: RunDrawing): Segment {
  const { time } = result.equity
  const [first, last] = [candles?.time[0], candles?.time.at(-1)]
  if (first === undefined || last === undefined) return { from: 0, to: time.length }
  return { from: Math.max(0, indexAt(time, first)), to: indexAt(time, last) + 1 }
}

function addEquity(
  chart: IChartApi,
  { result, figures }: RunDrawing,
  range: Segment,
  pane: number,
): (colors: ChartColors) => void {
  const series = chart.addSeries(
    AreaSeries,
    {
      lineWidth: 2,
      priceLineVisible: false,
      priceFormat: { type: 'custom', formatter: figures.compact, minMove: 0.01 },
    },
    pane,
  )
  series.setData(pointsOf(result.equity.time, result.equity.equity, range))
  return (colors) =>
    series.applyOptions({ lineColor: colors.line, topColor: colors.lineFill, bottomColor: 'transparent' })
}

function addDrawdown(
  chart: IChartApi,
  { result, figures }: RunDrawing,
  range: Segment,
  pane: number,
): (colors: ChartColors) => void {
  const series = chart.addSeries(
    BaselineSeries,
    {
      // Filled between zero and the curve: what is under water.
      baseValue: { type: 'price', price: 0 },
      lineWidth: 1,
      priceLineVisible: false,
      priceFormat: { type: 'custom', formatter: figures.percent, minMove: 0.01 },
    },
    pane,
  )
  series.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.1 } })
  series.setData(pointsOf(result.equity.time, result.equity.drawdown, range, -100))
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

/** Draws price with fills, equity and drawdown as panes over one time axis, so that they scroll and zoom together. */
export function drawRunChart(host: HTMLElement, drawing: RunDrawing): RunChart {
  const { result, candles, messages, onHover } = drawing
  const withTime = hasTimeOfDay(result.manifest.interval)
  const chart = createChart(host, baseOptions(readChartColors(host), withTime))
  const range = rangeOf(drawing)
  const first = candles === null ? 0 : 1
  const paint = [
    ...(candles === null ? [] : [addPrice(chart, drawing, candles)]),
    addEquity(chart, drawing, range, first),
    addDrawdown(chart, drawing, range, first + 1),
  ]
  const stretch = candles === null ? [2, 1] : [5, 3, 2]
  for (const [index, pane] of chart.panes().entries()) pane.setStretchFactor(stretch[index] ?? 1)
  const recolor = (): void => {
    const colors = readChartColors(host)
    chart.applyOptions(baseOptions(colors, withTime))
    for (const apply of paint) apply(colors)
  }
  recolor()
  chart.timeScale().fitContent()
  const names = [messages.equity, messages.drawdown]
  const unlabel = labelPanes(host, chart, candles === null ? names : [messages.price, ...names])
  chart.subscribeCrosshairMove(({ time }) => onHover(typeof time === 'number' ? time * 1_000 : null))
  const letWheelGo = keepWheelForThePage(host)
  const zoom = (factor: number): void => {
    const range = chart.timeScale().getVisibleLogicalRange()
    if (range === null) return
    const middle = (range.from + range.to) / 2
    const half = Math.max(SMALLEST_RANGE, (range.to - range.from) * factor) / 2
    chart.timeScale().setVisibleLogicalRange({ from: middle - half, to: middle + half })
  }
  const close = (): void => {
    letWheelGo()
    unlabel()
    chart.remove()
  }
  return { recolor, zoom, fit: () => chart.timeScale().fitContent(), close }
}
