import { createChart, type ISeriesApi, LineSeries, LineStyle } from 'lightweight-charts'
import type { Figures } from '../i18n/numbers.ts'
import { baseOptions, keepWheelForThePage, seconds } from './base-chart.ts'
import { readChartColors, readColor } from './colors.ts'

export type CompareLine = {
  readonly label: string
  readonly time: readonly number[]
  readonly share: readonly number[]
}

export type CompareChart = { readonly recolor: () => void; readonly close: () => void }

/** Beside its colour each line has a pattern of its own, the same as in the legend. */
const STYLES = [
  LineStyle.Solid,
  LineStyle.Dashed,
  LineStyle.Dotted,
  LineStyle.LargeDashed,
  LineStyle.SparseDotted,
  LineStyle.Solid,
] as const

/** Draws the curves over one time axis, each with its label at its end. */
export function drawCompareChart(host: HTMLElement, lines: readonly CompareLine[], figures: Figures): CompareChart {
  const chart = createChart(host, baseOptions(readChartColors(host), false))
  const series: readonly ISeriesApi<'Line'>[] = lines.map(({ label, time, share }, index) => {
    const line = chart.addSeries(LineSeries, {
      title: label,
      lineStyle: STYLES[index % STYLES.length] ?? LineStyle.Solid,
      lineWidth: index === 5 ? 4 : 2,
      priceLineVisible: false,
      priceFormat: { type: 'custom', formatter: figures.percent, minMove: 0.01 },
    })
    line.setData(time.map((at, point) => ({ time: seconds(at), value: share[point] ?? 0 })))
    return line
  })
  const recolor = (): void => {
    chart.applyOptions(baseOptions(readChartColors(host), false))
    for (const [index, line] of series.entries()) {
      line.applyOptions({ color: readColor(host, `compare-${(index % STYLES.length) + 1}`) })
    }
  }
  recolor()
  chart.timeScale().fitContent()
  const letWheelGo = keepWheelForThePage(host)
  return {
    recolor,
    close: () => {
      letWheelGo()
      chart.remove()
    },
  }
}
