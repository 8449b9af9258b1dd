import { type ChartOptions, CrosshairMode, type DeepPartial, type Time, type UTCTimestamp } from 'lightweight-charts'
import { formatTime } from '../i18n/format.ts'
import type { ChartColors } from './colors.ts'

export const seconds = (time: number): UTCTimestamp => Math.floor(time / 1_000) as UTCTimestamp

/** What every chart of the page looks like. */
export function baseOptions(colors: ChartColors, withTime: boolean): DeepPartial<ChartOptions> {
  return {
    autoSize: true,
    // The browser's own locale may be one that Intl refuses, and dates here are UTC in every language.
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
    timeScale: {
      borderColor: colors.border,
      timeVisible: withTime,
      minBarSpacing: 0.001,
      // Zoomed out, several candles fall on one pixel and are drawn as one.
      enableConflation: true,
    },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
  }
}

/** The wheel alone scrolls the page; with Ctrl it zooms the chart. Returns its undo. */
export function keepWheelForThePage(host: HTMLElement): () => void {
  const letPageScroll = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation()
  }
  host.addEventListener('wheel', letPageScroll, { capture: true })
  return () => host.removeEventListener('wheel', letPageScroll, { capture: true })
}
