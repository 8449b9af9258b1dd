/** Colours as a canvas wants them: resolved for the theme that is on. */
export type ChartColors = {
  readonly text: string
  readonly grid: string
  readonly border: string
  readonly up: string
  readonly down: string
  readonly line: string
  readonly lineFill: string
  readonly loss: string
  readonly lossFill: string
  readonly buy: string
  readonly sell: string
}

/** Reads the colours from the style sheet, through an element that has them one after the other. */
export function readChartColors(host: HTMLElement): ChartColors {
  const probe = document.createElement('span')
  probe.hidden = true
  host.append(probe)
  const color = (name: string): string => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const colors = {
    text: color('ink-quiet'),
    grid: color('chart-grid'),
    border: color('line'),
    up: color('chart-up'),
    down: color('chart-down'),
    line: color('chart-line'),
    lineFill: color('chart-line-fill'),
    loss: color('chart-loss'),
    lossFill: color('chart-loss-fill'),
    buy: color('chart-buy'),
    sell: color('chart-sell'),
  }
  probe.remove()
  return colors
}

/** One colour of the style sheet, resolved for the theme that is on. */
export function readColor(host: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.hidden = true
  probe.style.color = `var(--${name})`
  host.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
