import { formatNumber } from './format.ts'

export type ChartOptions = {
  /** Characters across, axis included; at least 30. */
  readonly width: number
  /** Lines of the plot, at least 2. */
  readonly height: number
  /** Stands under the left and the right end. */
  readonly labels: readonly [string, string]
  /** Dresses the line, for example in colour. */
  readonly paint: (text: string) => string
}

/**
 * A line chart in box-drawing characters with the values at the left.
 *
 * Where there are more values than columns, a column shows the last value of its share, so the right end is the end.
 *
 * @param values - one per candle, finite, at least one
 * @returns lines without line ends
 */
export function equityChart(values: Float64Array, { width, height, labels, paint }: ChartOptions): string[] {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const ticks = scale(low, high, height)
  const margin = Math.max(...ticks.map((text) => text.length))
  const columns = Math.max(width - margin - 2, 2)
  const levels = sample(values, columns).map((value) => level(value, low, high, height))
  const plot = drawLine(levels, height).map((line, row) => `${ticks[row]?.padStart(margin)} ┤${paint(line)}`)
  const [left, right] = labels
  const gap = Math.max(columns - left.length - right.length, 1)
  return [
    ...plot,
    `${' '.repeat(margin)} └${'─'.repeat(columns)}`,
    `${' '.repeat(margin + 2)}${left}${' '.repeat(gap)}${right}`,
  ]
}

/** What stands beside each line: as many decimals as it takes to tell them apart, and nothing twice. */
function scale(low: number, high: number, height: number): string[] {
  const range = high - low
  if (range === 0)
    return Array.from({ length: height }, (_, row) => (row === middle(height) ? formatNumber(low, 2) : ''))
  return Array.from({ length: height }, (_, row) =>
    formatNumber(high - (range * row) / (height - 1), range >= 100 ? 0 : 2),
  )
}

function sample(values: Float64Array, columns: number): number[] {
  return Array.from({ length: columns }, (_, column) => {
    const last = Math.ceil(((column + 1) * values.length) / columns) - 1
    return values[last] ?? Number.NaN
  })
}

function middle(height: number): number {
  return Math.floor(height / 2)
}

/** Row from the top. A flat line runs through the middle. */
function level(value: number, low: number, high: number, height: number): number {
  if (high === low) return middle(height)
  return Math.round(((high - value) / (high - low)) * (height - 1))
}

function drawLine(levels: readonly number[], height: number): string[] {
  const grid = Array.from({ length: height }, () => levels.map(() => ' '))
  levels.forEach((row, column) => {
    const previous = levels[column - 1] ?? row
    for (const [at, character] of strokes(previous, row)) grid[at]?.splice(column, 1, character)
  })
  return grid.map((line) => line.join('').trimEnd())
}

/** What one column holds: the way from the row before to its own. */
function strokes(from: number, to: number): [row: number, character: string][] {
  if (from === to) return [[to, '─']]
  const rises = to < from
  const top = Math.min(from, to)
  const upright = Array.from(
    { length: Math.abs(from - to) - 1 },
    (_, step) => [top + 1 + step, '│'] as [number, string],
  )
  return [[from, rises ? '╯' : '╮'], ...upright, [to, rises ? '╭' : '╰']]
}
